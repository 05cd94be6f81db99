/**
 * How the server proves itself to the handset in one session (facts 2.11). Until it has, none of its commands is
 * executed: each is answered 407 (no credential) or 401 (a wrong one), and the Status for the SyncHdr carries a
 * challenge. Once proved it holds for the session (212), and the 212 brings the nonce for the next session.
 */
import { randomBytes } from 'node:crypto';
import {
  AUTH_TYPES,
  basicCredential,
  constantTimeEqual,
  encodeNonce,
  md5Credential,
} from '../../../shared/syncml/auth.ts';
import type { Chal, Cred } from '../../../shared/syncml/message.ts';
import type { Account } from './account.ts';

/** The status of a SyncHdr of the server. */
export type ServerVerdict = '212' | '401' | '407';

export interface ServerProof {
  /** Judges the credential of a message. */
  judge(cred: Cred | undefined): ServerVerdict;
  readonly isProven: boolean;
  /** Challenges sent so far. */
  readonly challenges: number;
  /** The challenge that goes with a verdict into the Status for the SyncHdr; call it once per message sent. */
  challenge(verdict: ServerVerdict): Chal | undefined;
  /** The nonce that the server will use next, base64; undefined when it has not changed. */
  nextNonce(): string | undefined;
}

const NONCE_OCTETS = 16;

/** `nonces`: what a credential may be made with at first, i.e. the kept nonce, or the resync nonce. */
export function createServerProof(account: Account, nonces: readonly Uint8Array[]): ServerProof {
  const { serverId, serverPassword } = account;
  const valid = [...nonces];
  let isProven = false;
  let hasRenewed = false;
  let challenges = 0;
  let offered: Uint8Array | undefined;
  let next: string | undefined;

  function judge(cred: Cred | undefined): ServerVerdict {
    if (isProven) return '212';
    if (cred === undefined) return '407';
    isProven = isRight(cred);
    // The server knows the offered nonce now, whether or not a newer one reaches it.
    if (isProven && offered !== undefined) next = encodeNonce(offered);
    return isProven ? '212' : '401';
  }

  function isRight({ meta, data }: Cred): boolean {
    const sent = (typeof data === 'string' ? data : Buffer.from(data).toString('latin1')).trim();
    switch (meta?.type?.toLowerCase() ?? '') {
      case AUTH_TYPES.basic:
        return account.auth === 'basic' && constantTimeEqual(sent, basicCredential(serverId, serverPassword));
      case AUTH_TYPES.md5:
        return valid.some((nonce) => constantTimeEqual(sent, md5Credential(serverId, serverPassword, nonce)));
      default:
        return false;
    }
  }

  function challenge(verdict: ServerVerdict): Chal | undefined {
    const type = AUTH_TYPES[account.auth];
    if (verdict === '212') {
      if (account.auth === 'basic' || hasRenewed) return undefined;
      hasRenewed = true;
      next = encodeNonce(randomBytes(NONCE_OCTETS));
      return { meta: { format: 'b64', type, nextNonce: next } };
    }
    challenges++;
    if (account.auth === 'basic') return { meta: { format: 'b64', type } };
    offered = randomBytes(NONCE_OCTETS);
    valid.push(offered);
    return { meta: { format: 'b64', type, nextNonce: encodeNonce(offered) } };
  }

  return {
    judge,
    challenge,
    get isProven() {
      return isProven;
    },
    get challenges() {
      return challenges;
    },
    nextNonce: () => next,
  };
}
