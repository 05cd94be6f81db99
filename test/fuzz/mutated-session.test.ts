import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODECS, type Encoding, encodingOf } from '../../shared/syncml/codec.ts';
import type { Command, Message } from '../../shared/syncml/message.ts';
import { MESSAGE_FIXTURES } from '../unit/shared/syncml/message-fixtures.ts';
import { ACCOUNT, DEV_ID, message, packageOne, read } from '../unit/server/scripted-handset.ts';
import { logIn, testTable, type TestTable } from '../unit/server/table.ts';
import { arbitraryMessage } from './arbitrary-message.ts';
import { casesOf } from './campaign.ts';
import { type Mutation, mutated, mutations } from './mutation.ts';

const CORPUS = MESSAGE_FIXTURES.map(({ bytes }) => bytes);
const PIECES = ['<Final/>', '</Item><Item>', '<MoreData/>', '<Data>1223</Data>', '<CmdRef>0</CmdRef>', '\0'].map(
  (text) => new TextEncoder().encode(text),
);

/** Every failure of an exchange says which codec refused the octets and why. */
const OUTCOME = /^(ok|(wbxml|xml)-[a-z-]+|not-syncml|header-incomplete|not-encodable)$/;

/** Something a handset may do next. */
type Step =
  | {
      readonly kind: 'say';
      readonly message: Message;
      readonly encoding: Encoding;
      readonly damage: readonly Mutation[];
    }
  | { readonly kind: 'fixture'; readonly index: number; readonly damage: readonly Mutation[]; readonly hmac?: string }
  /** Something it said before, again; the last message for 0. */
  | { readonly kind: 'again'; readonly back: number; readonly damage: readonly Mutation[] }
  | { readonly kind: 'wait'; readonly ms: number };

const encoding = fc.constantFrom<Encoding>('xml', 'wbxml');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('say' as const), message: arbitraryMessage, encoding, damage: mutations }),
  fc.record(
    {
      kind: fc.constant('fixture' as const),
      index: fc.nat(CORPUS.length - 1),
      damage: mutations,
      hmac: fc.oneof(fc.string(), fc.constant('algorithm=MD5, username="bruce", mac="AAAAAAAAAAAAAAAAAAAAAA=="')),
    },
    { requiredKeys: ['kind', 'index', 'damage'] },
  ),
  fc.record({ kind: fc.constant('again' as const), back: fc.nat(4), damage: mutations }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(10, 5_000, 40_000) }),
);
const steps = fc.array(step, { minLength: 1, maxLength: 8 });

describe('a session table', () => {
  it('opens nothing for a handset that cannot prove itself, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom('basic' as const, 'md5' as const, 'mac' as const), async (all, auth) => {
        const test = testTable();
        test.account = { ...ACCOUNT, password: 'what nobody has', auth };
        await perform(test, all, []);
        const types = new Set(test.events.map(({ type }) => type));
        for (const type of ['proven', 'open', 'alert', 'results'] as const) expect(types).not.toContain(type);
        expect(test.events.some((event) => event.type === 'devinfo' && event.trusted)).toBe(false);
        test.table.close();
      }),
      casesOf('session', 3),
    );
  });

  it('answers a proven handset whatever it says next, and settles all that it was asked', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const test = testTable();
        const asked: Promise<unknown>[] = [];
        test.onOpen = (dm) =>
          void asked.push(
            dm.get('./A'),
            dm.exec('./B', { correlator: 'c' }).then(() => dm.end()),
          );
        const { hdr } = read(message({ msgId: '3', commands: [] }));
        const said = [message({ msgId: '1', commands: packageOne() })];
        await logIn(test);
        await perform(test, all, said, hdr);
        test.table.close();
        const settled = await Promise.all(asked);
        expect(settled).toHaveLength(asked.length);
      }),
      casesOf('session', 3),
    );
  });

  it('is changed by nothing that is said twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryMessage, { minLength: 1, maxLength: 4 }), encoding, async (messages, how) => {
        const test = testTable();
        test.onOpen = (dm) => void dm.get('./A');
        await logIn(test);
        const { hdr } = read(message({ msgId: '3', commands: [] }));
        const said: Uint8Array[] = [];
        for (const [index, { commands }] of messages.entries()) {
          const bytes = encoded(
            { hdr: { ...hdr, msgId: String(index + 3) }, commands: awake(commands), final: true },
            how,
          );
          if (bytes === undefined) continue;
          const reply = await exchange(test, bytes);
          const { account } = test;
          const events = counted(test);
          expect(await exchange(test, bytes)).toEqual(reply);
          for (const old of said) await exchange(test, old);
          expect(counted(test)).toEqual(events);
          expect(test.account).toEqual(account);
          said.push(bytes);
        }
        test.table.close();
      }),
      casesOf('session', 3),
    );
  });
});

/**
 * What was taken in. A replay behind the end is a session of its own that proves nothing: it may be challenged, and be
 * over when that was too often; both are told.
 */
function counted({ events }: TestTable): number {
  return events.filter(
    (event) => event.type !== 'challenged' && !(event.type === 'ended' && event.how.kind === 'refused'),
  ).length;
}

/** Without what ends the session, behind which a repeated MsgID is a new session. */
function awake(commands: readonly Command[]): readonly Command[] {
  return commands.filter((command) => command.cmd !== 'Alert' && command.cmd !== 'Status');
}

async function perform(test: TestTable, all: readonly Step[], said: Uint8Array[], hdr?: Message['hdr']): Promise<void> {
  for (const [index, one] of all.entries()) {
    if (one.kind === 'wait') {
      test.advance(one.ms);
      continue;
    }
    const whole = octetsOf(one, said, hdr && { ...hdr, msgId: String(index + 3) });
    if (whole === undefined) continue;
    const bytes = mutated(whole, one.damage, CORPUS, PIECES);
    said.unshift(bytes);
    await exchange(test, bytes, one.kind === 'fixture' ? one.hmac : undefined);
  }
}

function octetsOf(one: Exclude<Step, { kind: 'wait' }>, said: readonly Uint8Array[], hdr?: Message['hdr']) {
  switch (one.kind) {
    case 'say':
      return encoded(hdr === undefined ? withVersion(one.message) : { ...one.message, hdr }, one.encoding);
    case 'fixture':
      return CORPUS[one.index];
    case 'again':
      return said[one.back];
  }
}

function withVersion(given: Message): Message {
  return { ...given, hdr: { ...given.hdr, verDTD: '1.2', verProto: 'DM/1.2', source: { locURI: DEV_ID } } };
}

/** Says it; a reply that is held is let go by time. */
async function exchange(test: TestTable, bytes: Uint8Array, hmac?: string): Promise<unknown> {
  const from = { address: '127.0.0.1', ...(hmac === undefined ? {} : { hmac }) };
  let isHeld = true;
  const exchanged = test.table.exchange(bytes, from).finally(() => void (isHeld = false));
  await new Promise((resolve) => setImmediate(resolve));
  if (isHeld) test.advance(121_000);
  const reply = await exchanged;
  expect(reply.ok ? 'ok' : reply.error.code).toMatch(OUTCOME);
  expect(reply.ok ? isMessage(reply.value.bytes) : true).toBe(true);
  return reply;
}

/** Nothing, or what a handset can read. */
function isMessage(bytes: Uint8Array): boolean {
  return bytes.length === 0 || CODECS[encodingOf(bytes)].decode(bytes).ok;
}

function encoded(given: Message, how: Encoding): Uint8Array | undefined {
  const bytes = CODECS[how].encode(given);
  return bytes.ok ? bytes.value : undefined;
}
