import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  decodeChallenge,
  decodeChallengeResponse,
  digestFor,
  encodeChallenge,
  encodeChallengeResponse,
} from '../../../../shared/obex/digest.ts';
import { valueOf } from './value-of.ts';

const NONCE = Uint8Array.from({ length: 16 }, (_none, index) => index);

describe('OBEX authentication', () => {
  it('digests nonce, colon and password', () => {
    const expected = createHash('md5').update(NONCE).update(':srvpwd').digest();
    expect(Buffer.from(digestFor(NONCE, 'srvpwd'))).toEqual(expected);
  });

  it('writes a challenge as triplets', () => {
    const value = encodeChallenge({ nonce: NONCE, wantsUserId: true, isReadOnly: false, realm: 'DM' });
    expect(Buffer.from(value).toString('hex')).toBe(`0010${Buffer.from(NONCE).toString('hex')}010101020300444d`);
    expect(valueOf(decodeChallenge(value))).toEqual({
      nonce: NONCE,
      wantsUserId: true,
      isReadOnly: false,
      realm: 'DM',
    });
  });

  it('reads a realm in Unicode', () => {
    const value = Uint8Array.from([0, 16, ...NONCE, 2, 3, 0xff, 0x00, 0x44]);
    expect(valueOf(decodeChallenge(value)).realm).toBe('D');
  });

  it('answers with digest, user and nonce', () => {
    const response = { digest: digestFor(NONCE, 'x'), userId: 'a-name-that-is-longer-than-20', nonce: NONCE };
    const read = valueOf(decodeChallengeResponse(encodeChallengeResponse(response)));
    expect(read).toEqual({ ...response, userId: 'a-name-that-is-longe' });
  });

  it('refuses what cannot be a nonce or a digest', () => {
    expect(decodeChallenge(Uint8Array.of(0, 2, 1, 1)).ok).toBe(false);
    expect(decodeChallenge(Uint8Array.of(0, 16, 1)).ok).toBe(false);
    expect(decodeChallengeResponse(new Uint8Array()).ok).toBe(false);
  });
});
