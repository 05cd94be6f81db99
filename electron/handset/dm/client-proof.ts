/**
 * How the handset proves itself to the server in one session (facts 2.11).
 *
 * basic is sent at once; md5 is sent with the nonce of the last session if there is one, otherwise the first message
 * goes without and the server's challenge brings a nonce. A challenge makes the session begin again with package 1.
 * 212 settles it for the session, 200 only for one message. A nonce that arrives is used at once, but is kept for the
 * next session only when the server has proved itself too.
 */
import { AUTH_TYPES, basicCredential, decodeNonce, encodeNonce, md5Credential } from '../../../shared/syncml/auth.ts';
import type { Chal, Cred, Status } from '../../../shared/syncml/message.ts';
import type { Account } from './account.ts';

/** What the server's Status for a SyncHdr means for the session. */
export type ClientVerdict =
  | 'accepted'
  /** Begin again with package 1 and the new credential. */
  | 'challenged'
  | 'refused';

export interface ClientProof {
  /** The credential of the next message; undefined when none is due or none can be made yet. */
  cred(): Cred | undefined;
  /** Takes the server's Status for our SyncHdr. */
  judge(status: Status): ClientVerdict;
  readonly isAccepted: boolean;
  /** The nonce for the next session, base64. */
  nextNonce(): string | undefined;
}

/** Credentials that may be sent in a session before giving up: a stale nonce, a fresh one, and one to be sure. */
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
    if (accepted === 'session') return undefined;
    const type = AUTH_TYPES[auth];
    if (auth === 'md5' && current === undefined) return undefined;
    attempts++;
    const data =
      auth === 'basic' ? basicCredential(user, password) : md5Credential(user, password, current ?? new Uint8Array());
    return { meta: { format: 'b64', type }, data };
  }

  function judge({ data, chal }: Status): ClientVerdict {
    switch (data) {
      case '212':
        accepted = 'session';
        takeNonce(chal);
        return 'accepted';
      case '200':
        accepted = 'message';
        takeNonce(chal);
        return 'accepted';
      case '401':
      case '407':
        accepted = 'no';
        return takeChallenge(chal);
      default:
        return 'refused';
    }
  }

  function takeChallenge(chal: Chal | undefined): ClientVerdict {
    const asked = authOf(chal);
    const hasTriedBasic = auth === 'basic' && attempts > 0;
    if (asked === undefined || attempts >= MAX_ATTEMPTS) return 'refused';
    // A password that md5 protects is not given away because somebody asks for basic.
    if (asked === 'basic' && (account.auth === 'md5' || hasTriedBasic)) return 'refused';
    auth = asked;
    takeNonce(chal);
    return auth === 'md5' && current === undefined ? 'refused' : 'challenged';
  }

  function takeNonce(chal: Chal | undefined): void {
    const decoded = decodeNonce(chal?.meta.nextNonce ?? '');
    if (!decoded.ok || decoded.value.length === 0) return;
    current = decoded.value;
    next = encodeNonce(decoded.value);
  }

  return {
    cred,
    judge,
    get isAccepted() {
      return accepted !== 'no';
    },
    nextNonce: () => next,
  };
}

function authOf(chal: Chal | undefined): Account['auth'] | undefined {
  switch (chal?.meta.type?.toLowerCase() ?? '') {
    case AUTH_TYPES.basic:
      return 'basic';
    case AUTH_TYPES.md5:
      return 'md5';
    default:
      return undefined;
  }
}
