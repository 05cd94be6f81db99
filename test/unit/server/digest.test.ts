import { assert, property, string, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashedSecret, md5CredentialFromSecret } from '../../../electron/server/digest.ts';
import * as shared from '../../../shared/syncml/auth.ts';

describe('digests of the server', () => {
  it('are the texts that every other side makes, whatever the name, the secret and the nonce', () => {
    assert(
      property(
        string({ unit: 'grapheme' }),
        string({ unit: 'grapheme' }),
        uint8Array({ maxLength: 64 }),
        (user, password, nonce) => {
          const secret = hashedSecret(user, password);
          expect(secret).toBe(shared.hashedSecret(user, password));
          expect(md5CredentialFromSecret(secret, nonce)).toBe(shared.md5Credential(user, password, nonce));
        },
      ),
    );
  });
});
