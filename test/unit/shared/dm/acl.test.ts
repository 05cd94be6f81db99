import { describe, expect, it } from 'vitest';
import { type Acl, type AclOnTheWay, effectiveRights, parseAcl } from '../../../../shared/dm/acl.ts';
import { checkProperty } from '../../../../shared/dm/properties.ts';

function words(way: readonly AclOnTheWay[], command: string): string | undefined {
  return effectiveRights(way, 'bench').find((right) => right.command === command)?.words;
}

const everyone: Acl = { Add: ['*'], Get: ['*'] };

describe('reading an ACL', () => {
  it.each([
    ['', {}],
    ['Add=*&Get=*', { Add: ['*'], Get: ['*'] }],
    [' Replace=a+b&Exec=a ', { Replace: ['a', 'b'], Exec: ['a'] }],
    ['Get=a+a', { Get: ['a'] }],
  ])('takes “%s”', (text, acl) => {
    expect(parseAcl(text)).toEqual({ ok: true, value: acl });
  });

  it.each([
    ['Add', 'acl-malformed'],
    ['=a', 'acl-malformed'],
    ['Add=*&', 'acl-malformed'],
    ['add=*', 'acl-command-unknown'],
    ['Copy=*', 'acl-command-unknown'],
    ['Get=a&Get=b', 'acl-command-twice'],
    ['Get=', 'acl-identifier-invalid'],
    ['Get=a+', 'acl-identifier-invalid'],
    ['Get=a b', 'acl-identifier-invalid'],
    ['Get=a=b', 'acl-identifier-invalid'],
    ['Get=a*', 'acl-identifier-invalid'],
  ])('refuses “%s” as %s', (text, code) => {
    expect(parseAcl(text)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('what a server may do', () => {
  it('is what the nearest list says, and the words name the node it stands at', () => {
    const way = [
      { uri: '.', acl: everyone },
      { uri: './SCM', acl: { Replace: ['*'] } },
      { uri: './SCM/Download', acl: {} },
    ];
    expect(words(way, 'Replace')).toBe('inherited from ./SCM – allowed for everyone');
    // Lists are never merged: the root's Get does not count below ./SCM.
    expect(words(way, 'Get')).toBe('inherited from ./SCM – allowed for nobody');
  });

  it('names this server, or those that are meant instead', () => {
    const way = [{ uri: './A', acl: { Get: ['bench'], Exec: ['other', 'third'] } }];
    expect(words(way, 'Get')).toBe('own list – allowed for this server (bench)');
    expect(words(way, 'Exec')).toBe('own list – allowed for other, third only, not for this server (bench)');
  });

  it('is not known when the list that decides was not told', () => {
    const way: readonly AclOnTheWay[] = [
      { uri: '.', acl: everyone },
      { uri: './A', acl: undefined },
      { uri: './A/B', acl: {} },
    ];
    expect(effectiveRights(way, 'bench').every(({ allowed }) => allowed === 'unknown')).toBe(true);
    expect(words(way, 'Get')).toBe('not known: ./A does not tell its access list');
    expect(words([{ uri: '.', acl: {} }], 'Get')).toBe('no node above has an access list');
  });
});

describe('a new value of a property', () => {
  it.each([
    ['./A', 'ACL', '', undefined],
    ['.', 'ACL', '', 'acl-needed'],
    ['./A', 'ACL', 'Get', 'acl-malformed'],
    ['./A', 'Name', 'B', undefined],
    ['.', 'Name', 'B', 'name-invalid'],
    ['./A', 'Name', 'a/b', 'name-invalid'],
    ['./A', 'Name', '..', 'name-invalid'],
    ['./A', 'Name', ' ', 'name-invalid'],
    ['./A', 'Title', 'ä'.repeat(127), undefined],
    ['./A', 'Title', 'ä'.repeat(128), 'title-too-long'],
  ] as const)('of %s: %s “%s” → %s', (uri, property, value, code) => {
    const checked = checkProperty(uri, property, value);
    expect(checked.ok ? undefined : checked.error.code).toBe(code);
  });
});
