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
import { ok, fail, type Failure, type Result } from '../../shared/result.ts';
import type { Command, Item, Message, Status, SyncHdr } from '../../shared/syncml/message.ts';
import { challengeFor, challengedType, isChallengeStatus, judgeClient, serverCredential } from './authentication.ts';
import { answerCommand, type Answer } from './inbound.ts';
import { buildMessage, numbered, type Envelope, type StatusDraft } from './outbox.ts';
import { itemStatuses, outcomeOf, type Draft, type Outcome, type Pending } from './outcome.ts';
import type { SessionEnd, SessionPorts, SessionSettings } from './session-events.ts';

/** now: a reply must go out at once. idle: the package is complete, the owner may hold the reply. none: say nothing. */
export type Due = 'now' | 'idle' | 'none';

/** A message on its way out. */
export interface Reply {
  readonly bytes: Uint8Array;
  readonly message: Message;
}

export interface ManagementSession {
  readonly devId: string;
  readonly sessionId: string;
  receive(message: Message): Due;
  /** Queues commands; they travel together when they are queued before the next reply is taken. */
  send(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>>;
  hasWork(): boolean;
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

interface Batch {
  readonly drafts: readonly Draft[];
  readonly outcomes: (Outcome | undefined)[];
  readonly settle: (result: Result<readonly Outcome[]>) => void;
}
interface Queued {
  readonly batch: Batch;
  readonly index: number;
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
  let peerMaxMsgSize = Number.POSITIVE_INFINITY;
  let clientFinal = false;
  let lastClientMsgId = '';
  let outMsgId = 0;
  let resultItems = 0;
  let statuses: StatusDraft[] = [];
  let queue: Queued[] = [];
  let underWay: { readonly pending: Pending; readonly queued: Queued }[] = [];
  const replies = new Map<string, Uint8Array>();

  function receive(message: Message): Due {
    if (phase === 'ended') return 'none';
    lastClientMsgId = message.hdr.msgId;
    clientFinal = message.final;
    if (message.hdr.meta?.maxMsgSize !== undefined && message.hdr.meta.maxMsgSize > 0) peerMaxMsgSize = message.hdr.meta.maxMsgSize;
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
    for (const command of message.commands) if (command.cmd !== 'Status') statuses.push(statusFor(command, message.hdr.msgId, code, []));
    for (const command of message.commands) if (command.cmd === 'Replace') reportDevInfo(command, false);
    ports.event({ type: 'challenged', wrong: proof === 'wrong' });
    if (clientFailures >= CLIENT_AUTH_TRIES) {
      finish({
        kind: 'refused',
        failure: {
          code: 'handset-not-proven',
          message: `The handset showed wrong credentials ${clientFailures} times.`,
          next: 'Compare user name, password and authentication type on the handset with its account here.',
          retryable: true,
        },
      });
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
    const pending = findPending(status.cmdRef, status.msgRef);
    if (pending !== undefined) pending.statuses.push(...itemStatuses(status));
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
    const pending = findPending(cmdRef, msgRef);
    if (pending === undefined) return;
    pending.results.push(...items);
    resultItems += items.length;
    ports.event({ type: 'results', items: resultItems });
  }

  /** MsgRef may be missing: then the last message is meant (facts 7). */
  function findPending(cmdRef: string, msgRef: string | undefined): Pending | undefined {
    for (let index = underWay.length - 1; index >= 0; index -= 1) {
      const entry = underWay[index];
      if (entry === undefined) continue;
      if (msgRef !== undefined && msgRef !== '' && entry.pending.msgId !== msgRef) continue;
      const found = findById(entry.pending, cmdRef);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function settleUnderWay(resend: boolean): void {
    const settled = underWay;
    underWay = [];
    const again: Queued[] = [];
    for (const { pending, queued } of settled) {
      const refusedForAuth = resend && wasRefusedForAuth(pending);
      if (refusedForAuth && serverFailures < SERVER_AUTH_TRIES) again.push(queued);
      else settleOne(queued, outcomeOf(pending));
    }
    queue = [...again, ...queue];
    if (resend && serverFailures >= SERVER_AUTH_TRIES) {
      finish({
        kind: 'refused',
        failure: {
          code: 'server-not-proven',
          message: 'The handset does not accept our server credentials.',
          next: 'Compare server identifier and server password on the handset with its account here.',
          retryable: true,
        },
      });
    }
  }

  function settleOne(queued: Queued, outcome: Outcome): void {
    queued.batch.outcomes[queued.index] = outcome;
    const outcomes = queued.batch.outcomes;
    if (outcomes.length === queued.batch.drafts.length && outcomes.every((one) => one !== undefined)) queued.batch.settle(ok(outcomes as Outcome[]));
  }

  function send(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>> {
    if (phase === 'ended' || phase === 'ending' || phase === 'aborting') {
      return Promise.resolve(fail('session-over', 'The session is over.', 'Run the step again: it opens a new session.', { retryable: true }));
    }
    if (drafts.length === 0) return Promise.resolve(ok([]));
    return new Promise((settle) => {
      const batch: Batch = { drafts, outcomes: Array.from({ length: drafts.length }, () => undefined), settle };
      for (let index = 0; index < drafts.length; index += 1) queue.push({ batch, index });
      ports.wake();
    });
  }

  function takeReply(): Result<Reply> {
    const commands: Command[] = [];
    const taken: typeof underWay = [];
    outMsgId += 1;
    const msgId = String(outMsgId);
    let cmdId = statuses.length;
    const next = (): string => String((cmdId += 1));
    const envelope: Envelope = {
      sessionId,
      msgId,
      devId,
      serverURL: settings.serverURL,
      serverId: peer.account.serverId,
      ...(proven && !serverProven ? { cred: serverCredential(peer.account, serverAuthType, serverNonce) } : {}),
      ...(outMsgId === 1 ? { meta: { maxMsgSize: settings.maxMsgSize, maxObjSize: settings.maxObjSize } } : {}),
    };
    const bounded = peerMaxMsgSize !== Number.POSITIVE_INFINITY;
    const final = clientFinal || phase === 'aborting' || phase === 'ended';
    if (phase === 'aborting') commands.push({ cmd: 'Alert', cmdId: next(), data: '1223', items: [] });
    else if (!final) commands.push({ cmd: 'Alert', cmdId: next(), data: '1222', items: [] });
    else if (phase === 'open') {
      let size = bounded ? sizeOf(envelope, statuses, []) : 0;
      const empty = bounded ? sizeOf(envelope, [], []) : 0;
      while (queue.length > 0) {
        const head = queue[0];
        const draft = head?.batch.drafts[head.index];
        if (head === undefined || draft === undefined) break;
        const before = cmdId;
        const { command, pending } = numbered(draft, msgId, next);
        if (bounded) {
          const added = sizeOf(envelope, [], [command]) - empty;
          if (size + added > peerMaxMsgSize) {
            cmdId = before;
            if (commands.length > 0) break;
            if (statuses.length > 1) break;
            queue.shift();
            head.batch.settle(tooLarge(size + added, peerMaxMsgSize));
            queue = queue.filter((entry) => entry.batch !== head.batch);
            continue;
          }
          size += added;
        }
        queue.shift();
        commands.push(command);
        taken.push({ pending, queued: head });
      }
    }
    const { message, bytes } = buildMessage(envelope, statuses, commands, final);
    if (!bytes.ok) {
      for (const entry of taken) entry.queued.batch.settle(bytes);
      return bytes;
    }
    underWay = [...underWay, ...taken];
    statuses = [];
    replies.clear();
    replies.set(lastClientMsgId, bytes.value);
    const over = phase === 'ending' || phase === 'aborting' || (phase === 'open' && final && taken.length === 0);
    if (over) finish(phase === 'aborting' ? { kind: 'aborted', by: 'workbench' } : { kind: 'complete' });
    return ok({ bytes: bytes.value, message });
  }

  function finish(how: SessionEnd): void {
    if (phase === 'ended') return;
    phase = 'ended';
    const failure: Failure =
      how.kind === 'lost' || how.kind === 'refused'
        ? how.failure
        : how.kind === 'aborted' && how.by === 'handset'
          ? { code: 'session-aborted', message: 'The handset ended the session (alert 1223).', next: 'Look at the handset, then run the step again.', retryable: true }
          : { code: 'session-over', message: 'The session is over.', next: 'Run the step again: it opens a new session.', retryable: true };
    const open = [...underWay.map((entry) => entry.queued), ...queue];
    underWay = [];
    queue = [];
    for (const queued of open) queued.batch.settle({ ok: false, error: failure });
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
    finish({
      kind: 'refused',
      failure: {
        code: 'version-not-supported',
        message: `The handset speaks ${message.hdr.verProto} (DTD ${message.hdr.verDTD}); this workbench speaks DM/1.2.`,
        next: 'Set the handset to OMA DM 1.2.',
        retryable: false,
      },
    });
    clientFinal = true;
    return 'now';
  }

  return {
    devId,
    sessionId,
    receive,
    send,
    hasWork: () => queue.length > 0,
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
    storedReply: (msgId) => replies.get(msgId),
  };
}

/** Octets of the message these would make. */
function sizeOf(envelope: Envelope, statuses: readonly StatusDraft[], commands: readonly Command[]): number {
  const { bytes } = buildMessage(envelope, statuses, commands, true);
  return bytes.ok ? bytes.value.length : 0;
}

function findById(pending: Pending, cmdId: string): Pending | undefined {
  if (pending.cmdId === cmdId) return pending;
  for (const child of pending.children) {
    const found = findById(child, cmdId);
    if (found !== undefined) return found;
  }
  return undefined;
}

function wasRefusedForAuth(pending: Pending): boolean {
  const codes = pending.statuses.map((status) => status.code);
  return codes.length === 0 ? pending.children.every(wasRefusedForAuth) : codes.every((code) => code === 401 || code === 407);
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

function tooLarge(size: number, limit: number): Result<never> {
  return fail(
    'command-too-large',
    `A command needs a message of ${size} octets, the handset takes ${limit} at most.`,
    'Use a shorter value or node name, or let the handset announce a larger MaxMsgSize.',
  );
}
