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
import type { Chal, Command, Item, Message, Status, SyncHdr } from '../../shared/syncml/message.ts';
import { createClientProof, type ClientVerdict } from './client-proof.ts';
import { createCommandQueue } from './command-queue.ts';
import { answerCommand, type Answer } from './inbound.ts';
import { buildMessage, type Envelope, type StatusDraft } from './outbox.ts';
import type { Draft, Outcome } from './outcome.ts';
import { fits, packCommands } from './packing.ts';
import { createServerProof, type ServerProof } from './server-proof.ts';
import type { SessionEnd, SessionPorts, SessionSettings } from './session-events.ts';
import { failureOf, SESSION_OVER, versionNotSupported } from './session-failures.ts';
import { isSameMessage, type WireMessage } from './wire-message.ts';

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
  let peerMaxMsgSize = Number.POSITIVE_INFINITY;
  let clientFinal = false;
  let lastHeard: WireMessage = { bytes: new Uint8Array() };
  /** MsgIDs that were taken in: a message that comes back later is a replay. */
  const heard = new Set<string>();
  let refusal: Refusal | undefined;
  let outMsgId = 0;
  let resultItems = 0;
  let statuses: StatusDraft[] = [];
  const commandQueue = createCommandQueue();
  let lastReply: { readonly to: WireMessage; readonly reply: WireMessage } | undefined;

  function receive(message: Message, encodedAs: Encoding, wire: WireMessage): Due {
    if (phase === 'ended') return 'none';
    const { hdr } = message;
    if (heard.has(hdr.msgId)) return refuse(message, encodedAs, '400');
    const version = hdr.verProto !== 'DM/1.2' ? '513' : hdr.verDTD !== '1.2' ? '505' : undefined;
    if (version !== undefined && !clientProof.isProven) return refuseVersion(message, encodedAs, version, wire);
    const wasProven = clientProof.isProven;
    const verdict = clientProof.judge(hdr, wire);
    if (!wasProven || verdict.kind === 'accepted') take(hdr, encodedAs, wire);
    if (verdict.kind === 'refused') return refuseProof(message, encodedAs, verdict, wasProven);
    heard.add(hdr.msgId);
    clientFinal = message.final;
    if (!wasProven) {
      serverProof = createServerProof(clientProof.peer.account, resyncNonce);
      ports.event({ type: 'proven', own: clientProof.peer.own });
    }
    statuses.push(headerStatus(hdr, verdict.code, verdict.chal));
    return takeIn(message);
  }

  function take(hdr: SyncHdr, encodedAs: Encoding, wire: WireMessage): void {
    encoding = encodedAs;
    lastHeard = wire;
    if (hdr.meta?.maxMsgSize !== undefined && hdr.meta.maxMsgSize > 0) peerMaxMsgSize = hdr.meta.maxMsgSize;
  }

  /** The message proved nothing, or the wrong thing: it is answered, and the session stays as it was. */
  function refuseProof(
    message: Message,
    encodedAs: Encoding,
    verdict: Extract<ClientVerdict, { kind: 'refused' }>,
    wasProven: boolean,
  ): Due {
    const due = refuse(message, encodedAs, verdict.code, verdict.chal);
    if (!wasProven)
      for (const command of message.commands) if (command.cmd === 'Replace') reportDevInfo(command, false);
    ports.event({ type: 'challenged', wrong: verdict.wrong, own: clientProof.peer.own });
    if (verdict.failure !== undefined) finish({ kind: 'refused', failure: verdict.failure });
    return due;
  }

  function refuse(message: Message, encodedAs: Encoding, code: string, chal?: Chal): Due {
    const commands = message.commands.filter(({ cmd }) => cmd !== 'Status');
    refusal = {
      encoding: encodedAs,
      statuses: [
        headerStatus(message.hdr, code, chal),
        ...commands.map((command) => statusFor(command, message.hdr.msgId, code, [])),
      ],
    };
    return clientProof.isProven ? 'refused' : 'now';
  }

  function takeIn(message: Message): Due {
    const seen: { again: boolean; failure: Failure | undefined } = { again: false, failure: undefined };
    for (const command of message.commands) {
      if (command.cmd === 'Status') takeStatus(command, seen);
      else if (command.cmd === 'Results') takeResults(command.cmdRef, command.msgRef, command.items);
      else takeOther(command, message.hdr.msgId);
    }
    if (hasEnded() || (!clientFinal && seen.failure === undefined)) return 'now';
    commandQueue.settle(seen.again);
    if (seen.failure !== undefined) finish({ kind: 'refused', failure: seen.failure });
    if (hasEnded()) return 'now';
    if (!clientProof.peer.admitted) {
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

  function takeOther(command: Command, msgId: string): void {
    const answer: Answer = answerCommand(command);
    if (command.cmd === 'Replace' && answer.code === '200') reportDevInfo(command, true);
    for (const alert of answer.alerts) ports.event({ type: 'alert', alert });
    if (answer.code !== undefined) statuses.push(statusFor(command, msgId, answer.code, []));
    if (answer.aborted) finish({ kind: 'aborted', by: 'handset' });
  }

  function reportDevInfo(command: Extract<Command, { cmd: 'Replace' }>, trusted: boolean): void {
    const values = new Map<string, string>();
    for (const item of command.items) {
      const uri = item.source?.locURI ?? item.target?.locURI ?? '';
      const match = /^(?:\.\/)?DevInfo\/(.+)$/i.exec(uri);
      if (match?.[1] !== undefined && typeof item.data === 'string') values.set(match[1], item.data);
    }
    if (values.size > 0) ports.event({ type: 'devinfo', values, trusted });
  }

  /** Files a Status; one for our SyncHdr says whether the handset believes us. */
  function takeStatus(status: Status, seen: { again: boolean; failure: Failure | undefined }): void {
    if (status.cmdRef !== '0' && status.cmdName !== 'SyncHdr') return commandQueue.takeStatus(status);
    const { again, nonce, failure } = serverProof?.judge(status) ?? { again: false };
    if (nonce !== undefined && clientProof.peer.own) ports.keepServerNonce(devId, nonce);
    seen.again ||= again;
    seen.failure ??= failure;
  }

  function takeResults(cmdRef: string, msgRef: string | undefined, items: readonly Item[]): void {
    if (!commandQueue.takeResults(cmdRef, msgRef, items)) return;
    resultItems += items.length;
    ports.event({ type: 'results', items: resultItems });
  }

  function send(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>> {
    if (phase === 'ended' || phase === 'ending' || phase === 'aborting')
      return Promise.resolve({ ok: false, error: SESSION_OVER });
    const outcomes = commandQueue.add(drafts);
    ports.wake();
    return outcomes;
  }

  function takeReply(): Result<Reply> {
    outMsgId += 1;
    const msgId = String(outMsgId);
    if (refusal !== undefined) return takeRefusal(refusal, msgId);
    const envelope = envelopeFor(msgId);
    const final = clientFinal || phase === 'aborting' || phase === 'ended';
    const alert = phase === 'aborting' ? '1223' : final ? undefined : '1222';
    const commands: Command[] =
      alert !== undefined
        ? [{ cmd: 'Alert', cmdId: String(statuses.length + 1), data: alert, items: [] }]
        : phase === 'open'
          ? packCommands(commandQueue, envelope, statuses, peerMaxMsgSize)
          : [];
    const reply = encoded(envelope, statuses, commands, final);
    if (!reply.ok) {
      finish({ kind: 'lost', failure: reply.error });
      return reply;
    }
    statuses = [];
    lastReply = { to: lastHeard, reply: reply.value };
    if (phase === 'aborting') finish({ kind: 'aborted', by: 'workbench' });
    else if (phase === 'ending' || (phase === 'open' && final && commands.length === 0)) finish({ kind: 'complete' });
    return reply;
  }

  /** A refusal ends the package, finished or not: the handset starts again with package 1 (facts 2.11). */
  function takeRefusal({ statuses: refused, encoding: encodedAs }: Refusal, msgId: string): Result<Reply> {
    refusal = undefined;
    const reply = encoded(envelopeFor(msgId, encodedAs), refused, [], true);
    if (reply.ok && !clientProof.isProven) lastReply = { to: lastHeard, reply: reply.value };
    return reply;
  }

  function encoded(
    envelope: Envelope,
    drafts: readonly StatusDraft[],
    commands: readonly Command[],
    final: boolean,
  ): Result<Reply> {
    const { message, bytes } = buildMessage(envelope, drafts, commands, final);
    if (!bytes.ok) return bytes;
    const hmac = serverProof?.hmac(bytes.value) ?? ok(undefined);
    if (!hmac.ok) return hmac;
    return ok({
      bytes: bytes.value,
      encoding: envelope.encoding,
      message,
      ...(hmac.value === undefined ? {} : { hmac: hmac.value }),
    });
  }

  function envelopeFor(msgId: string, encodedAs = encoding): Envelope {
    const cred = serverProof?.cred();
    return {
      encoding: encodedAs,
      sessionId,
      msgId,
      devId,
      serverURL: settings.serverURL,
      serverId: clientProof.peer.account.serverId,
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
    fits: (draft) => fits(draft, envelopeFor(String(outMsgId + 1)), peerMaxMsgSize),
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
    isProven: () => clientProof.isProven,
    storedReply: (wire) => (lastReply !== undefined && isSameMessage(lastReply.to, wire) ? lastReply.reply : undefined),
  };
}

function headerStatus(hdr: SyncHdr, code: string, chal?: Chal): StatusDraft {
  return {
    msgRef: hdr.msgId,
    cmdRef: '0',
    cmdName: 'SyncHdr',
    targetRefs: [hdr.target.locURI],
    sourceRefs: [hdr.source.locURI],
    data: code,
    items: [],
    ...(chal === undefined ? {} : { chal }),
  };
}

function statusFor(command: Command, msgId: string, data: string, sourceRefs: readonly string[]): StatusDraft {
  return {
    msgRef: msgId,
    cmdRef: command.cmdId,
    cmdName: command.cmd === 'Other' ? command.name : command.cmd,
    targetRefs: [],
    sourceRefs,
    data,
    items: [],
  };
}
