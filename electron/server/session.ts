/**
 * ManagementSession: the server's end of one OMA DM session, without I/O and without a clock.
 *
 * A message goes in through `receive`; it says whether a reply is due at once (a challenge, a 1222, an end) or
 * whether the handset's package is complete and the owner may think. Commands come in through `send`, which settles
 * when the handset's next package is complete; whatever has no Status by then never gets one (libdmclient and Atomic).
 * `takeReply` makes the next message: statuses for what the handset sent, then commands, then Final. A package
 * without commands ends the session, so the owner calls it only when `hasWork()` or when it has called `end()`.
 *
 * Authentication runs inside: nothing but statuses and a challenge leaves before the handset has proven itself, and
 * commands that a handset refused because *we* were not proven yet (401/407) are sent again once with the nonce it
 * gave. A repeated MsgID is answered with the stored reply and changes nothing (facts 2.13).
 */
import { ok, type Failure, type Result } from '../../shared/result.ts';
import type { Encoding } from '../../shared/syncml/codec.ts';
import type { Command, Item, Message, Status, SyncHdr } from '../../shared/syncml/message.ts';
import { challengeFor, challengedType, isChallengeStatus, judgeClient, serverCredential } from './authentication.ts';
import { createCommandQueue } from './command-queue.ts';
import { answerCommand, type Answer } from './inbound.ts';
import { buildMessage, type Envelope, type StatusDraft } from './outbox.ts';
import type { Draft, Outcome } from './outcome.ts';
import { fits, packCommands } from './packing.ts';
import type { SessionEnd, SessionPorts, SessionSettings } from './session-events.ts';
import {
  failureOf,
  HANDSET_NOT_PROVEN,
  SERVER_NOT_PROVEN,
  SESSION_OVER,
  versionNotSupported,
} from './session-failures.ts';

/** now: a reply must go out at once. idle: the package is complete, the owner may hold the reply. none: say nothing. */
export type Due = 'now' | 'idle' | 'none';

/** A message on its way out. */
export interface Reply {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly message: Message;
}

export interface ManagementSession {
  readonly devId: string;
  readonly sessionId: string;
  /** Takes a message in; the next reply is in its encoding. */
  receive(message: Message, encoding: Encoding): Due;
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
  /** The reply to this MsgID, when it was given already. */
  storedReply(msgId: string): Uint8Array | undefined;
}

/** Tries with our own credential before we believe that the handset does not know us. */
const SERVER_AUTH_TRIES = 3;
const CLIENT_AUTH_TRIES = 3;

/** Makes the session for the first message's header; the message itself still goes through `receive`. */
export function createSession(first: SyncHdr, ports: SessionPorts, settings: SessionSettings): ManagementSession {
  const devId = first.source.locURI;
  const sessionId = first.sessionId;
  let peer = ports.peer(devId);
  let phase: 'proving' | 'open' | 'ending' | 'aborting' | 'ended' = 'proving';
  let proven = false;
  let announcedOpen = false;
  let clientFailures = 0;
  let challengeNonce: string | undefined;
  let serverProven = false;
  let serverFailures = 0;
  let serverAuthType: 'basic' | 'md5' = peer.account.auth;
  let serverNonce = peer.account.serverNonce;
  let encoding: Encoding = 'xml';
  let peerMaxMsgSize = Number.POSITIVE_INFINITY;
  let clientFinal = false;
  let lastClientMsgId = '';
  let outMsgId = 0;
  let resultItems = 0;
  let statuses: StatusDraft[] = [];
  const commandQueue = createCommandQueue();
  let lastReply: { readonly to: string; readonly bytes: Uint8Array } | undefined;

  function receive(message: Message, encodedAs: Encoding): Due {
    encoding = encodedAs;
    if (phase === 'ended') return 'none';
    lastClientMsgId = message.hdr.msgId;
    clientFinal = message.final;
    if (message.hdr.meta?.maxMsgSize !== undefined && message.hdr.meta.maxMsgSize > 0)
      peerMaxMsgSize = message.hdr.meta.maxMsgSize;
    if (message.hdr.verProto !== 'DM/1.2') return refuseVersion(message, '513');
    if (message.hdr.verDTD !== '1.2') return refuseVersion(message, '505');
    if (!proven && !prove(message)) return 'now';
    statuses.push(headerStatus(message.hdr, '212'));
    return takeIn(message);
  }

  /** Checks the client's credential; on failure fills the challenge and answers false. */
  function prove(message: Message): boolean {
    peer = ports.peer(devId);
    const nonces = [peer.account.clientNonce, challengeNonce].filter((nonce) => nonce !== undefined);
    const proof = judgeClient(message.hdr, peer.account, nonces);
    if (proof === 'right') {
      proven = true;
      ports.event({ type: 'proven', own: peer.own });
      return true;
    }
    if (proof === 'wrong') clientFailures += 1;
    const code = proof === 'missing' ? '407' : '401';
    challengeNonce = ports.newNonce();
    statuses = [{ ...headerStatus(message.hdr, code), chal: challengeFor(peer.account, challengeNonce) }];
    for (const command of message.commands)
      if (command.cmd !== 'Status') statuses.push(statusFor(command, message.hdr.msgId, code, []));
    for (const command of message.commands) if (command.cmd === 'Replace') reportDevInfo(command, false);
    // A challenge ends the package, finished or not: the handset starts again with package 1 (facts 2.11).
    clientFinal = true;
    ports.event({ type: 'challenged', wrong: proof === 'wrong' });
    if (clientFailures >= CLIENT_AUTH_TRIES) {
      finish({ kind: 'refused', failure: HANDSET_NOT_PROVEN });
    }
    return false;
  }

  function takeIn(message: Message): Due {
    let resend = false;
    for (const command of message.commands) {
      if (command.cmd === 'Status') resend = takeStatus(command) || resend;
      else if (command.cmd === 'Results') takeResults(command.cmdRef, command.msgRef, command.items);
      else takeOther(command, message.hdr.msgId);
    }
    if (hasEnded() || !clientFinal) return 'now';
    settleUnderWay(resend);
    if (hasEnded()) return 'now';
    if (!peer.admitted) {
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

  /** Files a Status; answers true when the handset wants us to prove ourselves (again). */
  function takeStatus(status: Status): boolean {
    if (status.cmdRef === '0' || status.cmdName === 'SyncHdr') return takeHeaderStatus(status);
    commandQueue.takeStatus(status);
    return false;
  }

  function takeHeaderStatus(status: Status): boolean {
    const nonce = status.chal?.meta.nextNonce;
    if (nonce !== undefined && proven) {
      serverNonce = nonce;
      if (peer.own) ports.keepServerNonce(devId, nonce);
    }
    if (status.data === '212' || status.data === '200') {
      serverProven = status.data === '212';
      return false;
    }
    if (!isChallengeStatus(status.data)) return false;
    serverFailures += 1;
    const type = status.chal === undefined ? undefined : challengedType(status.chal);
    if (type !== undefined) serverAuthType = type;
    return true;
  }

  function takeResults(cmdRef: string, msgRef: string | undefined, items: readonly Item[]): void {
    if (!commandQueue.takeResults(cmdRef, msgRef, items)) return;
    resultItems += items.length;
    ports.event({ type: 'results', items: resultItems });
  }

  function settleUnderWay(resend: boolean): void {
    if (resend && serverFailures >= SERVER_AUTH_TRIES) finish({ kind: 'refused', failure: SERVER_NOT_PROVEN });
    else commandQueue.settle(resend);
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
    const envelope = envelopeFor(msgId);
    const final = clientFinal || phase === 'aborting' || phase === 'ended';
    const alert = phase === 'aborting' ? '1223' : final ? undefined : '1222';
    const commands: Command[] =
      alert !== undefined
        ? [{ cmd: 'Alert', cmdId: String(statuses.length + 1), data: alert, items: [] }]
        : phase === 'open'
          ? packCommands(commandQueue, envelope, statuses, peerMaxMsgSize)
          : [];
    const { message, bytes } = buildMessage(envelope, statuses, commands, final);
    if (!bytes.ok) {
      finish({ kind: 'lost', failure: bytes.error });
      return bytes;
    }
    statuses = [];
    lastReply = { to: lastClientMsgId, bytes: bytes.value };
    if (phase === 'aborting') finish({ kind: 'aborted', by: 'workbench' });
    else if (phase === 'ending' || (phase === 'open' && final && commands.length === 0)) finish({ kind: 'complete' });
    return ok({ bytes: bytes.value, encoding, message });
  }

  function envelopeFor(msgId: string): Envelope {
    return {
      encoding,
      sessionId,
      msgId,
      devId,
      serverURL: settings.serverURL,
      serverId: peer.account.serverId,
      ...(proven && !serverProven ? { cred: serverCredential(peer.account, serverAuthType, serverNonce) } : {}),
      ...(msgId === '1' ? { meta: { maxMsgSize: settings.maxMsgSize, maxObjSize: settings.maxObjSize } } : {}),
    };
  }

  function finish(how: SessionEnd): void {
    if (phase === 'ended') return;
    phase = 'ended';
    commandQueue.fail(failureOf(how));
    ports.event({ type: 'ended', how });
  }

  function headerStatus(hdr: SyncHdr, code: string): StatusDraft {
    const draft: StatusDraft = {
      msgRef: hdr.msgId,
      cmdRef: '0',
      cmdName: 'SyncHdr',
      targetRefs: [hdr.target.locURI],
      sourceRefs: [hdr.source.locURI],
      data: code,
      items: [],
    };
    // The nonce that comes with the first 212 is for the next session (facts 2.11).
    if (code !== '212' || peer.account.auth !== 'md5' || nextNonceGiven || !peer.own) return draft;
    nextNonceGiven = true;
    const nonce = ports.newNonce();
    ports.keepClientNonce(devId, nonce);
    return { ...draft, chal: challengeFor(peer.account, nonce) };
  }
  let nextNonceGiven = false;

  function refuseVersion(message: Message, code: string): Due {
    statuses = [headerStatus(message.hdr, code)];
    finish({ kind: 'refused', failure: versionNotSupported(message.hdr) });
    clientFinal = true;
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
    storedReply: (msgId) => (lastReply?.to === msgId ? lastReply.bytes : undefined),
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
