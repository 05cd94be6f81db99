/**
 * How the handset proves itself to the server in one session (facts 2.11).
 *
 * basic is sent at once; md5 and MAC are made with the nonce of the last session if there is one, otherwise the first
 * message goes without and the server's challenge brings a nonce. A challenge makes the session begin again with
 * package 1. 212 settles it for the session, 200 only for one message: with a MAC every answer brings the nonce of
 * the next message. A nonce that arrives is used at once, but is kept for the next session only when the server has
 * proved itself too.
 */
import {
  AUTH_TYPES,
  type AuthType,
  authTypeOf,
  basicCredential,
  decodeNonce,
  encodeNonce,
  isWeaker,
  macDigest,
  md5Credential,
} from '../../../shared/syncml/auth.ts';
import { formatHmacHeader } from '../../../shared/syncml/hmac-header.ts';
import type { Chal, Cred, Status } from '../../../shared/syncml/message.ts';
import type { Account } from './account.ts';

/** What the server's Status for a SyncHdr means for the session. */
export type ClientVerdict =
  | 'accepted'
  /** Begin again with package 1 and the new credential. */
  | 'challenged'
  /** The MAC was right, but no nonce came for the next one: the session cannot go on. */
  | 'no-nonce'
  | 'refused';

export interface ClientProof {
  /** The credential of the next message; undefined when none is due or none can be made yet. */
  cred(): Cred | undefined;
  /** The text of x-syncml-hmac for a message as it will travel; undefined when none is due or can be made. */
  hmac(body: Uint8Array): string | undefined;
  /** Takes the server's Status for our SyncHdr. */
  judge(status: Status): ClientVerdict;
  readonly isAccepted: boolean;
  /** The nonce for the next session, base64. */
  nextNonce(): string | undefined;
}

/** Credentials that may be sent in a row before giving up: a stale nonce, a fresh one, and one to be sure. */
const MAX_ATTEMPTS = 3;

/** `nonce`: kept from the last session, or the resync nonce the session was asked for with. */
export function createClientProof(account: Account, nonce: Uint8Array | undefined): ClientProof {
  const { user, password } = account;
  let auth = account.auth;
  let current = nonce;
  let next: string | undefined;
  let attempts = 0;
  let accepted: 'no' | 'message' | 'session' = 'no';

  function cred(): Cred | undefined {
    if (accepted === 'session' || auth === 'none' || auth === 'mac') return undefined;
    if (auth === 'md5' && current === undefined) return undefined;
    attempts++;
    const data =
      auth === 'basic' ? basicCredential(user, password) : md5Credential(user, password, current ?? new Uint8Array());
    return { meta: { format: 'b64', type: AUTH_TYPES[auth] }, data };
  }

  function hmac(body: Uint8Array): string | undefined {
    if (auth !== 'mac' || current === undefined) return undefined;
    attempts++;
    const header = formatHmacHeader({ username: user, mac: macDigest(user, password, current, body) });
    return header.ok ? header.value : undefined;
  }

  function judge({ data, chal }: Status): ClientVerdict {
    switch (data) {
      case '212':
      case '200': {
        accepted = data === '212' && auth !== 'mac' ? 'session' : 'message';
        attempts = 0;
        const hasNonce = takeNonce(chal);
        return auth === 'mac' && !hasNonce ? 'no-nonce' : 'accepted';
      }
      case '401':
      case '407':
        accepted = 'no';
        return takeChallenge(chal);
      default:
        return 'refused';
    }
  }

  function takeChallenge(chal: Chal | undefined): ClientVerdict {
    const asked = authTypeOf(chal?.meta.type);
    const hasTriedBasic = auth === 'basic' && attempts > 0;
    if (asked === undefined || attempts >= MAX_ATTEMPTS) return 'refused';
    // A password that md5 or MAC protects is not given away because somebody asks for less.
    if (isWeaker(asked, account.auth) || (asked === 'basic' && hasTriedBasic)) return 'refused';
    auth = asked;
    takeNonce(chal);
    return auth !== 'basic' && current === undefined ? 'refused' : 'challenged';
  }

  function takeNonce(chal: Chal | undefined): boolean {
    const decoded = decodeNonce(chal?.meta.nextNonce ?? '');
    if (!decoded.ok || decoded.value.length === 0) return false;
    current = decoded.value;
    next = encodeNonce(decoded.value);
    return true;
  }

  return {
    cred,
    hmac,
    judge,
    get isAccepted() {
      return accepted !== 'no';
    },
    nextNonce: () => next,
  };
}

/** Is a nonce part of it, which both sides must then keep? */
export function usesNonce(auth: AuthType): auth is 'md5' | 'mac' {
  return auth === 'md5' || auth === 'mac';
}
