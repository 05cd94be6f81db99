/**
 * The test vectors of the specification and of the facts, all in one place, octet by octet: authentication (facts
 * 2.11), notification (facts 2.12), WBXML (facts 4), and the worked example (facts 6) through both codecs.
 */
import { describe, expect, it } from 'vitest';
import { decodeNotification, encodeNotification, verifyNotification } from '../../../shared/dm/notification.ts';
import {
  basicCredential,
  hashedSecret,
  macDigest,
  macDigestFromSecret,
  md5Credential,
  md5CredentialFromSecret,
} from '../../../shared/syncml/auth.ts';
import { formatHmacHeader, parseHmacHeader } from '../../../shared/syncml/hmac-header.ts';
import type { Message } from '../../../shared/syncml/message.ts';
import { decodePatiently, decodeWbxml, encodeWbxml } from '../../../shared/syncml/wbxml/wbxml.ts';
import { decodeXml, encodeXml } from '../../../shared/syncml/xml.ts';
import { octets } from './syncml/wbxml/octets.ts';
import { workedExample } from './syncml/worked-example.ts';

const UTF8 = new TextEncoder();
const NONCE = UTF8.encode('Nonce');

describe('authentication (facts 2.11)', () => {
  const stored = 'PtEdr8lBQ45IbT1bZIkrOQ==';
  const md5 = 'Zz6EivR3yeaaENcRN6lpAQ==';
  const body = UTF8.encode('<SyncML></SyncML>');
  const mac = '2uhSduf8t+E4pjL64qittw==';

  it.each([
    ['basic', basicCredential('Bruce2', 'OhBehave'), 'QnJ1Y2UyOk9oQmVoYXZl'],
    ['the stored key', hashedSecret('Bruce2', 'OhBehave'), stored],
    ['md5', md5Credential('Bruce2', 'OhBehave', NONCE), md5],
    ['md5 from the stored key', md5CredentialFromSecret(stored, NONCE), md5],
    ['MAC', macDigest('Bruce2', 'OhBehave', NONCE, body), mac],
    ['MAC from the stored key', macDigestFromSecret(stored, NONCE, body), mac],
  ])('%s', (_what, computed, given) => {
    expect(computed).toBe(given);
  });

  it('the header that carries a MAC', () => {
    const header = 'algorithm=MD5, username="Robert Jordan", mac=2uhSduf8t+E4pjL64qittw==';
    expect(parseHmacHeader(header)).toEqual({ ok: true, value: { username: 'Robert Jordan', mac } });
    expect(formatHmacHeader({ username: 'Robert Jordan', mac })).toEqual({ ok: true, value: header });
  });
});

describe('notification (facts 2.12)', () => {
  const own = { serverId: 'mgmt.example', serverPassword: 'srvpwd', sessionId: 0x2a } as const;
  const trigger = octets('02 E8 00 00 00 00 2A 0C 6D 67 6D 74 2E 65 78 61 6D 70 6C 65');

  it('the header of the specification: version 11, ui mode 1, initiator 0, session 0x1234', () => {
    const id = octets("'com.mgmtsrv.manage'");
    const bytes = Uint8Array.from([...new Uint8Array(16), ...octets('02 D0 00 00 00 12 34 12'), ...id]);
    expect(decodeNotification(bytes)).toMatchObject({
      ok: true,
      value: { version: 11, uiMode: 'background', initiator: 'client', sessionId: 0x1234, sessionIdText: '1234' },
    });
    expect(
      encoded({ serverId: 'com.mgmtsrv.manage', serverPassword: '', sessionId: 0x1234 }, 'client').slice(16),
    ).toEqual(bytes.slice(16));
  });

  it.each([
    ['the nonce "Nonce"', NONCE, '6C 77 3A 07 AC 10 12 BD F5 57 AD 9F C0 3A 2A A3', 'stored'],
    ['four zero octets', new Uint8Array(4), 'E4 48 1F 05 78 36 56 23 43 7D AB 30 4B 21 B3 B1', 'zero-octets'],
  ])('the digest with %s', (_what, nonce, digest, proven) => {
    const bytes = Uint8Array.from([...octets(digest), ...trigger]);
    expect(encoded(own, 'server', nonce)).toEqual(bytes);
    expect(verifyNotification(bytes, { ...own, nonce: NONCE }, { resync: true })).toMatchObject({
      ok: true,
      value: { nonce: proven },
    });
  });

  function encoded(
    server: { readonly serverId: string; readonly serverPassword: string; readonly sessionId: number },
    initiator: 'client' | 'server',
    nonce = NONCE,
  ): Uint8Array {
    const uiMode = initiator === 'client' ? 'background' : 'informative';
    const result = encodeNotification({ ...server, nonce, uiMode, initiator });
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  }
});

describe('WBXML (facts 4)', () => {
  const body = `
             6D 6C 71 03 31 2E 32 00 01 72 03 44 4D 2F
    31 2E 32 00 01 65 03 31 00 01 5B 03 31 00 01 6E 57 03 68 74 74 70 3A 2F
    2F 64 6D 2F 73 00 01 01 67 57 03 49 4D 45 49 3A 31 00 01 01 5A 00 01 4C
    03 34 30 39 36 00 01 01 01 00 00 6B 46 4B 03 31 00 01 4F 03 31 32 30 31
    00 01 01 12 01 01`;
  const message: Message = {
    hdr: {
      verDTD: '1.2',
      verProto: 'DM/1.2',
      sessionId: '1',
      msgId: '1',
      target: { locURI: 'http://dm/s' },
      source: { locURI: 'IMEI:1' },
      meta: { maxMsgSize: 4096 },
    },
    commands: [{ cmd: 'Alert', cmdId: '1', data: '1201', items: [] }],
    final: true,
  };
  const fpi = '2D 2F 2F 53 59 4E 43 4D 4C 2F 2F 44 54 44 20 53 79 6E 63 4D 4C 20 31 2E 32 2F 2F 45 4E';

  it.each([
    ['string', `02 00 00 6A 1D ${fpi}`],
    ['numeric', '02 A4 01 6A 00'],
  ] as const)('the worked octets with the public identifier as %s', (publicId, header) => {
    const bytes = octets(header, body);
    expect(encodeWbxml(message, { publicId })).toEqual({ ok: true, value: bytes });
    for (const decode of [decodeWbxml, decodePatiently]) {
      expect(decode(bytes)).toEqual({ ok: true, value: { message, notes: [] } });
    }
  });
});

describe('the worked example (facts 6)', () => {
  it.each(Object.entries(workedExample))('%s is the same message in XML and in WBXML', (_name, xml) => {
    const decoded = decodeXml(UTF8.encode(xml));
    if (!decoded.ok) throw new Error(decoded.error.message);
    const { message } = decoded.value;
    const [again, wbxml] = [encodeXml(message), encodeWbxml(message)];
    expect(again.ok && decodeXml(again.value)).toEqual({ ok: true, value: { message, notes: [] } });
    expect(wbxml.ok && decodeWbxml(wbxml.value)).toEqual({ ok: true, value: { message, notes: [] } });
  });
});
