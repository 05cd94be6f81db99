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
 * the handset had when the session began is right until the session is over, and so is what it has now.
 */
import type { Failure } from '../../shared/result.ts';
import type { AuthType } from '../../shared/syncml/auth.ts';
import type { Chal, SyncHdr } from '../../shared/syncml/message.ts';
import type { Account, Peer } from './account.ts';
import { challengeFor, judgeClient, nonceOctets, shownType, type ShownType } from './authentication.ts';
import type { SessionPorts } from './session-events.ts';
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
    };

/**
 * Functions, no accessors: an accessor in an object literal gives each object a hidden class of its own, which lives
 * among the old objects and keeps all that the accessor sees alive until the next full collection. Of a session that
 * is 13 kB.
 */
export interface ClientProof {
  /** Judges a message before anything of it is taken in. */
  judge(hdr: SyncHdr, wire: WireMessage): ClientVerdict;
  readonly isProven: () => boolean;
  /** Who the handset is; fixed once it has proven itself: a changed account counts from the next session on. */
  readonly peer: () => Peer;
}

/** Wrong credentials in a row before the session is over: a stale nonce, a fresh one, and one to be sure. */
const MAX_FAILURES = 3;
/** Challenges in a row that bring nothing. */
const MAX_CHALLENGES = 6;

/** Makes the state of a session that has proven nothing yet. `resyncNonce`: it was asked for with a fixed nonce. */
export function createClientProof(
  devId: string,
  ports: Pick<SessionPorts, 'peer' | 'newNonce' | 'keepClientNonce' | 'isLockedOut'>,
  resyncNonce: Uint8Array | undefined,
): ClientProof {
  const begunWith = ports.peer(devId);
  let peer = begunWith;
  let isProven = false;
  let failures = 0;
  let challenges = 0;
  /** Nonces (base64) of this session: that of the last challenge, and with MAC the one the next message must use. */
  let challenged: string | undefined;
  let expected: string | undefined;
  let hasGivenNext = false;

  function judge(hdr: SyncHdr, wire: WireMessage): ClientVerdict {
    if (!isProven) {
      peer = ports.peer(devId);
      // Without a Chal: who is locked out, or not allowed, has nothing to answer.
      if (ports.isLockedOut()) return { kind: 'refused', code: '417', wrong: false, failure: LOCKED_OUT };
      if (peer.refused !== undefined)
        return { kind: 'refused', code: peer.refused.retryable ? '417' : '403', wrong: false, failure: peer.refused };
      if (isOther(peer.account, begunWith.account) && proves(hdr, wire, begunWith.account)) peer = asBegun();
    }
    const { account } = peer;
    if (!shows(account)) return accept('none');
    const shown = shownType(hdr, wire);
    if (isProven && account.auth !== 'mac')
      return shown === undefined || shown === account.auth ? accept(account.auth) : otherType(shown, account.auth);
    if (challenges > 0 && shown !== undefined && shown !== account.auth) return otherType(shown, account.auth);
    const proof = judgeClient(hdr, wire, account, validNonces(account));
    return proof === 'right' ? accept(account.auth) : challenge(account.auth, proof);
  }

  function proves(hdr: SyncHdr, wire: WireMessage, account: Account): boolean {
    return (
      shows(account) &&
      shownType(hdr, wire) === account.auth &&
      judgeClient(hdr, wire, account, validNonces(account)) === 'right'
    );
  }

  function asBegun(): Peer {
    const { account, own } = begunWith;
    return { admitted: peer.admitted, account, own };
  }

  function validNonces({ clientNonce }: Account): readonly Uint8Array[] {
    const stored = nonceOctets(expected ?? clientNonce);
    // The fixed nonce counts once: whoever was challenged has a better one.
    const fixed = isProven || challenges > 0 ? undefined : resyncNonce;
    return [stored, nonceOctets(challenged), fixed].filter((nonce) => nonce !== undefined);
  }

  function accept(auth: AuthType): ClientVerdict {
    const isFirst = !isProven;
    isProven = true;
    failures = 0;
    challenges = 0;
    challenged = undefined;
    switch (auth) {
      case 'none':
        return { kind: 'accepted', code: '200' };
      case 'basic':
        return { kind: 'accepted', code: '212' };
      case 'md5':
        // The nonce that comes with the first 212 is for the next session. Nobody else's handset gets one to keep.
        if (!isFirst || hasGivenNext || !peer.own) return { kind: 'accepted', code: '212' };
        hasGivenNext = true;
        return { kind: 'accepted', code: '212', chal: challengeFor(auth, keptNonce()) };
      case 'mac':
        expected = keptNonce();
        return { kind: 'accepted', code: '200', chal: challengeFor(auth, expected) };
    }
  }

  function keptNonce(): string {
    const nonce = ports.newNonce();
    if (peer.own) ports.keepClientNonce(devId, nonce);
    return nonce;
  }

  function challenge(auth: ShownType, proof: 'missing' | 'wrong'): ClientVerdict {
    // A MAC that was asked for and is not there counts as a wrong one (DM Security 1.2).
    const wrong = proof === 'wrong' || (auth === 'mac' && (challenges > 0 || isProven));
    challenges += 1;
    if (wrong) failures += 1;
    challenged = ports.newNonce();
    const failure =
      failures >= MAX_FAILURES ? HANDSET_NOT_PROVEN : challenges >= MAX_CHALLENGES ? NOTHING_SHOWN : undefined;
    return {
      kind: 'refused',
      code: wrong ? '401' : '407',
      wrong,
      chal: challengeFor(auth, challenged),
      ...(failure === undefined ? {} : { failure }),
    };
  }

  return {
    judge,
    isProven: () => isProven,
    peer: () => peer,
  };
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
