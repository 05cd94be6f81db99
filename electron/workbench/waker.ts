/** Wakes handsets: package 0, proven with the nonce the handset gave last, in the form and to the place it takes it. */
import { randomBytes } from 'node:crypto';
import { encodeNotification, RESYNC_NONCES, type UiMode } from '../../shared/dm/notification.ts';
import { APPLICATIONS, encodePush } from '../../shared/dm/wap-push.ts';
import { ok, type Result } from '../../shared/result.ts';
import { decodeNonce } from '../../shared/syncml/auth.ts';
import type { WakeAddress } from '../links/link.ts';
import type { Account } from '../server/account.ts';
import type { AskedSessions } from '../server/asked-sessions.ts';
import type { Resync, ResyncKind } from '../server/resync.ts';
import type { HandsetRecord } from '../storage/handsets.ts';
import type { TraceRecorder } from './trace-recorder.ts';
import { type WakeTarget, wakeTarget } from './wake-target.ts';

export interface WakerPorts {
  record(devId: string): HandsetRecord | undefined;
  account(devId: string): Account;
  readonly resync: Resync;
  readonly askedSessions: AskedSessions;
  send(to: WakeAddress, notification: Uint8Array): Promise<Result<void>>;
  readonly recorder: TraceRecorder;
  readonly now: () => number;
}

export interface Waker {
  /** Wakes it as its record says; answers whether a notification was sent. */
  wake(devId: string): Promise<boolean>;
  /** Sends it a notification somewhere else. Fails as `encodeNotification` and the link do. */
  send(devId: string, to: WakeTarget): Promise<Result<void>>;
  /**
   * It has proven itself in this session: the next notification needs no other nonce. Answers whether the fixed nonce
   * had to be used to get here.
   */
  heard(devId: string, sessionId: string): boolean;
  /** A new package 0 for it, with a session id of its own. */
  notification(devId: string, uiMode: UiMode): Result<Uint8Array>;
}

/** Makes the waker of all handsets. */
export function createWaker(ports: WakerPorts): Waker {
  /** Notifications that a handset has not answered yet. */
  const unanswered = new Map<string, number>();

  function notification(devId: string, uiMode: UiMode): Result<Uint8Array> {
    const account = ports.account(devId);
    const sessionId = 1 + (randomBytes(2).readUInt16BE() % 0xff_ff);
    const before = unanswered.get(devId) ?? 0;
    const { nonce, kind } = nonceFor(account, before);
    const made = encodeNotification({
      sessionId,
      uiMode,
      initiator: 'server',
      serverId: account.serverId,
      serverPassword: account.serverPassword,
      nonce,
    });
    if (!made.ok) return made;
    unanswered.set(devId, before + 1);
    ports.askedSessions.asked(devId, sessionId, { account, own: ports.record(devId)?.admitted === true });
    if (kind !== undefined) ports.resync.sent(devId, sessionId, kind);
    return made;
  }

  async function send(devId: string, { form, host, port }: WakeTarget): Promise<Result<void>> {
    const made = notification(devId, 'background');
    if (!made.ok) return made;
    const bytes = form === 'push' ? notificationPush(made.value) : made.value;
    const sent = await ports.send({ host, port }, bytes);
    if (!sent.ok) return sent;
    ports.recorder.note({
      at: ports.now(),
      devId,
      kind: 'notification',
      direction: 'out',
      bytes: bytes.length,
      summary: `Notification to ${host}:${port}${form === 'push' ? ' as WAP push' : ''}`,
    });
    return ok(undefined);
  }

  return {
    async wake(devId) {
      const record = ports.record(devId);
      const target = record === undefined ? undefined : wakeTarget(record);
      return target !== undefined && (await send(devId, target)).ok;
    },
    send,
    heard(devId, sessionId): boolean {
      unanswered.delete(devId);
      const wasFixed = ports.resync.of(devId, sessionId) !== undefined;
      ports.resync.done(devId);
      ports.askedSessions.done(devId);
      return wasFixed;
    },
    notification,
  };
}

/**
 * The nonce that a notification is proven with, after so many that were not answered: the stored one, then the two
 * readings of the fixed one, in turn (facts 2.11). A handset that has given no nonce yet takes only the fixed ones.
 */
function nonceFor(
  { serverNonce }: Account,
  before: number,
): { readonly nonce: Uint8Array; readonly kind?: ResyncKind } {
  const stored = serverNonce === undefined ? undefined : decodeNonce(serverNonce);
  const turns = [...(stored?.ok === true ? [{ nonce: stored.value }] : []), ...FIXED];
  return turns[before % turns.length] ?? FIXED[0];
}

const FIXED = [
  { nonce: RESYNC_NONCES['zero-octets'], kind: 'zero-octets' },
  { nonce: RESYNC_NONCES.ascii, kind: 'ascii' },
] as const;

/** Package 0 as the WAP push that handsets wait for (facts 2.12). */
export function notificationPush(notification: Uint8Array): Uint8Array {
  return encodePush({
    type: 'application/vnd.syncml.notification',
    application: APPLICATIONS.syncmlDM,
    body: notification,
  });
}
