/** Nonces, of which every session takes two or more. Asking the system for sixteen octets costs as much as for many. */
import { randomBytes } from 'node:crypto';

/** Octets of a nonce: the least that DM Security 1.2 recommends (facts 2.11). */
const LENGTH = 16;
/** Nonces that are asked for at once. */
const AT_ONCE = 64;

/** Makes a source of nonces in base64; none comes twice, and none is kept once it is out. */
export function createNonces(): () => string {
  let octets = randomBytes(0);
  let at = 0;
  return () => {
    if (at === octets.length) {
      octets = randomBytes(LENGTH * AT_ONCE);
      at = 0;
    }
    const nonce = octets.toString('base64', at, at + LENGTH);
    octets.fill(0, at, (at += LENGTH));
    return nonce;
  };
}
