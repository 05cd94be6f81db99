import { describe, expect, it } from 'vitest';
import {
  checkURI,
  escapeSegment,
  isBelow,
  joinURI,
  lastSegment,
  normalizeURI,
  parentOf,
  sameURI,
  segments,
  splitQuery,
  unescapeSegment,
} from '../../../../shared/dm/uri.ts';

describe('normalizeURI', () => {
  it('brings every spelling of a node to one form', () => {
    for (const text of ['./A/B', 'A/B', '/A/B', './A/B/', ' ./A//B ', '././A/./B/.']) {
      expect(normalizeURI(text)).toBe('./A/B');
    }
  });

  it('knows the root by any name', () => {
    for (const text of ['.', './', '/', '', ' ', '././.', './ /']) expect(normalizeURI(text)).toBe('.');
  });

  it('keeps case, dots in names and blanks inside', () => {
    expect(normalizeURI('./aB/..c/.d/e f')).toBe('./aB/..c/.d/e f');
  });
});

describe('the parts of a URI', () => {
  it('are its query', () => {
    expect(splitQuery('SCM/?prop=ACL')).toEqual({ uri: './SCM', query: 'prop=ACL' });
    expect(splitQuery('./SCM?list=TNDS+ACL?')).toEqual({ uri: './SCM', query: 'list=TNDS+ACL?' });
    expect(splitQuery('?prop=ACL')).toEqual({ uri: '.', query: 'prop=ACL' });
    expect(splitQuery('./SCM')).toEqual({ uri: './SCM' });
  });

  it('are its segments, parent and name', () => {
    expect(segments('A/B/')).toEqual(['A', 'B']);
    expect(segments('.')).toEqual([]);
    expect([parentOf('./A/B'), parentOf('A'), parentOf('.')]).toEqual(['./A', '.', undefined]);
    expect([lastSegment('./A/B/'), lastSegment('A'), lastSegment('.')]).toEqual(['B', 'A', '.']);
  });
});

describe('joinURI', () => {
  it('appends names', () => {
    expect(joinURI('.', 'SCM', 'Download')).toBe('./SCM/Download');
    expect(joinURI('SCM/', 'x')).toBe('./SCM/x');
    expect(joinURI('./SCM')).toBe('./SCM');
    expect(joinURI('.')).toBe('.');
  });

  it('escapes what a name cannot carry', () => {
    expect(joinURI('./A', 'b/c?d e%')).toBe('./A/b%2Fc%3Fd%20e%25');
    expect(joinURI('./A', '..', '.')).toBe('./A/%2E%2E/%2E');
  });

  it('leaves escapes, UTF-8 and the signs that may stand in a path', () => {
    expect(joinURI('./A', 'a%20b', 'Ä😀', 'com.acme+x@1:2,3')).toBe('./A/a%20b/Ä😀/com.acme+x@1:2,3');
    expect(unescapeSegment(escapeSegment('b/c?d e%'))).toBe('b/c?d e%');
    expect(unescapeSegment('%E0%A4')).toBe('%E0%A4');
  });
});

describe('comparing URIs', () => {
  it('takes ./A and A for the same', () => {
    expect(sameURI('./A/B', 'A/B/')).toBe(true);
    expect(sameURI('./A', './B')).toBe(false);
  });

  it('minds case unless the handset does not', () => {
    expect(sameURI('./SCM', './scm')).toBe(false);
    expect(sameURI('./SCM', './scm', { caseSensitive: false })).toBe(true);
    expect(isBelow('./scm/a', './SCM', { caseSensitive: false })).toBe(true);
  });

  it('tells below from beside', () => {
    expect(isBelow('./A/B/C', './A')).toBe(true);
    expect(isBelow('./AB', './A')).toBe(false);
    expect(isBelow('./A', './A')).toBe(false);
    expect(isBelow('./A', '.')).toBe(true);
    expect(isBelow('.', '.')).toBe(false);
  });
});

describe('checkURI', () => {
  it('yields the normal form of a good URI', () => {
    expect([codeOf('A/B'), codeOf('.'), codeOf('./'), codeOf('./A b/..c')]).toEqual(['./A/B', '.', '.', './A b/..c']);
  });

  it('refuses what no handset should be asked for', () => {
    expect(codeOf('  ')).toBe('uri-empty');
    expect([codeOf('../A'), codeOf('./A/../B'), codeOf('./A/..'), codeOf('./A/./B')]).toEqual(
      Array(4).fill('uri-relative'),
    );
    expect([codeOf('./A?prop=ACL'), codeOf('./A\0'), codeOf('./A\n/B'), codeOf('./A//B'), codeOf('./\uD800')]).toEqual(
      Array(5).fill('uri-invalid'),
    );
    expect([codeOf(`./${'a'.repeat(4094)}`).length, codeOf(`./${'a'.repeat(4095)}`), codeOf('ä'.repeat(2049))]).toEqual(
      [4096, 'uri-too-long', 'uri-too-long'],
    );
  });
});

function codeOf(text: string): string {
  const result = checkURI(text);
  return result.ok ? result.value : result.error.code;
}
