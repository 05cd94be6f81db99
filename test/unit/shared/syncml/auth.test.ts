import { describe, expect, it } from 'vitest';
import {
  basicCredential,
  constantTimeEqual,
  decodeNonce,
  encodeNonce,
  hashedSecret,
  macDigest,
  macDigestFromSecret,
  md5Credential,
  md5CredentialFromSecret,
  parseBasicCredential,
} from '../../../../shared/syncml/auth.ts';

const UTF8 = new TextEncoder();
const NONCE = UTF8.encode('Nonce');

describe('the vectors of the specification (facts 2.11)', () => {
  it('basic', () => {
    expect(basicCredential('Bruce2', 'OhBehave')).toBe('QnJ1Y2UyOk9oQmVoYXZl');
  });

  it('md5, from the password and from the stored secret', () => {
    expect(md5Credential('Bruce2', 'OhBehave', NONCE)).toBe('Zz6EivR3yeaaENcRN6lpAQ==');
    expect(hashedSecret('Bruce2', 'OhBehave')).toBe('PtEdr8lBQ45IbT1bZIkrOQ==');
    expect(md5CredentialFromSecret('PtEdr8lBQ45IbT1bZIkrOQ==', NONCE)).toBe('Zz6EivR3yeaaENcRN6lpAQ==');
  });

  it('MAC over the octets of the message', () => {
    const body = UTF8.encode('<SyncML></SyncML>');
    expect(macDigest('Bruce2', 'OhBehave', NONCE, body)).toBe('2uhSduf8t+E4pjL64qittw==');
    expect(macDigestFromSecret('PtEdr8lBQ45IbT1bZIkrOQ==', NONCE, body)).toBe('2uhSduf8t+E4pjL64qittw==');
  });
});

describe('credentials', () => {
  it('take UTF-8 and colons in the password', () => {
    const credential = basicCredential('Jürgen', 'pass:wörd😀');
    expect(parseBasicCredential(credential)).toEqual({ user: 'Jürgen', password: 'pass:wörd😀' });
  });

  it('that are no basic credential read as undefined', () => {
    expect(parseBasicCredential('***')).toBeUndefined();
    expect(parseBasicCredential('AAAA')).toBeUndefined();
    expect(parseBasicCredential('//8=')).toBeUndefined();
  });
});

describe('a nonce', () => {
  it('comes through base64 unchanged', () => {
    const nonce = Uint8Array.from({ length: 20 }, (_, index) => (index * 37) & 0xff);
    expect(decodeNonce(encodeNonce(nonce))).toEqual({ ok: true, value: nonce });
  });

  it('is read with line breaks, without padding and in the URL alphabet', () => {
    const value = new Uint8Array([0xfb, 0xff, 0xbe, 0x01]);
    for (const text of ['+/++AQ==', ' +/++\r\nAQ== ', '+/++AQ', '-_--AQ']) {
      expect(decodeNonce(text)).toEqual({ ok: true, value });
    }
    expect(decodeNonce('')).toEqual({ ok: true, value: new Uint8Array() });
  });

  it('that is no base64 is a failure', () => {
    for (const text of ['a', '&&&&', 'AB=C']) expect(decodeNonce(text)).toMatchObject({ error: { code: 'bad-nonce' } });
  });
});

describe('constantTimeEqual', () => {
  it('compares texts and octets', () => {
    expect(constantTimeEqual('abc', 'abc')).toBe(true);
    expect(constantTimeEqual('abc', UTF8.encode('abc'))).toBe(true);
    expect(constantTimeEqual('abc', 'abd')).toBe(false);
    expect(constantTimeEqual('abc', 'ab')).toBe(false);
    expect(constantTimeEqual('ab', 'abc')).toBe(false);
    expect(constantTimeEqual('', '\0')).toBe(false);
    expect(constantTimeEqual('', '')).toBe(true);
  });
});
