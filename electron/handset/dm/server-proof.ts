/**
 * How the server proves itself to the handset in one session (facts 2.11). Until it has, none of its commands is
 * executed: each is answered 407 (no credential) or 401 (a wrong one), and the Status for the SyncHdr carries a
 * challenge. basic and md5, once proved, hold for the session (212), and the 212 brings the nonce for the next
 * session. A MAC holds for its message (200), and each 200 brings the nonce of the next one.
 */
import { randomBytes } from 'node:crypto';
import {
  AUTH_TYPES,
  authTypeOf,
  basicCredential,
  constantTimeEqual,
  encodeNonce,
  macDigest,
  md5Credential,
} from '../../../shared/syncml/auth.ts';
import { parseHmacHeader } from '../../../shared/syncml/hmac-header.ts';
import type { Chal, Cred } from '../../../shared/syncml/message.ts';
import type { Account } from './account.ts';
import { usesNonce } from './client-proof.ts';

/** The status of a SyncHdr of the server. */
export type ServerVerdict = '200' | '212' | '401' | '407';

/** Everything of a message that may prove its sender. */
export interface Shown {
  readonly cred: Cred | undefined;
  /** The text of x-syncml-hmac. */
  readonly hmac: string | undefined;
  /** The message as it came. */
  readonly body: Uint8Array;
}

export interface ServerProof {
  /** Judges the credential of a message. */
  judge(shown: Shown): ServerVerdict;
  /** Has it proved itself in this session at all? */
  readonly isProven: boolean;
  /** Challenges in a row. */
  readonly challenges: number;
  /** The challenge that goes with a verdict into the Status for the SyncHdr; call it once per message sent. */
  challenge(verdict: ServerVerdict): Chal | undefined;
  /** The nonce that the server will use next, base64; undefined when it has not changed. */
  nextNonce(): string | undefined;
}

const NONCE_OCTETS = 16;

/** `nonces`: what a credential may be made with at first, i.e. the kept nonce, or the resync nonce. */
export function createServerProof(account: Account, nonces: readonly Uint8Array[]): ServerProof {
  const { serverId, serverPassword, serverAuth } = account;
  let valid = [...nonces];
  let isProven = false;
  let hasRenewed = false;
  let challenges = 0;
  let offered: Uint8Array | undefined;
  let next: string | undefined;

  function judge(shown: Shown): ServerVerdict {
    if (serverAuth === 'mac') return judgeMac(shown);
    if (isProven || serverAuth === 'none') return accepted(serverAuth === 'none' ? '200' : '212');
    if (shown.cred === undefined) return '407';
    return isRight(shown.cred) ? accepted('212') : '401';
  }

  function judgeMac({ hmac, body }: Shown): ServerVerdict {
    if (hmac === undefined) return challenges === 0 && !isProven ? '407' : '401';
    const header = parseHmacHeader(hmac);
    if (!header.ok || header.value.username !== serverId) return '401';
    const { mac } = header.value;
    return valid.some((nonce) => constantTimeEqual(mac, macDigest(serverId, serverPassword, nonce, body)))
      ? accepted('200')
      : '401';
  }

  function accepted(verdict: '200' | '212'): ServerVerdict {
    // The server knows the offered nonce now, whether or not a newer one reaches it.
    if (offered !== undefined) next = encodeNonce(offered);
    isProven = true;
    challenges = 0;
    return verdict;
  }

  function isRight({ meta, data }: Cred): boolean {
    if (authTypeOf(meta?.type) !== serverAuth) return false;
    const sent = (typeof data === 'string' ? data : Buffer.from(data).toString('latin1')).trim();
    return serverAuth === 'basic'
      ? constantTimeEqual(sent, basicCredential(serverId, serverPassword))
      : valid.some((nonce) => constantTimeEqual(sent, md5Credential(serverId, serverPassword, nonce)));
  }

  function challenge(verdict: ServerVerdict): Chal | undefined {
    if (serverAuth === 'none') return undefined;
    const meta = { format: 'b64', type: AUTH_TYPES[serverAuth] };
    const isAccepted = verdict === '200' || verdict === '212';
    if (!isAccepted) challenges++;
    if (!usesNonce(serverAuth)) return isAccepted ? undefined : { meta };
    if (isAccepted && serverAuth === 'md5' && hasRenewed) return undefined;
    hasRenewed ||= isAccepted;
    offered = randomBytes(NONCE_OCTETS);
    // A MAC's nonce is good for one message: the one that was right has had its message.
    valid = isAccepted ? [offered] : [...valid, offered];
    if (isAccepted) next = encodeNonce(offered);
    return { meta: { ...meta, nextNonce: encodeNonce(offered) } };
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
