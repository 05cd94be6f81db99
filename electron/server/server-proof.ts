/**
 * How we prove ourselves to the handset in one session (facts 2.11). It begins when the handset has proven itself:
 * before that, a stranger would learn our credentials by asking.
 *
 * basic and md5 travel in Cred until the handset has said 212; a MAC goes with every message, made with the nonce that
 * came with the handset's last answer. The handset may ask for a stronger type than its account says, never for a
 * weaker one: that would give a password away to whoever can take a message in.
 */
import { ok, type Failure, type Result } from '../../shared/result.ts';
import { authTypeOf, isWeaker, macDigest } from '../../shared/syncml/auth.ts';
import { formatHmacHeader } from '../../shared/syncml/hmac-header.ts';
import type { Cred, Status } from '../../shared/syncml/message.ts';
import type { Account } from './account.ts';
import { nonceOctets, serverCredential } from './authentication.ts';
import { MAC_WITHOUT_NONCE, SERVER_NOT_PROVEN, weakerTypeAsked } from './session-failures.ts';

export interface ServerVerdict {
  /** Commands that were refused only because we were not proven yet go out again. */
  readonly again: boolean;
  /** A nonce (base64) for our next message or session: to be kept. */
  readonly nonce?: string;
  /** The session cannot go on. */
  readonly failure?: Failure;
}

export interface ServerProof {
  /** The credential of the next message; undefined when none is due. */
  cred(): Cred | undefined;
  /** The text of x-syncml-hmac for a message of ours; undefined when none is due or no nonce is known yet. */
  hmac(bytes: Uint8Array): Result<string | undefined>;
  /** Takes the handset's Status for one of our SyncHdrs. */
  judge(status: Status): ServerVerdict;
}

/** Tries with our own credential before we believe that the handset does not know us. */
const MAX_FAILURES = 3;

/** Makes the state for a handset that has proven itself; `resyncNonce` takes the place of the stored nonce. */
export function createServerProof(account: Account, resyncNonce: Uint8Array | undefined): ServerProof {
  let type = account.serverAuth;
  let nonce = resyncNonce ?? nonceOctets(account.serverNonce);
  let isAccepted = false;
  let failures = 0;

  function judge({ data, chal }: Status): ServerVerdict {
    const next = chal?.meta.nextNonce;
    const octets = nonceOctets(next);
    if (octets !== undefined) nonce = octets;
    const kept = next === undefined || octets === undefined ? {} : { nonce: next };
    switch (data) {
      case '200':
      case '212':
        isAccepted = data === '212';
        failures = 0;
        // A MAC that brings no new nonce cannot be followed by another one (DM Security 1.2).
        return type === 'mac' && octets === undefined
          ? { again: false, failure: MAC_WITHOUT_NONCE }
          : { again: false, ...kept };
      case '401':
      case '407':
        return { ...kept, ...challenged(authTypeOf(chal?.meta.type)) };
      default:
        return { again: false, ...kept };
    }
  }

  function challenged(asked: ReturnType<typeof authTypeOf>): ServerVerdict {
    failures += 1;
    isAccepted = false;
    if (asked !== undefined && isWeaker(asked, account.serverAuth))
      return { again: true, failure: weakerTypeAsked(asked, account.serverAuth) };
    if (asked !== undefined) type = asked;
    return failures >= MAX_FAILURES ? { again: true, failure: SERVER_NOT_PROVEN } : { again: true };
  }

  return {
    cred() {
      if (type === 'none' || type === 'mac' || isAccepted) return undefined;
      return serverCredential(account, type, nonce);
    },
    hmac(bytes) {
      if (type !== 'mac' || nonce === undefined) return ok(undefined);
      const mac = macDigest(account.serverId, account.serverPassword, nonce, bytes);
      return formatHmacHeader({ username: account.serverId, mac });
    },
    judge,
  };
}
