/** The secret between a browser host and those who may use it: whoever can read the person's terminal or files. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new token: 32 random octets as base64url. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing about where `given` differs, nor about lengths. */
export function isToken(token: string, given: unknown): boolean {
  return typeof given === 'string' && timingSafeEqual(digest(token), digest(given));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
