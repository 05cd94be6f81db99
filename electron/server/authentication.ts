/**
 * Authentication of both ends of a session with basic and md5 (facts 2.11).
 *
 * The client proves itself with a Cred in its SyncHdr. Without one it is challenged with 407, with a wrong one with
 * 401; either way the answer carries a Chal and every other command of that message gets the same status. A proven
 * session is answered 212, which for md5 carries the nonce of the *next* session. The server proves itself the
 * same way round until the handset has answered 212 to its SyncHdr.
 */
import type { Chal, Cred, SyncHdr } from '../../shared/syncml/message.ts';
import {
  AUTH_TYPES,
  basicCredential,
  constantTimeEqual,
  decodeNonce,
  md5Credential,
} from '../../shared/syncml/auth.ts';
import type { Account } from './account.ts';

/** What a SyncHdr proves: nothing was shown, the right thing was shown, or a wrong one. */
export type Proof = 'missing' | 'right' | 'wrong';

/**
 * Judges the credential of a client's SyncHdr against its account.
 * `nonces` (base64) are all that are valid at this moment: the stored one, and the one of a challenge in this session.
 */
export function judgeClient(hdr: SyncHdr, account: Account, nonces: readonly string[]): Proof {
  const cred = hdr.cred;
  if (cred === undefined) return 'missing';
  if (typeof cred.data !== 'string') return 'wrong';
  const given = cred.data.trim();
  if (cred.meta?.type?.toLowerCase() !== AUTH_TYPES[account.auth]) return 'wrong';
  if (account.auth === 'basic') {
    return constantTimeEqual(given, basicCredential(account.user, account.password)) ? 'right' : 'wrong';
  }
  // md5 names the user in LocName (facts 2.11); a handset that leaves it out is judged by the digest alone.
  const name = hdr.source.locName;
  if (name !== undefined && name !== account.user) return 'wrong';
  let right = false;
  for (const nonce of nonces) {
    const octets = decodeNonce(nonce);
    if (octets.ok && constantTimeEqual(given, md5Credential(account.user, account.password, octets.value)))
      right = true;
  }
  return right ? 'right' : 'wrong';
}

/** The Chal that asks for the account's type; for md5 with the nonce to use (base64). */
export function challengeFor(account: Account, nonce: string): Chal {
  return account.auth === 'basic'
    ? { meta: { format: 'b64', type: AUTH_TYPES.basic } }
    : { meta: { format: 'b64', type: AUTH_TYPES.md5, nextNonce: nonce } };
}

/**
 * Our own credential towards the handset. `type` is what the handset asked for last, else the account's type.
 * Without any nonce yet md5 is computed with an empty one: the handset then challenges us with a fresh nonce.
 */
export function serverCredential(account: Account, type: 'basic' | 'md5', nonce: string | undefined): Cred {
  const meta = { format: 'b64', type: AUTH_TYPES[type] };
  if (type === 'basic') return { meta, data: basicCredential(account.serverId, account.serverPassword) };
  const octets = decodeNonce(nonce ?? '');
  return {
    meta,
    data: md5Credential(account.serverId, account.serverPassword, octets.ok ? octets.value : new Uint8Array()),
  };
}

/** Which of our types a handset's Chal asks for; undefined for one we do not speak. */
export function challengedType(chal: Chal): 'basic' | 'md5' | undefined {
  const type = chal.meta.type?.toLowerCase();
  if (type === AUTH_TYPES.basic) return 'basic';
  if (type === AUTH_TYPES.md5) return 'md5';
  return undefined;
}

/** Is this the status of a SyncHdr that was not believed? 401 wrong, 407 nothing shown. */
export function isChallengeStatus(code: string): boolean {
  return code === '401' || code === '407';
}
