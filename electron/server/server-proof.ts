/**
 * How we prove ourselves to the handset in one session (facts 2.11). It begins when the handset has proven itself:
 * before that, a stranger would learn our credentials by asking.
 *
 * basic and md5 travel in Cred until the handset has said 212; a MAC goes with every message, made with the nonce that
 * came with the handset's last answer. The handset may ask for a stronger type than its account says, never for a
 * weaker one: that would give a password away to whoever can take a message in.
 */
import { ok, type Failure, type Result } from '../../shared/result.ts';
import { type AuthType, authTypeOf, isWeaker, macDigest } from '../../shared/syncml/auth.ts';
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

/** Tries with our own credential before we believe that the handset does not know us. */
const MAX_FAILURES = 3;

/** The state for a handset that has proven itself. */
export class ServerProof {
  readonly #account: Account;
  #type: AuthType;
  #nonce: Uint8Array | undefined;
  #isAccepted = false;
  #failures = 0;

  /** `resyncNonce` takes the place of the stored nonce. */
  constructor(account: Account, resyncNonce: Uint8Array | undefined) {
    this.#account = account;
    this.#type = account.serverAuth;
    this.#nonce = resyncNonce ?? nonceOctets(account.serverNonce);
  }

  /** The credential of the next message; undefined when none is due. */
  cred(): Cred | undefined {
    if (this.#type === 'none' || this.#type === 'mac' || this.#isAccepted) return undefined;
    return serverCredential(this.#account, this.#type, this.#nonce);
  }

  /** The text of x-syncml-hmac for a message of ours; undefined when none is due or no nonce is known yet. */
  hmac(bytes: Uint8Array): Result<string | undefined> {
    if (this.#type !== 'mac' || this.#nonce === undefined) return ok(undefined);
    const { serverId, serverPassword } = this.#account;
    const mac = macDigest(serverId, serverPassword, this.#nonce, bytes);
    return formatHmacHeader({ username: serverId, mac });
  }

  /** Takes the handset's Status for one of our SyncHdrs. */
  judge({ data, chal }: Status): ServerVerdict {
    const next = chal?.meta.nextNonce;
    const octets = nonceOctets(next);
    if (octets !== undefined) this.#nonce = octets;
    const kept = next === undefined || octets === undefined ? {} : { nonce: next };
    switch (data) {
      case '200':
      case '212':
        this.#isAccepted = data === '212';
        this.#failures = 0;
        // A MAC that brings no new nonce cannot be followed by another one (DM Security 1.2).
        return this.#type === 'mac' && octets === undefined
          ? { again: false, failure: MAC_WITHOUT_NONCE }
          : { again: false, ...kept };
      case '401':
      case '407':
        return { ...kept, ...this.#challenged(authTypeOf(chal?.meta.type)) };
      default:
        return { again: false, ...kept };
    }
  }

  #challenged(asked: ReturnType<typeof authTypeOf>): ServerVerdict {
    this.#failures += 1;
    this.#isAccepted = false;
    const { serverAuth } = this.#account;
    if (asked !== undefined && isWeaker(asked, serverAuth))
      return { again: true, failure: weakerTypeAsked(asked, serverAuth) };
    if (asked !== undefined) this.#type = asked;
    return this.#failures >= MAX_FAILURES ? { again: true, failure: SERVER_NOT_PROVEN } : { again: true };
  }
}
