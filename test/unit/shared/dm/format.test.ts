import { describe, expect, it } from 'vitest';
import { formatOf, parseFormat } from '../../../../shared/dm/format.ts';

describe('the format of a value', () => {
  it('is read in any case and with blanks', () => {
    expect(
      ['chr', 'CHR', ' Int\n', 'Node', 'NULL', 'b64', 'bin', 'bool', 'xml', 'date', 'time', 'float'].map(parseFormat),
    ).toEqual(['chr', 'chr', 'int', 'node', 'null', 'b64', 'bin', 'bool', 'xml', 'date', 'time', 'float']);
  });

  it('is read by the other words that handsets have for it', () => {
    expect(['text/plain', 'integer', 'boolean', 'Base64'].map(parseFormat)).toEqual(['chr', 'int', 'bool', 'b64']);
  });

  it('is unknown for any other word', () => {
    expect(['', 'unknown', 'constructor', 'application/xml'].map(parseFormat)).toEqual(Array(4).fill('unknown'));
  });

  it('is chr and text/plain where Meta says nothing', () => {
    for (const meta of [undefined, {}, { format: '', type: '' }]) {
      expect(formatOf(meta)).toEqual({ format: 'chr', type: 'text/plain' });
    }
  });

  it('has no type for an interior node, unless one was sent', () => {
    expect(formatOf({ format: 'node' })).toEqual({ format: 'node' });
    expect(formatOf({ format: 'node', type: 'urn:oma:mo:oma-scomo:1.0' })).toEqual({
      format: 'node',
      type: 'urn:oma:mo:oma-scomo:1.0',
    });
  });
});
