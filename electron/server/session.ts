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
import { createClientProof, type ClientVerdict } from './client-proof.ts';
import { createCommandQueue } from './command-queue.ts';
import { devInfoOf } from './inbound.ts';
import { createIntake, isHeaderStatus, type Heard } from './intake.ts';
import { beyondLimit } from './large-object.ts';
import type { Said } from './last-words.ts';
import { headerStatus, statusFor, type Envelope, type StatusDraft } from './outbox.ts';
import type { Draft, Outcome } from './outcome.ts';
import { type AlertDraft, fits, packMessage, type Packed, type Parcel, type PeerLimits } from './packing.ts';
import { createServerProof, type ServerProof } from './server-proof.ts';
import type { SessionEnd, SessionPorts, SessionSettings } from './session-events.ts';
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

export interface ManagementSession {
  readonly devId: string;
  readonly sessionId: string;
  /** Takes a message in, which came as `wire`; the next reply is in its encoding. */
  receive(message: Message, encoding: Encoding, wire: WireMessage): Due;
  /** Queues commands; they travel together when they are queued before the next reply is taken. */
  send(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>>;
  /** Does this command fit into one message of the handset? A command always travels whole (facts 2.1). */
  fits(draft: Draft): boolean;
  hasWork(): boolean;
  /** Is a person being asked on the handset? */
  isAsking(): boolean;
  isOpen(): boolean;
  hasEnded(): boolean;
  /** No more work: the next reply is Statuses and Final. */
  end(): void;
  /** Gives up with Alert 1223 in the next reply. */
  abort(): void;
  /** The handset went away; everything under way fails with this. */
  lose(failure: Failure): void;
  takeReply(): Result<Reply>;
  isProven(): boolean;
  /** The reply to this very message, when it was given already. */
  storedReply(wire: WireMessage): WireMessage | undefined;
  /** What was said last, and to which message. */
  lastSaid(): Said | undefined;
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

/** Makes the session for the first message's header; the message itself still goes through `receive`. */
export function createSession(first: SyncHdr, ports: SessionPorts, settings: SessionSettings): ManagementSession {
  const devId = first.source.locURI;
  const sessionId = first.sessionId;
  const resyncNonce = ports.resyncNonce(devId, sessionId);
  const clientProof = createClientProof(devId, ports, resyncNonce);
  let serverProof: ServerProof | undefined;
  let phase: 'proving' | 'open' | 'ending' | 'aborting' | 'ended' = 'proving';
  let announcedOpen = false;
  let encoding: Encoding = 'xml';
  let limits: PeerLimits = { maxMsgSize: Number.POSITIVE_INFINITY, maxObjSize: Number.POSITIVE_INFINITY };
  let clientFinal = false;
  /** Our last message had no Final: its package goes on with the next one. */
  let goesOn = false;
  /** The handset has more to say before we may go on: it is only asked for its next message. */
  let isTheirTurn = false;
  let lastHeard: WireMessage = { bytes: new Uint8Array() };
  /** MsgIDs that were taken in, or challenged before the proof: a message that comes back after it is a replay. */
  const heard = new Set<string>();
  let refusal: Refusal | undefined;
  let outMsgId = 0;
  let statuses: StatusDraft[] = [];
  let alerts: AlertDraft[] = [];
  const commandQueue = createCommandQueue();
  const intake = createIntake({
    ports,
    commands: commandQueue,
    maxObjSize: settings.maxObjSize,
    say: (status) => void statuses.push(status),
    tell: (alert) => void alerts.push(alert),
  });
  let lastReply: Said | undefined;

  function receive(message: Message, encodedAs: Encoding, wire: WireMessage): Due {
    if (phase === 'ended') return 'none';
    const { hdr } = message;
    if (clientProof.isProven() && heard.has(hdr.msgId)) return refuse(message, encodedAs, '400');
    const version = hdr.verProto !== 'DM/1.2' ? '513' : hdr.verDTD !== '1.2' ? '505' : undefined;
    if (version !== undefined && !clientProof.isProven()) return refuseVersion(message, encodedAs, version, wire);
    const wasProven = clientProof.isProven();
    const verdict = clientProof.judge(hdr, wire);
    if (!wasProven || verdict.kind === 'accepted') take(hdr, encodedAs, wire);
    if (verdict.kind === 'refused') return refuseProof(message, encodedAs, verdict, wasProven);
    clientFinal = message.final;
    if (!wasProven) {
      serverProof = createServerProof(clientProof.peer().account, resyncNonce);
      ports.event({ type: 'proven', own: clientProof.peer().own });
    }
    statuses.push(headerStatus(hdr, verdict.code, verdict.chal));
    return takeIn(message);
  }

  function take(hdr: SyncHdr, encodedAs: Encoding, wire: WireMessage): void {
    heard.add(hdr.msgId);
    encoding = encodedAs;
    lastHeard = wire;
    limits = limitsAfter(limits, hdr);
  }

  /** The message proved nothing, or the wrong thing: it is answered, and the session stays as it was. */
  function refuseProof(
    message: Message,
    encodedAs: Encoding,
    verdict: Extract<ClientVerdict, { kind: 'refused' }>,
    wasProven: boolean,
  ): Due {
    const due = refuse(message, encodedAs, verdict.code, verdict.chal);
    for (const values of wasProven ? [] : message.commands.map(devInfoOf))
      if (values !== undefined) ports.event({ type: 'devinfo', values, trusted: false });
    ports.event({ type: 'challenged', wrong: verdict.wrong, own: clientProof.peer().own });
    if (verdict.failure !== undefined) finish({ kind: 'refused', failure: verdict.failure });
    return due;
  }

  function refuse(message: Message, encodedAs: Encoding, code: string, chal?: Chal): Due {
    const commands = message.commands.filter(({ cmd }) => cmd !== 'Status');
    refusal = {
      encoding: encodedAs,
      statuses: [
        headerStatus(message.hdr, code, chal),
        ...commands.map((command) => statusFor(command, message.hdr.msgId, code)),
      ],
    };
    return clientProof.isProven() ? 'refused' : 'now';
  }

  function takeIn(message: Message): Due {
    const seen: Seen = { again: false, failure: undefined };
    const heardNow = intake.begin();
    for (const command of message.commands) {
      if (command.cmd === 'Status' && isHeaderStatus(command)) takeHeaderStatus(command, seen);
      else intake.take(command, message.hdr.msgId);
    }
    if (clientFinal) intake.end();
    if (heardNow.isAborted) finish({ kind: 'aborted', by: 'handset' });
    if (seen.failure !== undefined) {
      commandQueue.settle(seen.again);
      finish({ kind: 'refused', failure: seen.failure });
    }
    if (hasEnded()) return 'now';
    const { asksForNext } = heardNow;
    const object = commandQueue.answered({ resend: seen.again, asksForNext, isFinal: clientFinal });
    isTheirTurn = goesOn ? object === 'wait' : !clientFinal;
    return goesOn ? goOn(seen.again, heardNow) : dueAfterPackage(seen.again);
  }

  /** Our package is not complete: what came is an answer to a part of it. */
  function goOn(again: boolean, heardNow: Heard): Due {
    if (phase !== 'open' || commandQueue.size() > 0) return 'now';
    // What was still to be sent has been refused. The handset may have more to say about what was before.
    isTheirTurn = heardNow.isProgress && !clientFinal;
    if (isTheirTurn) return 'now';
    commandQueue.settle(again);
    return commandQueue.size() > 0 ? 'now' : 'idle';
  }

  function dueAfterPackage(again: boolean): Due {
    if (!clientFinal) return 'now';
    commandQueue.settle(again);
    // It may have been let in while its first package was still coming.
    if (!clientProof.peer().admitted && !ports.peer(devId).admitted) {
      phase = 'ending';
      return 'now';
    }
    if (phase === 'proving') phase = 'open';
    if (!announcedOpen) {
      announcedOpen = true;
      ports.event({ type: 'open' });
    }
    return phase === 'open' ? 'idle' : 'now';
  }

  function hasEnded(): boolean {
    return phase === 'ended';
  }

  /** The Status of our SyncHdr says whether the handset believes us. */
  function takeHeaderStatus(status: Status, seen: Seen): void {
    const { again, nonce, failure } = serverProof?.judge(status) ?? { again: false };
    if (nonce !== undefined && clientProof.peer().own) ports.keepServerNonce(devId, nonce);
    seen.again ||= again;
    seen.failure ??= failure;
  }

  function send(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>> {
    if (phase === 'ended' || phase === 'ending' || phase === 'aborting')
      return Promise.resolve({ ok: false, error: SESSION_OVER });
    const refused = drafts.map((one) => beyondLimit(one, encoding, limits.maxObjSize)).find((one) => one !== undefined);
    if (refused !== undefined) return Promise.resolve(refused);
    const outcomes = commandQueue.add(drafts);
    ports.wake();
    return outcomes;
  }

  function takeReply(): Result<Reply> {
    outMsgId += 1;
    const msgId = String(outMsgId);
    if (refusal !== undefined) return takeRefusal(refusal, msgId);
    const isLast = phase === 'aborting' || phase === 'ended';
    const asksForMore = isTheirTurn && !isLast;
    const { reply, left, hasCommands } = encoded({
      envelope: envelopeFor(msgId),
      statuses,
      alerts: phase === 'aborting' ? [ABORT] : asksForMore ? [...alerts, NEXT_MESSAGE] : alerts,
      commands: phase === 'open' && !asksForMore ? commandQueue : undefined,
      limits,
      final: isLast ? 'yes' : asksForMore ? 'no' : 'maybe',
    });
    if (!reply.ok) {
      finish({ kind: 'lost', failure: reply.error });
      return reply;
    }
    const { final } = reply.value.message;
    statuses = [...left];
    alerts = [];
    goesOn = !final && (clientFinal || goesOn);
    lastReply = { to: lastHeard, reply: wireOf(reply.value) };
    if (phase === 'aborting') finish({ kind: 'aborted', by: 'workbench' });
    else if (final && (phase === 'ending' || (phase === 'open' && !hasCommands))) finish({ kind: 'complete' });
    return reply;
  }

  /** A refusal ends the package, finished or not: the handset starts again with package 1 (facts 2.11). */
  function takeRefusal({ statuses: refused, encoding: encodedAs }: Refusal, msgId: string): Result<Reply> {
    refusal = undefined;
    const envelope = envelopeFor(msgId, encodedAs);
    const { reply } = encoded({ envelope, statuses: refused, alerts: [], commands: undefined, limits, final: 'yes' });
    if (reply.ok && !clientProof.isProven()) lastReply = { to: lastHeard, reply: wireOf(reply.value) };
    return reply;
  }

  function encoded(parcel: Parcel): Pick<Packed, 'left' | 'hasCommands'> & { readonly reply: Result<Reply> } {
    const { message, bytes, ...packed } = packMessage(parcel);
    const hmac = bytes.ok ? (serverProof?.hmac(bytes.value) ?? ok(undefined)) : bytes;
    if (!bytes.ok || !hmac.ok) return { ...packed, reply: bytes.ok ? (hmac as Result<never>) : bytes };
    const proof = hmac.value === undefined ? {} : { hmac: hmac.value };
    return {
      ...packed,
      reply: ok({ bytes: bytes.value, encoding: parcel.envelope.encoding, message, ...proof }),
    };
  }

  function envelopeFor(msgId: string, encodedAs = encoding): Envelope {
    const cred = serverProof?.cred();
    return {
      encoding: encodedAs,
      sessionId,
      msgId,
      devId,
      serverURL: settings.serverURL,
      serverId: clientProof.peer().account.serverId,
      ...(cred === undefined ? {} : { cred }),
      ...(msgId === '1' ? { meta: { maxMsgSize: settings.maxMsgSize, maxObjSize: settings.maxObjSize } } : {}),
    };
  }

  function finish(how: SessionEnd): void {
    if (phase === 'ended') return;
    phase = 'ended';
    commandQueue.fail(failureOf(how));
    ports.event({ type: 'ended', how });
  }

  function refuseVersion(message: Message, encodedAs: Encoding, code: string, wire: WireMessage): Due {
    take(message.hdr, encodedAs, wire);
    refusal = { encoding: encodedAs, statuses: [headerStatus(message.hdr, code)] };
    finish({ kind: 'refused', failure: versionNotSupported(message.hdr) });
    return 'now';
  }

  return {
    devId,
    sessionId,
    receive,
    send,
    fits: (draft) => fits(draft, envelopeFor(String(outMsgId + 1)), limits.maxMsgSize),
    hasWork: () => commandQueue.size() > 0,
    isAsking: commandQueue.isAsking,
    isOpen: () => phase === 'open',
    hasEnded,
    end(): void {
      if (phase !== 'open') return;
      phase = 'ending';
      ports.wake();
    },
    abort(): void {
      if (phase === 'ended') return;
      phase = 'aborting';
      ports.wake();
    },
    lose: (failure) => finish({ kind: 'lost', failure }),
    takeReply,
    isProven: clientProof.isProven,
    lastSaid: () => lastReply,
    storedReply: (wire) => (lastReply !== undefined && isSameMessage(lastReply.to, wire) ? lastReply.reply : undefined),
  };
}

const ABORT: AlertDraft = { data: '1223', items: [] };
const NEXT_MESSAGE: AlertDraft = { data: '1222', items: [] };

/** What a handset has said of its limits; it may say something else at any time (facts 2.2). */
function limitsAfter(before: PeerLimits, { meta }: SyncHdr): PeerLimits {
  const { maxMsgSize = 0, maxObjSize = 0 } = meta ?? {};
  return {
    maxMsgSize: maxMsgSize > 0 ? maxMsgSize : before.maxMsgSize,
    maxObjSize: maxObjSize > 0 ? maxObjSize : before.maxObjSize,
  };
}
