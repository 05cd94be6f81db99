/**
 * The handset's end of one DM session (facts 2.1).
 *
 * A session is a loop: make a message, post it, take the answer. What the handset has to say waits in an outbox; a
 * message takes as much of it as MaxMsgSize allows. Final is set when the outbox is empty and the server's package
 * was complete; while the server still has messages of its package, the handset asks for the next one (alert 1222).
 * The session ends when the handset would have nothing to say but the Status for the server's SyncHdr: that message is
 * never sent.
 *
 * Both sides prove themselves: client-proof.ts makes our credentials, server-proof.ts checks the server's. Nothing is
 * executed for, and no report handed to, a server that has not proved itself; nonces are kept only then.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, type Failure, ok, type Result } from '../../../shared/result.ts';
import { ALERT } from '../../../shared/syncml/alert-codes.ts';
import { decodeNonce } from '../../../shared/syncml/auth.ts';
import type { Codec } from '../../../shared/syncml/codec.ts';
import type { Command, Message, Status, SyncHdr } from '../../../shared/syncml/message.ts';
import { encodeXml } from '../../../shared/syncml/xml-encode.ts';
import type { Tell } from '../events.ts';
import type { Reports } from '../scomo/reports.ts';
import type { StateKeeper } from '../state-keeper.ts';
import type { Account } from './account.ts';
import { createClientProof } from './client-proof.ts';
import { createCommandExecutor, type ExecutorParts, refuseCommand } from './command-executor.ts';
import type { Draft } from './drafts.ts';
import { draftFirstPackage } from './first-package.ts';
import type { Transport, Travelling } from './http-transport.ts';
import { createOutbox } from './outbox.ts';
import { createServerProof, type ServerVerdict } from './server-proof.ts';
import { commandSize } from './wire-size.ts';

export interface SessionParts extends ExecutorParts {
  readonly account: Account;
  readonly keeper: StateKeeper;
  readonly reports: Reports;
  readonly transport: Transport;
  /** How its messages are written; the server's must be in the same encoding. */
  readonly codec: Codec;
  /** The largest message taken and sent, octets. */
  readonly maxMsgSize: number;
  /** Pause before each message, milliseconds. */
  readonly latencyMs: number;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

export interface SessionReason {
  /** As it travels: the notification's, or our own. */
  readonly sessionId: string;
  /** True when a notification asked for it (alert 1200). */
  readonly isAskedFor: boolean;
  /** The fallback nonce that the notification was made with; both sides then use it (facts 2.11). */
  readonly resyncNonce?: Uint8Array;
}

const VERSIONS = { verDTD: '1.2', verProto: 'DM/1.2' } as const;

/** Challenges to a server before giving up on it. */
const MAX_CHALLENGES = 3;
/** Answers in a row that bring nothing although the server's package is not complete. */
const MAX_EMPTY_ANSWERS = 10;
/** What the answers to an Atomic must leave free in a message, octets. */
const ENVELOPE = 900;

/**
 * Runs a session to its end. The value is the number of messages sent.
 * Errors: those of the transport and the codec; `credentials-refused`, `no-nonce`, `server-not-proven`,
 * `header-refused`, `told-later`, `server-aborted`, `version`, `wrong-session`, `no-final`. Throws only when `signal` is aborted.
 */
export async function runSession(parts: SessionParts, reason: SessionReason): Promise<Result<number>> {
  const { account, keeper, reports, transport, codec, maxMsgSize, signal, served } = parts;
  const { nonces, devId } = keeper.state;
  const { sessionId, isAskedFor, resyncNonce } = reason;
  const clientProof = createClientProof(account, resyncNonce ?? octets(nonces.client));
  const serverProof = createServerProof(account, present([octets(nonces.server), resyncNonce]));
  const executor = createCommandExecutor(parts);
  const outbox = createOutbox();
  const sentReports = new Map<string, number>();
  const acknowledged: number[] = [];

  let messages = 0;
  let url = account.serverURL;
  let peer: { readonly maxMsgSize: number | undefined; readonly maxObjSize: number | undefined } = {
    maxMsgSize: undefined,
    maxObjSize: undefined,
  };
  /** The server's last message, and what its credential was worth. */
  let last: { readonly hdr: SyncHdr; readonly verdict: ServerVerdict } | undefined;
  /** Is the server's package complete, so that ours may be? */
  let mayFinish = true;
  let emptyAnswers = 0;

  beginPackage1();
  const outcome = await converse();
  await settleReports();
  return outcome.ok ? ok(messages) : outcome;

  async function converse(): Promise<Result<void>> {
    for (;;) {
      if (last !== undefined && outbox.isEmpty && mayFinish) return ending();
      if (serverProof.challenges >= MAX_CHALLENGES) return notProven();
      const body = codec.encode(compose());
      if (!body.ok) return body;
      await keepNonces();
      await sleep(parts.latencyMs, undefined, { signal });
      const answer = await transport.post(url, withHmac(body.value), messages === 1);
      if (!answer.ok) return answer;
      if (answer.value.body.byteLength === 0) return ending();
      const decoded = codec.decode(answer.value.body);
      if (!decoded.ok) return decoded;
      const failure = await take(decoded.value.message, answer.value);
      if (failure !== undefined) return { ok: false, error: failure };
    }
  }

  function withHmac(body: Uint8Array): Travelling {
    const hmac = clientProof.hmac(body);
    return hmac === undefined ? { body } : { body, hmac };
  }

  function beginPackage1(): void {
    outbox.clear();
    mayFinish = true;
    outbox.add(
      draftFirstPackage(served.tree, reports, isAskedFor, (id, msgId, cmdId) => {
        sentReports.set(`${msgId}/${cmdId}`, id);
      }),
    );
  }

  /** Makes the next message out of the outbox. */
  function compose(): Message {
    messages++;
    const msgId = String(messages);
    const cred = clientProof.cred();
    const head = last === undefined ? [] : [headerStatus(last.hdr, last.verdict)];
    const tail = mayFinish ? [] : [nextMessage()];
    const hdr: SyncHdr = {
      ...VERSIONS,
      sessionId,
      msgId,
      target: { locURI: account.serverURL },
      source: { locURI: devId, locName: account.user },
      ...(cred === undefined ? {} : { cred }),
      // They hold for the rest of the session; where messages are small, room is dear.
      ...(messages <= 2 ? { meta: { maxMsgSize, maxObjSize: parts.maxObjSize } } : {}),
    };
    const taken = [...head, ...outbox.take(budget(hdr, [...head, ...tail])), ...tail];
    const isFinal = outbox.isEmpty && mayFinish;
    if (isFinal) mayFinish = false;
    const commands = taken.map(({ command, onSent }, index) => {
      const cmdId = String(index + 1);
      onSent?.(msgId, cmdId);
      return { ...command, cmdId };
    });
    return { hdr, commands, final: isFinal };
  }

  /** Octets that a message with this header and these commands has left, in XML; WBXML needs less of everything. */
  function budget(hdr: SyncHdr, around: readonly Draft[]): number {
    const envelope = encodeXml({ hdr, commands: [], final: true });
    const used = around.reduce(
      (sum, { command }) => sum + commandSize(command),
      envelope.ok ? envelope.value.length : 0,
    );
    return Math.min(maxMsgSize, peer.maxMsgSize ?? maxMsgSize) - used;
  }

  function headerStatus(hdr: SyncHdr, verdict: ServerVerdict): Draft {
    const chal = serverProof.challenge(verdict);
    const status: Status = {
      cmd: 'Status',
      cmdId: '',
      msgRef: hdr.msgId,
      cmdRef: '0',
      cmdName: 'SyncHdr',
      targetRefs: hdr.target.locURI === '' ? [] : [hdr.target.locURI],
      sourceRefs: [hdr.source.locURI],
      ...(chal === undefined ? {} : { chal }),
      data: verdict,
      items: [],
    };
    return { command: status };
  }

  /** Takes a message of the server; answers why the session cannot go on. */
  async function take(message: Message, { body, hmac }: Travelling): Promise<Failure | undefined> {
    const { hdr, commands, final } = message;
    if (hdr.sessionId !== sessionId) return failure('wrong-session', `The answer is for session ${hdr.sessionId}.`);
    if (hdr.verDTD !== VERSIONS.verDTD || hdr.verProto !== VERSIONS.verProto)
      return failure('version', `The server speaks ${hdr.verProto} with DTD ${hdr.verDTD}, not DM/1.2.`);
    last = { hdr, verdict: serverProof.judge({ cred: hdr.cred, hmac, body }) };
    url = hdr.respURI ?? url;
    peer = {
      maxMsgSize: hdr.meta?.maxMsgSize ?? peer.maxMsgSize,
      maxObjSize: hdr.meta?.maxObjSize ?? peer.maxObjSize,
    };
    mayFinish ||= final;

    let isChallenged = false;
    for (const command of commands) {
      if (command.cmd !== 'Status') continue;
      if (command.cmdRef !== '0') {
        takeStatus(command);
        continue;
      }
      const verdict = clientProof.judge(command);
      if (verdict === 'refused') return refusal(command);
      if (verdict === 'no-nonce') return failure('no-nonce', 'The server gives no nonce for the next MAC.');
      isChallenged ||= verdict === 'challenged';
    }
    if (commands.some((command) => command.cmd === 'Alert' && command.data === ALERT.sessionAbort))
      return failure('server-aborted', 'The server ended the session (alert 1223).');
    if (isChallenged) beginPackage1();
    else await executeAll(message, last.verdict);

    emptyAnswers = mayFinish || commands.some(({ cmd }) => cmd !== 'Status') ? 0 : emptyAnswers + 1;
    if (emptyAnswers > MAX_EMPTY_ANSWERS) return failure('no-final', 'The server never completes its package.');
    return undefined;
  }

  /** An acknowledged report is the only Status, besides that for the SyncHdr, that changes anything here. */
  function takeStatus({ msgRef, cmdRef, data }: Status): void {
    const report = sentReports.get(`${msgRef === '' ? String(messages) : msgRef}/${cmdRef}`);
    if (report !== undefined && (data === '200' || data === '202')) acknowledged.push(report);
  }

  async function executeAll({ commands, hdr, final }: Message, verdict: ServerVerdict): Promise<void> {
    const msgRef = hdr.msgId;
    let isChanged = false;
    for (const command of commands) {
      const drafts =
        verdict === '212' || verdict === '200'
          ? await executor.execute(command, msgRef, {
              maxMsgSize: Math.min(maxMsgSize, peer.maxMsgSize ?? maxMsgSize) - ENVELOPE,
              maxObjSize: peer.maxObjSize,
            })
          : refuse(command, msgRef, verdict);
      tellStatuses(drafts);
      // The Status for "next message" goes first: it is what the server waits for in an unfinished package.
      if (command.cmd === 'Alert' && command.data === ALERT.nextMessage) outbox.addFirst(drafts);
      else outbox.add(drafts);
      isChanged ||= !['Status', 'Results', 'Alert', 'Get', 'Other'].includes(command.cmd) && !isChunk(drafts);
    }
    if (final) outbox.add(executor.endOfPackage());
    if (isChanged) await keeper.save();
  }

  function tellStatuses(drafts: readonly Draft[]): void {
    for (const { command } of drafts) {
      if (command.cmd !== 'Status') continue;
      const targets = [...command.targetRefs, ...command.sourceRefs];
      parts.tell({ event: 'command-executed', sessionId, command: command.cmdName, targets, status: command.data });
    }
  }

  /** Nonces count from the moment both sides can know them. */
  async function keepNonces(): Promise<void> {
    const client = clientProof.nextNonce() ?? nonces.client;
    const server = serverProof.nextNonce() ?? nonces.server;
    if (!serverProof.isProven || (client === nonces.client && server === nonces.server)) return;
    if (client !== undefined) nonces.client = client;
    if (server !== undefined) nonces.server = server;
    await keeper.save();
  }

  async function settleReports(): Promise<void> {
    await keepNonces();
    if (!serverProof.isProven || !clientProof.isAccepted) return;
    reports.acknowledge(acknowledged);
    reports.missed([...new Set(sentReports.values())].filter((id) => !acknowledged.includes(id)));
    if (sentReports.size > 0) await keeper.save();
  }

  function ending(): Result<void> {
    return serverProof.isProven ? ok(undefined) : notProven();
  }
}

function notProven(): Result<void> {
  return fail(
    'server-not-proven',
    'The server did not prove who it is; nothing was executed for it.',
    'Check server id and server password on both sides.',
  );
}

function refusal({ data }: Status): Failure {
  // It is in session somewhere else, on a cable for instance, or locked out for a while.
  if (data === '417') return failure('told-later', 'The server has no time for this handset now (417).');
  const isCredential = data === '401' || data === '407';
  return isCredential
    ? failure('credentials-refused', `The server refuses the credentials of this handset (${data}).`)
    : failure('header-refused', `The server refuses the message (${data}).`);
}

function failure(code: string, message: string): Failure {
  return { code, message, next: 'Look at the trace of the server.', retryable: code !== 'credentials-refused' };
}

function refuse(command: Command, msgRef: string, verdict: ServerVerdict): readonly Draft[] {
  return command.cmd === 'Status' || command.cmd === 'Results' ? [] : refuseCommand(command, msgRef, Number(verdict));
}

/** Nothing but a part of a value that is not complete: it changes nothing yet. */
function isChunk(drafts: readonly Draft[]): boolean {
  return drafts.every(({ command }) => command.cmd === 'Status' && command.data === '213');
}

function nextMessage(): Draft {
  return { command: { cmd: 'Alert', cmdId: '', data: ALERT.nextMessage, items: [] } };
}

function octets(base64: string | undefined): Uint8Array | undefined {
  const decoded = base64 === undefined ? undefined : decodeNonce(base64);
  return decoded?.ok === true ? decoded.value : undefined;
}

function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value) => value !== undefined);
}
