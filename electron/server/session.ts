/**
 * ManagementSession: the server's end of one OMA DM session, without I/O and without a clock.
 *
 * A message goes in through `receive`; it says whether a reply is due at once (a challenge, a 1222, an end) or
 * whether the handset's package is complete and the owner may think. Commands come in through `send`, which settles
 * when the handset's next package is complete; whatever has no Status by then never gets one (libdmclient and Atomic).
 * `takeReply` makes the next message: statuses for what the handset sent, then commands, then Final. A package
 * without commands ends the session, so the owner calls it only when `hasWork()` or when it has called `end()`.
 *
 * Both sides prove themselves: client-proof.ts judges each message before anything of it is taken in, server-proof.ts
 * makes our own credentials. Nothing but statuses and a challenge leaves before the handset has proven itself, and
 * commands that it refused because *we* were not proven yet (401/407) are sent again with the nonce it gave. A message
 * sent again for a lost answer gets the stored reply; one that does not count is answered and changes nothing.
 */
import { ok, type Failure, type Result } from '../../shared/result.ts';
import type { Encoding } from '../../shared/syncml/codec.ts';
import type { Chal, Message, Status, SyncHdr } from '../../shared/syncml/message.ts';
import { ClientProof, type ClientVerdict } from './client-proof.ts';
import { CommandQueue } from './command-queue.ts';
import { devInfoOf } from './inbound.ts';
import { type Answers, type Heard, Intake, isHeaderStatus } from './intake.ts';
import { beyondLimit } from './large-object.ts';
import type { Said } from './last-words.ts';
import { headerStatus, statusFor, type Envelope, type StatusDraft } from './outbox.ts';
import type { Draft, Outcome } from './outcome.ts';
import { type AlertDraft, fits, packMessage, type Packed, type Parcel, type PeerLimits } from './packing.ts';
import { ServerProof } from './server-proof.ts';
import type { SessionEnd, SessionOwner, SessionPorts, SessionSettings } from './session-events.ts';
import { failureOf, SESSION_OVER, versionNotSupported } from './session-failures.ts';
import { isSameMessage, type WireMessage, wireOf } from './wire-message.ts';

/**
 * now: a reply must go out at once. idle: the package is complete, the owner may hold the reply. none: say nothing.
 * refused: a reply must go out at once, and the session stands where it stood before the message.
 */
export type Due = 'now' | 'idle' | 'none' | 'refused';

/** A message on its way out. */
export interface Reply extends WireMessage {
  readonly encoding: Encoding;
  readonly message: Message;
}

/** What the handset says of our own credentials. */
interface Seen {
  again: boolean;
  failure: Failure | undefined;
}

/** A reply that says only that the message did not count. */
interface Refusal {
  readonly statuses: readonly StatusDraft[];
  readonly encoding: Encoding;
}

type Phase = 'proving' | 'open' | 'ending' | 'aborting' | 'ended';

/** A class, because there may be hundreds at once: what each keeps is all that the garbage collector has to copy. */
export class ManagementSession {
  readonly devId: string;
  readonly sessionId: string;
  readonly #ports: SessionPorts;
  readonly #owner: SessionOwner;
  readonly #settings: SessionSettings;
  readonly #resyncNonce: Uint8Array | undefined;
  readonly #clientProof: ClientProof;
  #serverProof: ServerProof | undefined;
  #phase: Phase = 'proving';
  #announcedOpen = false;
  #encoding: Encoding = 'xml';
  #limits: PeerLimits = NO_LIMITS;
  #clientFinal = false;
  /** Our last message had no Final: its package goes on with the next one. */
  #goesOn = false;
  /** The handset has more to say before we may go on: it is only asked for its next message. */
  #isTheirTurn = false;
  #lastHeard: WireMessage | undefined;
  /** MsgIDs that were taken in, or challenged before the proof: a message that comes back after it is a replay. */
  readonly #heard = new Set<string>();
  #refusal: Refusal | undefined;
  #outMsgId = 0;
  readonly #answers: Answers = { statuses: [], alerts: [] };
  readonly #commands = new CommandQueue();
  readonly #intake: Intake;
  #lastReply: Said | undefined;

  /** For the first message's header; the message itself still goes through `receive`. */
  constructor(first: SyncHdr, ports: SessionPorts, owner: SessionOwner, settings: SessionSettings) {
    this.devId = first.source.locURI;
    this.sessionId = first.sessionId;
    this.#ports = ports;
    this.#owner = owner;
    this.#settings = settings;
    this.#resyncNonce = ports.resyncNonce(this.devId, this.sessionId);
    this.#clientProof = new ClientProof(this.devId, this.sessionId, ports, owner, this.#resyncNonce);
    const { maxObjSize } = settings;
    this.#intake = new Intake({ owner, commands: this.#commands, answers: this.#answers, maxObjSize });
  }

  /** Takes a message in, which came as `wire`; the next reply is in its encoding. */
  receive(message: Message, encodedAs: Encoding, wire: WireMessage): Due {
    if (this.#phase === 'ended') return 'none';
    const { hdr } = message;
    const wasProven = this.isProven();
    if (wasProven && this.#heard.has(hdr.msgId)) return this.#refuse(message, encodedAs, '400');
    const version = hdr.verProto !== 'DM/1.2' ? '513' : hdr.verDTD !== '1.2' ? '505' : undefined;
    if (version !== undefined && !wasProven) return this.#refuseVersion(message, encodedAs, version, wire);
    const verdict = this.#clientProof.judge(hdr, wire);
    if (!wasProven || verdict.kind === 'accepted') this.#take(hdr, encodedAs, wire);
    if (verdict.kind === 'refused') return this.#refuseProof(message, encodedAs, verdict, wasProven);
    if (verdict.kind === 'passed-over') {
      this.#owner.event({ type: 'passed-over', failure: verdict.failure });
      return this.#refuse(message, encodedAs, verdict.code);
    }
    this.#clientFinal = message.final;
    if (!wasProven) {
      const { account, own } = this.#clientProof.peer();
      this.#serverProof = new ServerProof(account, this.#resyncNonce);
      this.#owner.event({ type: 'proven', own });
    }
    this.#answers.statuses.push(headerStatus(hdr, verdict.code, verdict.chal));
    return this.#takeIn(message);
  }

  /** Queues commands; they travel together when they are queued before the next reply is taken. */
  send(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>> {
    if (this.#phase === 'ended' || this.#phase === 'ending' || this.#phase === 'aborting')
      return Promise.resolve({ ok: false, error: SESSION_OVER });
    for (const one of drafts) {
      const refused = beyondLimit(one, this.#encoding, this.#limits.maxObjSize);
      if (refused !== undefined) return Promise.resolve(refused);
    }
    const outcomes = this.#commands.add(drafts);
    this.#owner.wake();
    return outcomes;
  }

  /** Does this command fit into one message of the handset? A command always travels whole (facts 2.1). */
  fits(draft: Draft): boolean {
    return fits(draft, this.#envelopeFor(String(this.#outMsgId + 1), this.#encoding), this.#limits.maxMsgSize);
  }

  hasWork(): boolean {
    return this.#commands.size() > 0;
  }

  /** Is a person being asked on the handset? */
  isAsking(): boolean {
    return this.#commands.isAsking();
  }

  isOpen(): boolean {
    return this.#phase === 'open';
  }

  hasEnded(): boolean {
    return this.#phase === 'ended';
  }

  isProven(): boolean {
    return this.#clientProof.isProven();
  }

  /** No more work: the next reply is Statuses and Final. */
  end(): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'ending';
    this.#owner.wake();
  }

  /** Gives up with Alert 1223 in the next reply. */
  abort(): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'aborting';
    this.#owner.wake();
  }

  /** The handset went away; everything under way fails with this. */
  lose(failure: Failure): void {
    this.#finish({ kind: 'lost', failure });
  }

  /** What was said last, and to which message. */
  lastSaid(): Said | undefined {
    return this.#lastReply;
  }

  /** The reply to this very message, when it was given already. */
  storedReply(wire: WireMessage): WireMessage | undefined {
    const last = this.#lastReply;
    return last !== undefined && isSameMessage(last.to, wire) ? last.reply : undefined;
  }

  takeReply(): Result<Reply> {
    this.#outMsgId += 1;
    const msgId = String(this.#outMsgId);
    if (this.#refusal !== undefined) return this.#takeRefusal(this.#refusal, msgId);
    const isLast = this.#phase === 'aborting' || this.#phase === 'ended';
    const asksForMore = this.#isTheirTurn && !isLast;
    const { statuses, alerts } = this.#answers;
    const { reply, left, hasCommands } = this.#encoded({
      envelope: this.#envelopeFor(msgId, this.#encoding),
      statuses,
      alerts: this.#phase === 'aborting' ? [ABORT] : asksForMore ? [...alerts, NEXT_MESSAGE] : alerts,
      commands: this.#phase === 'open' && !asksForMore ? this.#commands : undefined,
      limits: this.#limits,
      final: isLast ? 'yes' : asksForMore ? 'no' : 'maybe',
    });
    if (!reply.ok) {
      this.#finish({ kind: 'lost', failure: reply.error });
      return reply;
    }
    const { final } = reply.value.message;
    this.#answers.statuses = [...left];
    this.#answers.alerts = [];
    this.#goesOn = !final && (this.#clientFinal || this.#goesOn);
    this.#said(reply.value);
    if (this.#phase === 'aborting') this.#finish({ kind: 'aborted', by: 'workbench' });
    else if (final && (this.#phase === 'ending' || (this.#phase === 'open' && !hasCommands)))
      this.#finish({ kind: 'complete' });
    return reply;
  }

  #take(hdr: SyncHdr, encodedAs: Encoding, wire: WireMessage): void {
    this.#heard.add(hdr.msgId);
    this.#encoding = encodedAs;
    this.#lastHeard = wire;
    this.#limits = limitsAfter(this.#limits, hdr);
  }

  /** The message proved nothing, or the wrong thing: it is answered, and the session stays as it was. */
  #refuseProof(
    message: Message,
    encodedAs: Encoding,
    verdict: Extract<ClientVerdict, { kind: 'refused' }>,
    wasProven: boolean,
  ): Due {
    const due = this.#refuse(message, encodedAs, verdict.code, verdict.chal);
    // Once: whoever hears of it writes it down.
    const values = new Map(wasProven ? [] : message.commands.flatMap((command) => [...(devInfoOf(command) ?? [])]));
    if (values.size > 0) this.#owner.event({ type: 'devinfo', values, trusted: false });
    this.#owner.event({ type: 'challenged', wrong: verdict.wrong, own: this.#clientProof.peer().own });
    if (verdict.failure !== undefined) this.#finish({ kind: 'refused', failure: verdict.failure });
    return due;
  }

  #refuse(message: Message, encoding: Encoding, code: string, chal?: Chal): Due {
    const commands = message.commands.filter(({ cmd }) => cmd !== 'Status');
    const statuses = commands.map((command) => statusFor(command, message.hdr.msgId, code));
    this.#refusal = { encoding, statuses: [headerStatus(message.hdr, code, chal), ...statuses] };
    return this.isProven() ? 'refused' : 'now';
  }

  #refuseVersion(message: Message, encodedAs: Encoding, code: string, wire: WireMessage): Due {
    this.#take(message.hdr, encodedAs, wire);
    this.#refusal = { encoding: encodedAs, statuses: [headerStatus(message.hdr, code)] };
    this.#finish({ kind: 'refused', failure: versionNotSupported(message.hdr) });
    return 'now';
  }

  #takeIn(message: Message): Due {
    const seen: Seen = { again: false, failure: undefined };
    const heardNow = this.#intake.begin();
    for (const command of message.commands) {
      if (command.cmd === 'Status' && isHeaderStatus(command)) this.#takeHeaderStatus(command, seen);
      else this.#intake.take(command, message.hdr.msgId);
    }
    if (this.#clientFinal) this.#intake.end();
    if (heardNow.isAborted) this.#finish({ kind: 'aborted', by: 'handset' });
    if (seen.failure !== undefined) {
      this.#commands.settle(seen.again);
      this.#finish({ kind: 'refused', failure: seen.failure });
    }
    if (this.hasEnded()) return 'now';
    const { asksForNext } = heardNow;
    const object = this.#commands.answered({ resend: seen.again, asksForNext, isFinal: this.#clientFinal });
    this.#isTheirTurn = this.#goesOn ? object === 'wait' : !this.#clientFinal;
    return this.#goesOn ? this.#goOn(seen.again, heardNow) : this.#dueAfterPackage(seen.again);
  }

  /** Our package is not complete: what came is an answer to a part of it. */
  #goOn(again: boolean, heardNow: Heard): Due {
    if (this.#phase !== 'open' || this.hasWork()) return 'now';
    // What was still to be sent has been refused. The handset may have more to say about what was before.
    this.#isTheirTurn = heardNow.isProgress && !this.#clientFinal;
    if (this.#isTheirTurn) return 'now';
    this.#commands.settle(again);
    return this.hasWork() ? 'now' : 'idle';
  }

  #dueAfterPackage(again: boolean): Due {
    if (!this.#clientFinal) return 'now';
    this.#commands.settle(again);
    // It may have been let in while its first package was still coming.
    if (!this.#clientProof.peer().admitted && !this.#owner.peer().admitted) {
      this.#phase = 'ending';
      return 'now';
    }
    if (this.#phase === 'proving') this.#phase = 'open';
    if (!this.#announcedOpen) {
      this.#announcedOpen = true;
      this.#owner.event({ type: 'open' });
    }
    return this.isOpen() ? 'idle' : 'now';
  }

  /** The Status of our SyncHdr says whether the handset believes us. */
  #takeHeaderStatus(status: Status, seen: Seen): void {
    const { again, nonce, failure } = this.#serverProof?.judge(status) ?? { again: false };
    if (nonce !== undefined && this.#clientProof.peer().own) this.#ports.keepServerNonce(this.devId, nonce);
    seen.again ||= again;
    seen.failure ??= failure;
  }

  /** A refusal ends the package, finished or not: the handset starts again with package 1 (facts 2.11). */
  #takeRefusal({ statuses, encoding }: Refusal, msgId: string): Result<Reply> {
    this.#refusal = undefined;
    const envelope = this.#envelopeFor(msgId, encoding);
    const limits = this.#limits;
    const { reply } = this.#encoded({ envelope, statuses, alerts: [], commands: undefined, limits, final: 'yes' });
    if (reply.ok && !this.isProven()) this.#said(reply.value);
    return reply;
  }

  #said(reply: Reply): void {
    if (this.#lastHeard !== undefined) this.#lastReply = { to: this.#lastHeard, reply: wireOf(reply) };
  }

  #encoded(parcel: Parcel): Pick<Packed, 'left' | 'hasCommands'> & { readonly reply: Result<Reply> } {
    const { message, bytes, ...packed } = packMessage(parcel);
    const hmac = bytes.ok ? (this.#serverProof?.hmac(bytes.value) ?? ok(undefined)) : bytes;
    if (!bytes.ok || !hmac.ok) return { ...packed, reply: bytes.ok ? (hmac as Result<never>) : bytes };
    const proof = hmac.value === undefined ? {} : { hmac: hmac.value };
    return {
      ...packed,
      reply: ok({ bytes: bytes.value, encoding: parcel.envelope.encoding, message, ...proof }),
    };
  }

  #envelopeFor(msgId: string, encoding: Encoding): Envelope {
    const cred = this.#serverProof?.cred();
    const { serverURL, maxMsgSize, maxObjSize } = this.#settings;
    return {
      encoding,
      sessionId: this.sessionId,
      msgId,
      devId: this.devId,
      serverURL,
      serverId: this.#clientProof.peer().account.serverId,
      ...(cred === undefined ? {} : { cred }),
      ...(msgId === '1' ? { meta: { maxMsgSize, maxObjSize } } : {}),
    };
  }

  #finish(how: SessionEnd): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#commands.fail(failureOf(how));
    this.#owner.event({ type: 'ended', how });
  }
}

const NO_LIMITS: PeerLimits = { maxMsgSize: Number.POSITIVE_INFINITY, maxObjSize: Number.POSITIVE_INFINITY };

const ABORT: AlertDraft = { data: '1223', items: [] };
const NEXT_MESSAGE: AlertDraft = { data: '1222', items: [] };

/** What a handset has said of its limits; it may say something else at any time (facts 2.2). */
function limitsAfter(before: PeerLimits, { meta }: SyncHdr): PeerLimits {
  if (meta === undefined) return before;
  const { maxMsgSize = 0, maxObjSize = 0 } = meta;
  return {
    maxMsgSize: maxMsgSize > 0 ? maxMsgSize : before.maxMsgSize,
    maxObjSize: maxObjSize > 0 ? maxObjSize : before.maxObjSize,
  };
}
