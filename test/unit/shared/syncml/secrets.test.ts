import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basicCredential } from '../../../../shared/syncml/auth.ts';
import { CODECS } from '../../../../shared/syncml/codec.ts';
import type { Command, Cred, Message } from '../../../../shared/syncml/message.ts';
import { withoutCredentials, withoutSecrets } from '../../../../shared/syncml/secrets.ts';

const ENCODINGS = ['xml', 'wbxml'] as const;

function message(commands: readonly Command[], cred?: Cred): Message {
  return {
    hdr: {
      verDTD: '1.2',
      verProto: 'DM/1.2',
      sessionId: '1',
      msgId: '1',
      target: { locURI: 'http://127.0.0.1/dm' },
      source: { locURI: 'IMEI:1', locName: 'bruce' },
      ...(cred === undefined ? {} : { cred }),
    },
    commands,
    final: true,
  };
}

function encoded(encoding: (typeof ENCODINGS)[number], value: Message): Uint8Array {
  const bytes = CODECS[encoding].encode(value);
  if (!bytes.ok) throw new Error(bytes.error.message);
  return bytes.value;
}

function replace(uri: string, data: string | Uint8Array): Command {
  return { cmd: 'Replace', cmdId: '1', items: [{ target: { locURI: uri }, data }] };
}

describe.each(ENCODINGS)('secrets of a message in %s', (encoding) => {
  it.each(['syncml:auth-basic', 'syncml:auth-md5', undefined])('a credential of type %s is blank', (type) => {
    const data = basicCredential('Bruce2', 'OhBehave');
    const value = message([], { meta: type === undefined ? { format: 'b64' } : { format: 'b64', type }, data });
    const bytes = encoded(encoding, value);
    const kept = withoutSecrets(bytes, encoding, value) ?? new Uint8Array();
    expect(Buffer.from(bytes).includes(data)).toBe(true);
    expect(Buffer.from(kept).includes(data)).toBe(false);
    expect(kept.length).toBe(bytes.length);
    const read = CODECS[encoding].decode(kept);
    expect(read.ok && read.value.message.hdr.cred?.data).toBe('*'.repeat(data.length));
    expect(read.ok && { ...read.value.message.hdr, cred: value.hdr.cred }).toEqual(value.hdr);
  });

  it('passwords and nonces of an account are blank, wherever they stand, and nothing else is', () => {
    const tnds = '<Node><NodeName>AAuthSecret</NodeName><Value>in a tree</Value></Node>';
    const value = message([
      replace('./DMAcc/a/AppAuth/b/AAuthSecret', 'a & b'),
      { cmd: 'Atomic', cmdId: '2', commands: [replace('./DMAcc/a/AppAuth/b/AAuthData', 'nonce')] },
      replace('./DMAcc/a/Name', 'nonces of a & b'),
      replace('./Inbox', tnds),
    ]);
    const kept = withoutSecrets(encoded(encoding, value), encoding, value);
    const read = kept === undefined ? undefined : CODECS[encoding].decode(kept);
    const text = JSON.stringify(read?.ok === true ? read.value.message : read);
    for (const secret of ['"a & b"', '"nonce"', 'in a tree']) expect(text).not.toContain(secret);
    expect(text).toContain('nonces of a & b');
  });

  it('a stranger who makes them look like the rest of the message keeps nobody waiting', () => {
    const letter = encoding === 'xml' ? '>' : 'a';
    const alert: Command = { cmd: 'Alert', cmdId: '1', data: '1226', items: [{ data: letter.repeat(800_000) }] };
    const value = message([alert], { meta: { format: 'b64' }, data: letter.repeat(400_000) });
    const bytes = new TextEncoder().encode(
      new TextDecoder().decode(encoded(encoding, value)).replaceAll('&gt;', letter),
    );
    const kept = withoutSecrets(bytes, encoding, value) ?? new Uint8Array();
    expect(kept.length).toBe(bytes.length);
    // The end of the other text is one of the places where it may stand.
    expect(kept.filter((octet) => octet === 0x2a).length).toBe(800_000);
  });

  it('of a message with a flood of them nothing is kept', () => {
    const commands = Array.from({ length: 4_000 }, (_, index): Command => ({
      cmd: 'Get',
      cmdId: String(index + 1),
      items: [],
      cred: { data: `secret-${index}` },
    }));
    const bytes = encoded(encoding, message(commands));
    expect(withoutSecrets(bytes, encoding, message(commands))).toBeUndefined();
    expect(withoutCredentials(bytes.subarray(0, -3), encoding).length).toBe(0);
  });

  it('of octets that only begin credentials nothing is kept either', () => {
    const bytes = new TextEncoder().encode('<Cred'.repeat(800_000));
    expect(withoutCredentials(bytes, 'xml').length).toBe(0);
  });

  it('octets that are secret are blank as well', () => {
    const octets = Uint8Array.of(1, 2, 3, 0xfa, 0xfb, 9, 8, 7);
    const value = message([replace('./DMAcc/a/AppAuth/b/AAuthData', octets)]);
    const kept = withoutSecrets(encoded(encoding, value), encoding, value) ?? new Uint8Array();
    expect(Buffer.from(kept).includes(Buffer.from(octets))).toBe(false);
    expect(Buffer.from(kept).includes(Buffer.from(octets).toString('base64'))).toBe(false);
  });

  it('a message without them stays the very same octets', () => {
    const value = message([replace('./DMAcc/a/Name', 'x')]);
    const bytes = encoded(encoding, value);
    expect(withoutSecrets(bytes, encoding, value)).toBe(bytes);
  });

  it('a credential is blank in octets that are cut off', () => {
    const data = basicCredential('Bruce2', 'OhBehave');
    const value = message([replace('./A', 'x')], { meta: { type: 'syncml:auth-basic' }, data });
    const bytes = encoded(encoding, value);
    const cut = bytes.slice(0, bytes.length - 12);
    expect(CODECS[encoding].decode(cut).ok).toBe(false);
    expect(Buffer.from(cut).includes(data)).toBe(true);
    expect(Buffer.from(withoutCredentials(cut, encoding)).includes(data)).toBe(false);
  });

  it('a password is never left where it can be read, whatever it is', () => {
    const password = fc
      .string({ unit: 'grapheme-ascii', minLength: 4, maxLength: 30 })
      .filter((text) => text.trim() === text);
    fc.assert(
      fc.property(password, (secret) => {
        const value = message([replace('./DMAcc/a/AppAuth/b/AAuthSecret', secret)]);
        const kept = withoutSecrets(encoded(encoding, value), encoding, value);
        const read = kept === undefined ? undefined : CODECS[encoding].decode(kept);
        const data = read?.ok === true ? read.value.message.commands[0] : undefined;
        expect(data?.cmd === 'Replace' ? data.items[0]?.data : undefined).toMatch(/^(\*+|undefined)$/);
      }),
      { numRuns: 500 },
    );
  });

  it('nothing throws and no length changes, whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(withoutCredentials(bytes, encoding).length).toBe(bytes.length);
      }),
      { numRuns: 500 },
    );
  });
});
