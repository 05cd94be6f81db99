/**
 * How the handset proves itself to us in one session (facts 2.11), as a state machine without I/O.
 *
 * Nothing shown is challenged with 407, something wrong with 401, each time with a new nonce. basic and md5 hold for
 * the session once they were right (212, for md5 with the nonce of the *next* session); a MAC holds for its message
 * only (200) and every answer brings the nonce of the next one. Which type is asked for stays the same for the whole
 * session: a handset that answers with another one is not asked again.
 *
 * A message that fails changes nothing but the count of failures: nonces that were good before stay good, so that
 * a stranger's or a replayed message costs a handset neither its session nor its stored nonce.
 *
 * An account may change while its handset is being asked for it: a person admits it, or corrects its password. What
 * the handset had when the session began, or was asked for, is right until the session is over, and so is what it has
 * now.
 */
import type { Failure } from '../../shared/result.ts';
import type { AuthType } from '../../shared/syncml/auth.ts';
import type { Chal, SyncHdr } from '../../shared/syncml/message.ts';
import type { Account, Peer } from './account.ts';
import type { BegunWith } from './asked-sessions.ts';
import { challengeFor, judgeClient, nonceOctets, shownType, type ShownType } from './authentication.ts';
import type { SessionOwner, SessionPorts } from './session-events.ts';
import { HANDSET_NOT_PROVEN, LOCKED_OUT, NOTHING_SHOWN, otherTypeShown } from './session-failures.ts';
import type { WireMessage } from './wire-message.ts';

export type ClientVerdict =
  /** The message counts. `code` goes into the Status of its SyncHdr. */
  | { readonly kind: 'accepted'; readonly code: '200' | '212'; readonly chal?: Chal }
  /**
   * It does not count: all its commands are answered with `code`. `wrong`: something was shown, and it was not right.
   * With a `failure` the session ends here.
   */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly wrong: boolean;
      readonly chal?: Chal;
      readonly failure?: Failure;
    }
  /** As if it had not come: its commands are answered with `code`, and the proven session goes on. */
  | { readonly kind: 'passed-over'; readonly code: '403'; readonly failure: Failure };

/** Wrong credentials in a row before the session is over: a stale nonce, a fresh one, and one to be sure. */
const MAX_FAILURES = 3;
/** Challenges in a row that bring nothing. */
const MAX_CHALLENGES = 6;

/** The state of a session that has proven nothing yet. */
export class ClientProof {
  readonly #devId: string;
  readonly #ports: Pick<SessionPorts, 'newNonce' | 'keepClientNonce'>;
  readonly #owner: Pick<SessionOwner, 'peer' | 'isLockedOut' | 'hasMoved'>;
  readonly #resyncNonce: Uint8Array | undefined;
  readonly #begunWith: BegunWith;
  #peer: Peer;
  #isProven = false;
  #failures = 0;
  #challenges = 0;
  /** Nonces (base64) of this session: that of the last challenge, and with MAC the one the next message must use. */
  #challenged: string | undefined;
  #expected: string | undefined;
  #hasGivenNext = false;

  /** `resyncNonce`: the session was asked for with a fixed nonce. */
  constructor(
    devId: string,
    sessionId: string,
    ports: Pick<SessionPorts, 'newNonce' | 'keepClientNonce' | 'askedWith'>,
    owner: Pick<SessionOwner, 'peer' | 'isLockedOut' | 'hasMoved'>,
    resyncNonce: Uint8Array | undefined,
  ) {
    this.#devId = devId;
    this.#ports = ports;
    this.#owner = owner;
    this.#resyncNonce = resyncNonce;
    this.#peer = owner.peer();
    this.#begunWith = ports.askedWith(devId, sessionId) ?? this.#peer;
  }

  isProven(): boolean {
    return this.#isProven;
  }

  /** Who the handset is; fixed once it has proven itself: a changed account counts from the next session on. */
  peer(): Peer {
    return this.#peer;
  }

  /** Judges a message before anything of it is taken in. */
  judge(hdr: SyncHdr, wire: WireMessage): ClientVerdict {
    if (!this.#isProven) {
      this.#peer = this.#owner.peer();
      // Without a Chal: who is locked out, or not allowed, has nothing to answer.
      if (this.#owner.isLockedOut()) return { kind: 'refused', code: '417', wrong: false, failure: LOCKED_OUT };
      const { refused } = this.#peer;
      if (refused !== undefined)
        return { kind: 'refused', code: refused.retryable ? '417' : '403', wrong: false, failure: refused };
      const before = this.#begunWith.account;
      if (isOther(this.#peer.account, before) && this.#proves(hdr, wire, before)) this.#peer = this.#asBegun();
    } else if (this.#owner.hasMoved()) {
      // Proven over one version of TLS, it may go on over one that it may not use.
      const { refused } = this.#owner.peer();
      if (refused !== undefined) return { kind: 'passed-over', code: '403', failure: refused };
    }
    const { account } = this.#peer;
    if (!shows(account)) return this.#accept('none');
    const shown = shownType(hdr, wire);
    if (this.#isProven && account.auth !== 'mac')
      return shown === undefined || shown === account.auth
        ? this.#accept(account.auth)
        : otherType(shown, account.auth);
    if (this.#challenges > 0 && shown !== undefined && shown !== account.auth) return otherType(shown, account.auth);
    const proof = judgeClient(hdr, wire, account, this.#validNonces(account));
    return proof === 'right' ? this.#accept(account.auth) : this.#challenge(account.auth, proof);
  }

  #proves(hdr: SyncHdr, wire: WireMessage, account: Account): boolean {
    return (
      shows(account) &&
      shownType(hdr, wire) === account.auth &&
      judgeClient(hdr, wire, account, this.#validNonces(account)) === 'right'
    );
  }

  #asBegun(): Peer {
    const { account, own } = this.#begunWith;
    return { admitted: this.#peer.admitted, account, own };
  }

  #validNonces({ clientNonce }: Account): readonly Uint8Array[] {
    const stored = nonceOctets(this.#expected ?? clientNonce);
    // The fixed nonce counts once: whoever was challenged has a better one.
    const fixed = this.#isProven || this.#challenges > 0 ? undefined : this.#resyncNonce;
    return [stored, nonceOctets(this.#challenged), fixed].filter((nonce) => nonce !== undefined);
  }

  #accept(auth: AuthType): ClientVerdict {
    const isFirst = !this.#isProven;
    this.#isProven = true;
    this.#failures = 0;
    this.#challenges = 0;
    this.#challenged = undefined;
    switch (auth) {
      case 'none':
        return { kind: 'accepted', code: '200' };
      case 'basic':
        return { kind: 'accepted', code: '212' };
      case 'md5':
        // The nonce that comes with the first 212 is for the next session. Nobody else's handset gets one to keep.
        if (!isFirst || this.#hasGivenNext || !this.#peer.own) return { kind: 'accepted', code: '212' };
        this.#hasGivenNext = true;
        return { kind: 'accepted', code: '212', chal: challengeFor(auth, this.#keptNonce()) };
      case 'mac':
        this.#expected = this.#keptNonce();
        return { kind: 'accepted', code: '200', chal: challengeFor(auth, this.#expected) };
    }
  }

  #keptNonce(): string {
    const nonce = this.#ports.newNonce();
    if (this.#peer.own) this.#ports.keepClientNonce(this.#devId, nonce);
    return nonce;
  }

  #challenge(auth: ShownType, proof: 'missing' | 'wrong'): ClientVerdict {
    // A MAC that was asked for and is not there counts as a wrong one (DM Security 1.2).
    const wrong = proof === 'wrong' || (auth === 'mac' && (this.#challenges > 0 || this.#isProven));
    this.#challenges += 1;
    if (wrong) this.#failures += 1;
    this.#challenged = this.#ports.newNonce();
    const failure =
      this.#failures >= MAX_FAILURES
        ? HANDSET_NOT_PROVEN
        : this.#challenges >= MAX_CHALLENGES
          ? NOTHING_SHOWN
          : undefined;
    return {
      kind: 'refused',
      code: wrong ? '401' : '407',
      wrong,
      chal: challengeFor(auth, this.#challenged),
      ...(failure === undefined ? {} : { failure }),
    };
  }
}

const CREDENTIALS = ['user', 'password', 'auth', 'serverId', 'serverPassword', 'serverAuth'] as const;

function isOther(account: Account, before: Account): boolean {
  return account !== before && CREDENTIALS.some((key) => account[key] !== before[key]);
}

function shows(account: Account): account is Account & { readonly auth: ShownType } {
  return account.auth !== 'none';
}

function otherType(shown: ShownType | 'unknown', asked: ShownType): ClientVerdict {
  return { kind: 'refused', code: '401', wrong: true, failure: otherTypeShown(shown, asked) };
}
