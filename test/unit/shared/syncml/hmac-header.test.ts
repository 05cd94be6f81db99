import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeNonce, macDigest } from '../../../../shared/syncml/auth.ts';
import { formatHmacHeader, hmacLine, parseHmacHeader, textOfHmacLine } from '../../../../shared/syncml/hmac-header.ts';

const MAC = 'Dgpoz+Pbak4mDJbIs2Y5Tw==';
const ROBERT = { username: 'Robert Jordan', mac: MAC };

describe('the header x-syncml-hmac', () => {
  it('is written as the specification writes it', () => {
    expect(formatHmacHeader(ROBERT)).toEqual({
      ok: true,
      value: `algorithm=MD5, username="Robert Jordan", mac=${MAC}`,
    });
  });

  it.each([
    `algorithm=MD5, username="Robert Jordan", mac=${MAC}`,
    `username="Robert Jordan", mac=${MAC}`,
    `mac=${MAC},username="Robert Jordan",algorithm=md5`,
    `  Algorithm = MD5 ;\tUserName = "Robert Jordan" ; MAC = "${MAC}" ,`,
  ])('is read in any order, quoting and spacing: %s', (text) => {
    expect(parseHmacHeader(text)).toEqual({ ok: true, value: ROBERT });
  });

  it.each([
    ['', 'hmac-incomplete'],
    ['username="a"', 'hmac-incomplete'],
    [`mac=${MAC}`, 'hmac-incomplete'],
    ['username="a", mac=', 'hmac-incomplete'],
    [`algorithm=SHA1, username="a", mac=${MAC}`, 'hmac-algorithm'],
    [`username="a, mac=${MAC}`, 'hmac-malformed'],
    [`username="a" mac=${MAC}`, 'hmac-malformed'],
    [`username="a", username="b", mac=${MAC}`, 'hmac-malformed'],
    [`username="${'a'.repeat(3_000)}", mac=${MAC}`, 'hmac-malformed'],
  ])('is refused with a code: %s → %s', (text, code) => {
    expect(parseHmacHeader(text)).toMatchObject({ ok: false, error: { code } });
  });

  it('carries no name that could begin another header', () => {
    expect(formatHmacHeader({ username: 'a\r\nX: y', mac: MAC })).toMatchObject({ error: { code: 'hmac-username' } });
  });

  it('comes back as it was written, whatever the name', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !/[\u0000-\u001F\u007F]/.test(text)); // oxlint-disable-line no-control-regex
    fc.assert(
      fc.property(name, fc.uint8Array({ minLength: 16, maxLength: 16 }), (username, digest) => {
        const header = { username, mac: encodeNonce(digest) };
        const text = formatHmacHeader(header);
        expect(text.ok ? parseHmacHeader(text.value) : text).toEqual({ ok: true, value: header });
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...Array.from('umac=",; \\')) })),
        (text) => {
          const read = parseHmacHeader(text);
          expect(read.ok || read.error.code.startsWith('hmac-')).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('carries the vector of the specification: the MAC over 17 octets', () => {
    const body = new TextEncoder().encode('<SyncML></SyncML>');
    const mac = macDigest('Bruce2', 'OhBehave', new TextEncoder().encode('Nonce'), body);
    expect(formatHmacHeader({ username: 'Bruce2', mac })).toEqual({
      ok: true,
      value: 'algorithm=MD5, username="Bruce2", mac=2uhSduf8t+E4pjL64qittw==',
    });
  });
});

describe('the header as a line', () => {
  it('comes back as it went, in whatever case and white space its name is', () => {
    expect(hmacLine('mac=x')).toBe('x-syncml-hmac: mac=x');
    expect(textOfHmacLine(hmacLine('mac=x'))).toBe('mac=x');
    expect(textOfHmacLine('  X-SyncML-HMAC:mac=x ')).toBe('mac=x');
  });

  it('is not another header, and not nothing', () => {
    expect(textOfHmacLine('Accept: text/plain')).toBeUndefined();
    expect(textOfHmacLine(undefined)).toBeUndefined();
  });
});
