/** Whoever has listened to a session and says any of it again, whenever and from wherever, changes nothing: facts 2.11. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../electron/server/session-events.ts';
import type { Command } from '../../shared/syncml/message.ts';
import {
  ACCOUNT,
  codes,
  commands,
  headerStatus,
  macOf,
  md5Cred,
  message,
  nonceOf,
  packageOne,
  read,
  status,
} from '../unit/server/scripted-handset.ts';
import { testTable, type TestTable } from '../unit/server/table.ts';
import { casesOf, expectSame } from './campaign.ts';

/** Octets as they went over the wire, with the MAC that went with them, and what came back. */
interface Said {
  readonly bytes: Uint8Array;
  readonly hmac?: string;
  readonly reply: Uint8Array;
}

/** Something that was said, again: which of all so far, from where, and with the MAC of which. */
interface Replay {
  readonly which: number;
  readonly address: string;
  readonly macOf: number | undefined;
}

const HOME = '127.0.0.1';
/** The nonce that an earlier session has left. */
const KEPT = btoa('a kept nonce');
/** Messages of the handset's session at most: introduction, proof, and two answers. */
const MESSAGES = 4;
/** Wrong credentials from the handset's own address lock it out in the end: that is so on purpose, and tested elsewhere. */
const MOST_REPLAYS = 3;

const replay = fc.record({
  which: fc.nat(MESSAGES),
  address: fc.constantFrom(HOME, '10.0.0.9'),
  macOf: fc.option(fc.nat(MESSAGES), { nil: undefined }),
});
/** What is replayed behind each message of the handset. */
const replays = fc.array(fc.array(replay, { maxLength: MOST_REPLAYS }), { minLength: MESSAGES, maxLength: MESSAGES });

const REPORT: Command = {
  cmd: 'Alert',
  cmdId: '3',
  data: '1226',
  items: [
    {
      source: { locURI: './SCM/Download/X/Operations/Download' },
      meta: { type: 'urn:oma:at:scomo:1.0:OperationComplete', format: 'chr' },
      data: '1200',
    },
  ],
};

describe.each(['md5', 'mac'] as const)('a session that is proven with %s', (auth) => {
  it('is changed by nothing of it that is replayed', async () => {
    await fc.assert(
      fc.asyncProperty(replays, fc.boolean(), async (plan, hasNonce) => {
        const test = testTable();
        test.account = { ...ACCOUNT, auth, ...(hasNonce ? { clientNonce: KEPT } : {}) };
        const values: unknown[] = [];
        test.onOpen = (dm) => void readBoth(dm, values);
        const said: Said[] = [];
        // A handset that has a nonce needs no introduction.
        for (const behind of plan.slice(hasNonce ? 1 : 0)) {
          said.push(await sayNext(test, { auth, hasNonce }, said));
          for (const one of behind) await expectNothing(test, said, one);
        }
        expect(values).toEqual(['a value', 'a value']);
        expect(test.events.filter(({ type }) => type === 'alert')).toHaveLength(1);
        expect(heardBy(test).at(-1)).toEqual({ type: 'ended', how: { kind: 'complete' } });
        test.table.close();
      }),
      casesOf('session', 5),
    );
  });
});

async function readBoth(dm: Parameters<TestTable['onOpen']>[0], values: unknown[]): Promise<void> {
  for (const uri of ['./A', './B']) {
    const read = await dm.get(uri);
    values.push(read.ok ? read.value.results[0]?.data : read.error);
  }
  dm.end();
}

/** How a handset proves itself, and whether it has a nonce of an earlier session. */
interface Proof {
  readonly auth: 'md5' | 'mac';
  readonly hasNonce: boolean;
}

/** The next message of the honest handset: its introduction, its proof, and an answer to whatever it was asked. */
async function sayNext(test: TestTable, { auth, hasNonce }: Proof, said: readonly Said[]): Promise<Said> {
  const last = said.at(-1)?.reply;
  const isProof = said.length === (hasNonce ? 0 : 1);
  const nonce =
    last === undefined ? (hasNonce ? KEPT : undefined) : auth === 'mac' || isProof ? nonceOf(last) : undefined;
  const bytes = message({
    msgId: String(said.length + 1),
    commands: isProof ? packageOne([REPORT]) : last === undefined ? packageOne() : answer(last, auth),
    ...(auth === 'md5' && nonce !== undefined ? { cred: md5Cred(nonce) } : {}),
  });
  const mac =
    auth === 'mac' && nonce !== undefined ? { hmac: macOf(bytes, nonce, ACCOUNT.user, ACCOUNT.password) } : {};
  return { bytes, ...mac, reply: await exchange(test, { bytes, ...mac }, HOME) };
}

function answer(last: Uint8Array, auth: 'md5' | 'mac'): readonly Command[] {
  const { msgId } = read(last).hdr;
  const header = auth === 'md5' ? headerStatus(msgId) : headerStatus(msgId, '200', 'c3J2', 'syncml:auth-MAC');
  return [
    header,
    ...commands(last).flatMap((command, index): readonly Command[] => [
      status(`1${index}`, msgId, command, '200'),
      {
        cmd: 'Results',
        cmdId: `2${index}`,
        msgRef: msgId,
        cmdRef: command.cmdId,
        items: [{ source: { locURI: './A' }, data: 'a value' }],
      },
    ]),
  ];
}

/** Either the reply that there was, or a refusal; and nobody hears of anything but that. */
async function expectNothing(test: TestTable, said: readonly Said[], { which, address, macOf }: Replay): Promise<void> {
  const one = said[which % said.length];
  if (one === undefined) return;
  const { hmac } = macOf === undefined ? one : (said[macOf % said.length] ?? one);
  const heard = heardBy(test);
  const { account } = test;
  const reply = await exchange(test, { bytes: one.bytes, ...(hmac === undefined ? {} : { hmac }) }, address);
  expectSame(heardBy(test), heard);
  expectSame(test.account, account);
  if (Buffer.compare(reply, one.reply) === 0 && address === HOME) return;
  expect(codes(reply)[0]).toMatch(/^SyncHdr 4\d\d$/);
  expect(commands(reply).filter(({ cmd, ...rest }) => cmd !== 'Alert' || !('data' in rest))).toEqual([]);
}

/** What counts. A stranger's session is challenged, believed in nothing, and ends for itself: that may be told. */
function heardBy({ events }: TestTable): readonly SessionEvent[] {
  return events.filter((event) => {
    if (event.type === 'ended') return event.how.kind === 'complete';
    return event.type === 'devinfo' ? event.trusted : event.type !== 'challenged';
  });
}

/** Says it. A reply that is held would mean that the message was taken. */
async function exchange(test: TestTable, one: Omit<Said, 'reply'>, address: string): Promise<Uint8Array> {
  const { bytes, hmac } = one;
  const exchanged = test.table.exchange(bytes, { address, ...(hmac === undefined ? {} : { hmac }) });
  const reply = await Promise.race([exchanged, heldFor(5)]);
  if (reply === 'held') throw new Error('The message was taken, and its reply is held.');
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value.bytes;
}

async function heldFor(turns: number): Promise<'held'> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  return 'held';
}
