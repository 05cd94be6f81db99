/**
 * What md5 proves, and the secret that a MAC is made of (facts 2.11), digested by the MD5 of Node.js: the same texts as those of shared/syncml/auth.ts,
 * which runs in a window too, but a server makes them for every message.
 */
import { hash } from 'node:crypto';

/** B64(user:password). */
export function basicCredential(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`).toString('base64');
}

/** B64(H(user:password)). */
export function hashedSecret(user: string, password: string): string {
  return hash('md5', `${user}:${password}`, 'base64');
}

/** B64(H(secret:nonce)); `secret` as of `hashedSecret`, `nonce` in octets. */
export function md5CredentialFromSecret(secret: string, nonce: Uint8Array): string {
  return hash('md5', Buffer.concat([Buffer.from(`${secret}:`), nonce]), 'base64');
}
