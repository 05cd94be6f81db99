/** A session table with a clock that stands still, and everything it says kept for the test. */
import type { Account, Peer } from '../../../electron/server/account.ts';
import type { Conversation } from '../../../electron/server/conversation.ts';
import { type AskedSessions, createAskedSessions } from '../../../electron/server/asked-sessions.ts';
import { createLockOut, type LockOut } from '../../../electron/server/lock-out.ts';
import { createResync, type Resync } from '../../../electron/server/resync.ts';
import type { SessionEvent } from '../../../electron/server/session-events.ts';
import { createSessionTable } from '../../../electron/server/session-table.ts';
import type { SessionTable } from '../../../electron/server/table-ports.ts';
import type { TraceOfMessage } from '../../../electron/server/session-trace.ts';
import type { WireMessage } from '../../../electron/server/wire-message.ts';
import type { Failure } from '../../../shared/result.ts';
import { RESYNC_NONCES } from '../../../shared/dm/notification.ts';
import { DEFAULT_LIMITS } from '../../../shared/syncml/message.ts';
import { standingClock } from '../standing-clock.ts';
import { ACCOUNT, macOf, md5Cred, message, nonceOf, packageOne } from './scripted-handset.ts';

export interface TestTable {
  readonly table: SessionTable;
  readonly lockOut: LockOut;
  readonly resync: Resync;
  readonly askedSessions: AskedSessions;
  readonly events: SessionEvent[];
  readonly traced: TraceOfMessage[];
  account: Account;
  admitted: boolean;
  own: boolean;
  /** Why it may not talk now. */
  refused: Failure | undefined;
  /** Called with the conversation when a session opens; by default nothing is queued and the session ends. */
  onOpen: (dm: Conversation, end: () => void) => void;
  /** Called with every generic alert. */
  onAlert: () => void;
  /** Lets `ms` milliseconds pass. */
  advance(ms: number): void;
  say(bytes: Uint8Array, address?: string): Promise<Uint8Array>;
  /** Says a message with its MAC, made with this nonce (base64). */
  sayMac(bytes: Uint8Array, nonce: string, more?: { password?: string; address?: string }): Promise<WireMessage>;
}

/** Makes one; nonces count up so that a test can name them. */
export function testTable(): TestTable {
  let nonces = 0;
  const clock = standingClock(1_000_000);
  const lockOut = createLockOut(clock.now);
  const resync = createResync(clock.now);
  const askedSessions = createAskedSessions(clock.now);
  const test: Omit<TestTable, 'table' | 'lockOut' | 'resync' | 'askedSessions' | 'say' | 'sayMac' | 'advance'> = {
    events: [],
    traced: [],
    account: ACCOUNT,
    admitted: true,
    own: true,
    refused: undefined,
    onOpen: (_dm, end) => end(),
    onAlert: () => undefined,
  };
  const table = createSessionTable(
    {
      peer: (): Peer => ({
        admitted: test.admitted,
        account: test.account,
        own: test.own,
        ...(test.refused === undefined ? {} : { refused: test.refused }),
      }),
      newNonce: () => Buffer.from(`nonce-${(nonces += 1)}`).toString('base64'),
      keepClientNonce: (_devId, clientNonce) => void (test.account = { ...test.account, clientNonce }),
      keepServerNonce: (_devId, serverNonce) => void (test.account = { ...test.account, serverNonce }),
      event: (session, event) => {
        test.events.push(event);
        if (event.type === 'open') test.onOpen(session.conversation, () => session.end());
        if (event.type === 'alert') test.onAlert();
      },
      traced: (entry) => test.traced.push(entry),
      askedWith: askedSessions.of,
      resyncNonce: (devId, sessionId) => {
        const kind = resync.of(devId, sessionId);
        return kind === undefined ? undefined : RESYNC_NONCES[kind];
      },
      lockOut,
    },
    {
      serverURL: 'http://127.0.0.1/dm',
      maxMsgSize: 65_536,
      maxObjSize: 1_048_576,
      limits: DEFAULT_LIMITS,
      silenceMs: 30_000,
      holdMs: 120_000,
    },
    clock,
  );
  return Object.assign(test, {
    table,
    lockOut,
    resync,
    askedSessions,
    advance: clock.advance,
    async say(bytes: Uint8Array, address = '127.0.0.1'): Promise<Uint8Array> {
      const reply = await table.exchange(bytes, { address });
      if (!reply.ok) throw new Error(reply.error.code);
      return reply.value.bytes;
    },
    async sayMac(
      bytes: Uint8Array,
      nonce: string,
      { password = ACCOUNT.password, address = '127.0.0.1' } = {},
    ): Promise<WireMessage> {
      const hmac = macOf(bytes, nonce, ACCOUNT.user, password);
      const reply = await table.exchange(bytes, { address, hmac });
      if (!reply.ok) throw new Error(reply.error.code);
      return reply.value;
    },
  });
}

/** Says package 1 without and with the right credential; answers the reply to the second message. */
export async function logIn(
  test: TestTable,
  more: Parameters<typeof packageOne>[0] = [],
  maxMsgSize?: number,
  maxObjSize?: number,
): Promise<Uint8Array> {
  const size = {
    ...(maxMsgSize === undefined ? {} : { maxMsgSize }),
    ...(maxObjSize === undefined ? {} : { maxObjSize }),
  };
  const challenge = await test.say(message({ msgId: '1', commands: packageOne(), ...size }));
  return test.say(message({ msgId: '2', commands: packageOne(more), cred: md5Cred(nonceOf(challenge)), ...size }));
}
