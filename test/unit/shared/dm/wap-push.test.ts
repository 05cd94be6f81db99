import { describe, expect, it } from 'vitest';
import { joinFromSMS, splitIntoSMS } from '../../../../shared/dm/push-sms.ts';
import { APPLICATIONS, decodePush, encodePush } from '../../../../shared/dm/wap-push.ts';

const NOTIFICATION = Uint8Array.from({ length: 36 }, (_, at) => at);
const PUSH = encodePush({
  type: 'application/vnd.syncml.notification',
  application: APPLICATIONS.syncmlDM,
  body: NOTIFICATION,
});

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? [])
    .toString('hex')
    .toUpperCase();
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}

function withHeaders(headers: string, body: string): Uint8Array {
  const octets = bytes(headers);
  return Uint8Array.from([1, 6, octets.length, ...octets, ...bytes(body)]);
}

function codeOf(result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string {
  return result.error?.code ?? 'ok';
}

describe('a notification as WAP push', () => {
  it('has the headers of the specification (facts 2.12)', () => {
    expect(hex(PUSH.subarray(0, 6))).toBe('010603C4AF87');
    expect(PUSH.subarray(6)).toEqual(NOTIFICATION);
  });

  it('is read back', () => {
    expect(decodePush(PUSH)).toEqual({
      ok: true,
      value: { type: 'application/vnd.syncml.notification', application: 7, body: NOTIFICATION },
    });
  });

  it('is read with the content type as text, with a length before it, and with headers nobody knows', () => {
    const asText = hex(Buffer.from('application/vnd.syncml.notification\0'));
    // A length as short integer, a date behind its own length, and a header of somebody's own.
    const others = '8D82 92045A5A5A5A 582D410062 00';
    const headers = [`${asText} AF87`, '02C481 AF87', `C4 ${others} AF87`];
    expect(headers.map((each) => decodePush(withHeaders(each, 'AABB')))).toMatchObject(
      headers.map(() => ({
        value: { type: 'application/vnd.syncml.notification', application: 7, body: bytes('AABB') },
      })),
    );
  });

  it('is refused when it is something else, or cut within its headers', () => {
    expect(codeOf(decodePush(NOTIFICATION))).toBe('push-not');
    expect(codeOf(decodePush(bytes('')))).toBe('push-not');
    expect(
      ['0106', '0106FFFFFFFFFF01', '010604C4AF87', '01060103'].map((text) => codeOf(decodePush(bytes(text)))),
    ).toEqual(['push-malformed', 'push-malformed', 'push-malformed', 'push-malformed']);
  });
});

describe('a bootstrap document as WAP push', () => {
  it('carries SEC and MAC as handsets in the field get them', () => {
    const mac = '0123456789ABCDEF0123456789ABCDEF01234567';
    const push = encodePush({
      type: 'application/vnd.wap.connectivity-wbxml',
      sec: 1,
      mac,
      body: bytes('030B6A00'),
    });
    expect(hex(push)).toBe(`01062F1F2DB6918192${hex(Buffer.from(mac))}00030B6A00`);
    expect(decodePush(push)).toMatchObject({
      value: { type: 'application/vnd.wap.connectivity-wbxml', sec: 1, mac, body: bytes('030B6A00') },
    });
  });
});

describe('a push as SMS', () => {
  it('fits one SMS behind the ports of the specification (facts 2.12)', () => {
    const messages = splitIntoSMS(PUSH);
    expect(messages.ok && messages.value.map(hex)).toEqual([`0605040B84C002${hex(PUSH)}`]);
  });

  it('is split into numbered parts when it is too long, and joined in any order', () => {
    const long = new Uint8Array(300).map((_, at) => at % 251);
    const messages = splitIntoSMS(long, 0x2a);
    if (!messages.ok) throw new Error(messages.error.code);
    expect(messages.value.map((one) => [one.length, hex(one.subarray(0, 12))])).toEqual([
      [140, '0B05040B84C00200032A0301'],
      [140, '0B05040B84C00200032A0302'],
      [56, '0B05040B84C00200032A0303'],
    ]);
    expect(joinFromSMS(messages.value.toReversed())).toEqual({ ok: true, value: long });
    expect(codeOf(joinFromSMS(messages.value.slice(1)))).toBe('sms-incomplete');
    expect(codeOf(joinFromSMS([]))).toBe('sms-incomplete');
    const other = splitIntoSMS(long, 0x2b);
    expect(codeOf(joinFromSMS([...messages.value.slice(1), ...(other.ok ? other.value.slice(0, 1) : [])]))).toBe(
      'sms-incomplete',
    );
  });

  it('is refused when it is cut, for another port, or wrongly numbered', () => {
    const refused = ['', '06', '0605040B84C0', '06050423F4C002AA', '0300030105', '0B05040B84C00200030102 03'];
    expect(refused.map((text) => codeOf(joinFromSMS([bytes(text)])))).toEqual([
      'sms-malformed',
      'sms-malformed',
      'sms-malformed',
      'sms-other-port',
      'sms-malformed',
      'sms-malformed',
    ]);
    expect(codeOf(splitIntoSMS(new Uint8Array(40_000)))).toBe('push-too-long');
  });
});
