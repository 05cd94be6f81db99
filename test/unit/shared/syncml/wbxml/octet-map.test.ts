import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeWbxml } from '../../../../../shared/syncml/wbxml/encode.ts';
import { mapOctets, type OctetPart } from '../../../../../shared/syncml/wbxml/octet-map.ts';
import type { Message } from '../../../../../shared/syncml/message.ts';
import { arbitraryMessage } from '../../../../fuzz/arbitrary-message.ts';

function encoded(message: Message): Uint8Array {
  const bytes = encodeWbxml(message);
  if (!bytes.ok) throw new Error(bytes.error.message);
  return bytes.value;
}

/** Every octet belongs to exactly one part. */
function isWhole(parts: readonly OctetPart[], length: number): boolean {
  return (
    parts.every(({ from, to }, index) => from === (parts[index - 1]?.to ?? 0) && to > from) &&
    (parts.at(-1)?.to ?? 0) === length
  );
}

describe('the map of octets', () => {
  it('explains a message from its version to the last END', () => {
    const message: Message = {
      hdr: {
        verDTD: '1.2',
        verProto: 'DM/1.2',
        sessionId: '1',
        msgId: '2',
        target: { locURI: 'a' },
        source: { locURI: 'b' },
      },
      commands: [
        {
          cmd: 'Replace',
          cmdId: '1',
          items: [{ target: { locURI: './x' }, meta: { format: 'bin' }, data: Uint8Array.of(1, 2) }],
        },
      ],
      final: true,
    };
    const says = mapOctets(encoded(message)).map((part) => part.says);
    expect(says.slice(0, 5)).toEqual([
      'WBXML 1.2',
      '-//SYNCML//DTD SyncML 1.2//EN',
      'character set UTF-8',
      'string table of 0 octets',
      '<SyncML>',
    ]);
    expect(says.join(' ')).toContain(
      '<Meta> code page 1 <Format> "bin" </Format> </Meta> code page 0 <Data> 2 octets </Data>',
    );
    expect(says.slice(-3)).toEqual(['<Final/>', '</SyncBody>', '</SyncML>']);
  });

  it('leaves no octet of any message unexplained', () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const bytes = encodeWbxml(message);
        if (!bytes.ok) return;
        const parts = mapOctets(bytes.value);
        expect(isWhole(parts, bytes.value.length)).toBe(true);
        expect(parts.filter(({ kind }) => kind === 'wrong')).toEqual([]);
        expect(parts.at(-1)?.depth).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('goes on to the end of any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        for (const bytes of [noise, Uint8Array.of(2, 0xa4, 0x01, 0x6a, 0, ...noise)])
          expect(bytes.length === 0 || isWhole(mapOctets(bytes), bytes.length)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
