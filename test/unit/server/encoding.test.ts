import { describe, expect, it } from 'vitest';
import { CODECS, type Encoding, encodingOf } from '../../../shared/syncml/codec.ts';
import { message, packageOne, read } from './scripted-handset.ts';
import { testTable } from './table.ts';

/** Package 1 of a handset in this encoding. */
function packageOneIn(encoding: Encoding, sessionId: string): Uint8Array {
  const bytes = CODECS[encoding].encode(read(message({ msgId: '1', sessionId, commands: packageOne() })));
  if (!bytes.ok) throw new Error(bytes.error.detail);
  return bytes.value;
}

describe('the encoding of a session', () => {
  it.each(['xml', 'wbxml'] as const)('is that of the request: %s', async (encoding) => {
    const test = testTable();
    const reply = await test.say(packageOneIn(encoding, '1'));
    expect(encodingOf(reply)).toBe(encoding);
    const decoded = CODECS[encoding].decode(reply);
    expect(decoded).toMatchObject({ ok: true, value: { message: { hdr: { msgId: '1' }, final: true } } });
    expect(test.traced.map((entry) => [entry.direction, entry.encoding])).toEqual([
      ['in', encoding],
      ['out', encoding],
    ]);
  });

  it('may differ from handset to handset and from session to session', async () => {
    const test = testTable();
    expect(encodingOf(await test.say(packageOneIn('wbxml', '1')))).toBe('wbxml');
    expect(encodingOf(await test.say(packageOneIn('xml', '2')))).toBe('xml');
  });

  it('is what the content type says where the octets say nothing', async () => {
    const { table } = testTable();
    const noise = Uint8Array.of(0x7f, 0x41);
    const from = { address: '127.0.0.1', contentType: CODECS.wbxml.contentType };
    expect(await table.exchange(noise, from)).toMatchObject({ ok: false, error: { code: 'wbxml-version' } });
    expect(await table.exchange(noise, { address: '127.0.0.1' })).toMatchObject({ error: { code: 'xml-malformed' } });
  });
});
