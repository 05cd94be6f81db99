import { describe, expect, it } from 'vitest';
import {
  decodeNotification,
  encodeNotification,
  type NotificationContent,
  type NotificationKey,
  RESYNC_NONCES,
  verifyNotification,
} from '../../../../shared/dm/notification.ts';

const UTF8 = new TextEncoder();
const KEY: NotificationKey = { serverId: 'mgmt.example', serverPassword: 'srvpwd', nonce: UTF8.encode('Nonce') };
const CONTENT: NotificationContent & NotificationKey = {
  ...KEY,
  sessionId: 0x2a,
  uiMode: 'informative',
  initiator: 'server',
};

function encoded(content: NotificationContent & NotificationKey): Uint8Array {
  const result = encodeNotification(content);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

function codeOf(bytes: Uint8Array, key = KEY, resync = false): string {
  const result = verifyNotification(bytes, key, { resync });
  return result.ok ? result.value.nonce : result.error.code;
}

/** The vectors of facts 2.12. */
describe('the vectors of a notification', () => {
  it('the header of the specification', () => {
    const bytes = encoded({
      serverId: 'com.mgmtsrv.manage',
      serverPassword: '',
      nonce: new Uint8Array(),
      sessionId: 0x1234,
      uiMode: 'background',
      initiator: 'client',
    });
    expect(hex(bytes.subarray(16, 27))).toBe('02D0000000123412636F6D');
  });

  it('the trigger and its digest', () => {
    const bytes = encoded(CONTENT);
    expect(hex(bytes.subarray(16))).toBe('02E8000000002A0C6D676D742E6578616D706C65');
    expect(hex(bytes.subarray(0, 16))).toBe('6C773A07AC1012BDF557AD9FC03A2AA3');
  });

  it('the digest with a nonce of four zero octets', () => {
    const bytes = encoded({ ...CONTENT, nonce: RESYNC_NONCES['zero-octets'] });
    expect(hex(bytes.subarray(0, 16))).toBe('E4481F0578365623437DAB304B21B3B1');
  });
});

describe('decodeNotification', () => {
  it('reads back what was written', () => {
    const body = new Uint8Array([1, 2, 3]);
    expect(decodeNotification(encoded({ ...CONTENT, body, sessionId: 0xbeef, version: 12 }))).toMatchObject({
      value: {
        version: 12,
        uiMode: 'informative',
        initiator: 'server',
        sessionId: 0xbeef,
        sessionIdText: 'BEEF',
        serverId: 'mgmt.example',
        body,
      },
    });
  });

  it('reads bytes out of the middle of a buffer', () => {
    const bytes = encoded(CONTENT);
    const buffer = new Uint8Array(100);
    buffer.set(bytes, 7);
    expect(decodeNotification(buffer.subarray(7, 7 + bytes.length))).toEqual(decodeNotification(bytes));
  });

  it('refuses every cut, unknown versions, session 0 and identifiers that are not UTF-8', () => {
    const bytes = encoded(CONTENT);
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeNotification(bytes.subarray(0, length))).toMatchObject({ error: { code: 'notification-short' } });
    }
    const codes = [
      { at: 16, octet: 0x03 },
      { at: 22, octet: 0 },
      { at: 24, octet: 0xff },
    ].map(({ at, octet }) => {
      const result = decodeNotification(bytes.with(at, octet));
      return result.ok ? 'ok' : result.error.code;
    });
    expect(codes).toEqual(['notification-version', 'notification-malformed', 'notification-malformed']);
  });
});

describe('verifyNotification', () => {
  it('accepts the right server and nobody else', () => {
    expect(codeOf(encoded(CONTENT))).toBe('stored');
    expect(codeOf(encoded(CONTENT), { ...KEY, serverPassword: 'other' })).toBe('notification-digest');
    expect(codeOf(encoded(CONTENT), { ...KEY, nonce: UTF8.encode('nonce') })).toBe('notification-digest');
    expect(codeOf(encoded(CONTENT), { ...KEY, serverId: 'other' })).toBe('notification-server');
  });

  it('covers every octet of the trigger', () => {
    const bytes = encoded({ ...CONTENT, body: UTF8.encode('vendor') });
    for (const at of [0, 15, 18, 21, bytes.length - 1]) {
      expect(codeOf(bytes.with(at, (bytes[at] ?? 0) ^ 1))).toBe('notification-digest');
    }
  });

  it('takes the resync nonces only when asked to', () => {
    for (const [name, nonce] of Object.entries(RESYNC_NONCES)) {
      const bytes = encoded({ ...CONTENT, nonce });
      expect(codeOf(bytes)).toBe('notification-digest');
      expect(codeOf(bytes, KEY, true)).toBe(name);
    }
    expect(codeOf(encoded(CONTENT), KEY, true)).toBe('stored');
  });
});

describe('encodeNotification', () => {
  it('refuses what does not fit its field', () => {
    const wrong: readonly Partial<NotificationContent>[] = [
      { sessionId: 0 },
      { sessionId: 0x10000 },
      { sessionId: 1.5 },
      { version: 1024 },
      { serverId: '' },
      { serverId: 'ä'.repeat(128) },
    ];
    for (const part of wrong) {
      expect(encodeNotification({ ...CONTENT, ...part })).toMatchObject({ error: { code: 'notification-invalid' } });
    }
  });
});
