/** A session table with a clock that stands still, and everything it says kept for the test. */
import type { Account, Peer } from '../../../electron/server/account.ts';
import type { Conversation } from '../../../electron/server/conversation.ts';
import type { SessionEvent } from '../../../electron/server/session-events.ts';
import { createSessionTable, type SessionTable, type TraceOfMessage } from '../../../electron/server/session-table.ts';
import { DEFAULT_LIMITS } from '../../../shared/syncml/message.ts';
import { standingClock } from '../standing-clock.ts';
import { ACCOUNT, md5Cred, message, nonceOf, packageOne } from './scripted-handset.ts';

export interface TestTable {
  readonly table: SessionTable;
  readonly events: SessionEvent[];
  readonly traced: TraceOfMessage[];
  account: Account;
  admitted: boolean;
  own: boolean;
  /** Called with the conversation when a session opens; by default nothing is queued and the session ends. */
  onOpen: (dm: Conversation, end: () => void) => void;
  /** Called with every generic alert. */
  onAlert: () => void;
  /** Lets `ms` milliseconds pass. */
  advance(ms: number): void;
  say(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Makes one; nonces count up so that a test can name them. */
export function testTable(): TestTable {
  let nonces = 0;
  const clock = standingClock(1_000_000);
  const test: Omit<TestTable, 'table' | 'say' | 'advance'> = {
    events: [],
    traced: [],
    account: ACCOUNT,
    admitted: true,
    own: true,
    onOpen: (_dm, end) => end(),
    onAlert: () => undefined,
  };
  const table = createSessionTable(
    {
      peer: (): Peer => ({ admitted: test.admitted, account: test.account, own: test.own }),
      newNonce: () => Buffer.from(`nonce-${(nonces += 1)}`).toString('base64'),
      keepClientNonce: (_devId, clientNonce) => void (test.account = { ...test.account, clientNonce }),
      keepServerNonce: (_devId, serverNonce) => void (test.account = { ...test.account, serverNonce }),
      event: (session, event) => {
        test.events.push(event);
        if (event.type === 'open') test.onOpen(session.conversation, session.end);
        if (event.type === 'alert') test.onAlert();
      },
      traced: (entry) => test.traced.push(entry),
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
    advance: clock.advance,
    async say(bytes: Uint8Array): Promise<Uint8Array> {
      const reply = await table.exchange(bytes, { address: '127.0.0.1' });
      if (!reply.ok) throw new Error(reply.error.code);
      return reply.value.bytes;
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
