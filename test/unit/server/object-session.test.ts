import { describe, expect, it } from 'vitest';
import { draft, type Conversation } from '../../../electron/server/conversation.ts';
import { objectRefusal } from '../../../electron/server/object-failures.ts';
import type { Draft, Outcome, StoredObject } from '../../../electron/server/outcome.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { Command, Item } from '../../../shared/syncml/message.ts';
import { codes, commands, DEV_ID, headerStatus, message, mustBe, read, status } from './scripted-handset.ts';
import { logIn, testTable, type TestTable } from './table.ts';

const DATA = './SCM/Inventory/Delivered/P/Data';
const NEXT: Command = { cmd: 'Alert', cmdId: '90', data: '1222', items: [] };
const SMALL = 1500;

interface Sending {
  readonly test: TestTable;
  readonly taken: number[];
  readonly outcome: () => Result<Outcome> | undefined;
  /** The reply that the handset has now. */
  reply: Uint8Array;
  msgId: number;
  /** Answers the reply with these; a message that is not final unless said. */
  say(
    more: (chunk: Command, ref: string) => readonly Command[],
    options?: { final?: boolean; size?: number },
  ): Promise<void>;
  chunk(): Item;
}

/** A session in which the workbench has begun to send 3000 octets to a handset that takes 1500 in a message. */
async function sending(
  drafts: (object: StoredObject) => readonly Draft[] = (object) => [addData(object)],
  then: (dm: Conversation, end: () => void) => void = (_dm, end) => end(),
): Promise<Sending> {
  const test = testTable();
  const taken: number[] = [];
  const octets = new Uint8Array(3000).map((_octet, index) => index);
  const object: StoredObject = {
    size: octets.length,
    read: (from, to) => ok(octets.subarray(from, to)),
    taken: (count) => void taken.push(count),
  };
  let outcome: Result<Outcome> | undefined;
  test.onOpen = (dm, end) =>
    void dm.send(drafts(object)).then((result) => {
      outcome = result.ok ? { ok: true, value: result.value.at(-1) as Outcome } : result;
      then(dm, end);
    });
  const reply = await logIn(test, [], SMALL);
  const made: Sending = {
    test,
    taken,
    outcome: () => outcome,
    reply,
    msgId: 3,
    async say(more, { final = false, size = SMALL } = {}) {
      const chunk = commands(this.reply).findLast((command) => command.cmd !== 'Alert') ?? NEXT;
      const ref = read(this.reply).hdr.msgId;
      const said = [headerStatus(ref), ...more(chunk, ref)];
      this.reply = await test.say(message({ msgId: String(this.msgId), commands: said, final, maxMsgSize: size }));
      this.msgId += 1;
    },
    chunk() {
      const command = commands(this.reply).at(-1);
      if (command === undefined || !('items' in command) || command.items[0] === undefined)
        throw new Error('There is no chunk.');
      return command.items[0];
    },
  };
  return made;
}

function addData(object: StoredObject): Draft {
  return { cmd: 'Add', items: [{ target: { locURI: DATA }, meta: { format: 'bin' } }], object };
}

const taken213 = (chunk: Command, ref: string): readonly Command[] => [status('2', ref, chunk, '213', [DATA]), NEXT];

describe('sending a large object', () => {
  it('waits for 213 on each chunk, tells how far it is, and ends with Final and the real status', async () => {
    const sent = await sending();
    expect(read(sent.reply).final).toBe(false);
    expect(sent.chunk()).toMatchObject({ moreData: true, meta: { format: 'b64', size: 4000 } });
    let data = '';
    while (sent.chunk().moreData === true) {
      data += String(sent.chunk().data);
      await sent.say(taken213);
      expect(codes(sent.reply)).toEqual(['SyncHdr 212', 'Alert 200']);
    }
    data += String(sent.chunk().data);
    expect(read(sent.reply).final).toBe(true);
    expect(Buffer.from(data, 'base64')).toHaveLength(3000);
    await sent.say((chunk, ref) => [status('2', ref, chunk, '200')], { final: true });
    expect(sent.outcome()).toMatchObject({ ok: true, value: { code: 200 } });
    expect(sent.taken.at(-1)).toBeLessThan(3000);
    expect(sent.test.events.at(-1)).toEqual({ type: 'ended', how: { kind: 'complete' } });
  });

  it('goes on when the handset only asks for the next message, and asks itself when it says nothing yet', async () => {
    const sent = await sending();
    await sent.say(() => [NEXT]);
    expect(sent.chunk().meta?.size).toBeUndefined();
    const before = sent.chunk().data;
    await sent.say(() => []);
    expect(commands(sent.reply)).toMatchObject([{ cmd: 'Alert', data: '1222' }]);
    await sent.say(() => [NEXT]);
    expect(sent.chunk().data).not.toBe(before);
  });

  it('fails when the handset goes on without a word on the chunk', async () => {
    const sent = await sending();
    await sent.say(() => [], { final: true });
    expect(sent.outcome()).toMatchObject({ ok: false, error: { code: 'object-unanswered' } });
  });

  it('goes out again from the start once after 424, and not a third time', async () => {
    const sent = await sending();
    const first = sent.chunk();
    const refuse = async (): Promise<void> => {
      while (sent.chunk().moreData === true) await sent.say(taken213);
      await sent.say((chunk, ref) => [status('2', ref, chunk, '424')], { final: true });
    };
    await refuse();
    expect(String(sent.chunk().data).slice(0, 100)).toBe(String(first.data).slice(0, 100));
    expect(sent.chunk().meta?.size).toBe(4000);
    await refuse();
    expect(sent.taken.filter((count) => count === 0)).toHaveLength(1);
    const outcome = sent.outcome();
    expect(outcome).toMatchObject({ ok: true, value: { code: 424 } });
    expect(objectRefusal(424)).toMatchObject({ code: 'object-size-mismatch', retryable: true });
  });

  it.each([
    ['413', 'object-too-large'],
    ['416', 'object-too-large'],
    ['411', 'object-size-required'],
    ['420', 'object-no-room'],
  ])('stops at %s in the middle, and the session goes on with other work', async (code, failure) => {
    let got: Result<Outcome> | undefined;
    const sent = await sending(undefined, (dm, end) => void dm.get('./A').then((result) => ((got = result), end())));
    await sent.say((chunk, ref) => [status('2', ref, chunk, code), NEXT]);
    // Something came for a command of ours: there may be more.
    expect(commands(sent.reply)).toMatchObject([{ cmd: 'Alert', data: '1222' }]);
    await sent.say(() => [NEXT]);
    expect(sent.outcome()).toMatchObject({ ok: true, value: { code: Number(code) } });
    expect(objectRefusal(Number(code))?.code).toBe(failure);
    const get = mustBe(commands(sent.reply)[0], 'Get');
    expect(read(sent.reply).final).toBe(true);
    await sent.say((_chunk, ref) => [status('2', ref, get, '404')], { final: true });
    expect(got).toMatchObject({ ok: true, value: { code: 404 } });
  });

  it('fails when the handset gives the object up with 1225', async () => {
    const sent = await sending();
    await sent.say(taken213);
    const place = { source: { locURI: DATA }, target: { locURI: DATA } };
    await sent.say(() => [{ cmd: 'Alert', cmdId: '2', data: '1225', items: [place] }, NEXT]);
    expect(sent.outcome()).toMatchObject({ ok: false, error: { code: 'object-interrupted', retryable: true } });
  });

  it('is not begun when it is larger than the MaxObjSize of the handset', async () => {
    const test = testTable();
    let got: Result<readonly Outcome[]> | undefined;
    test.onOpen = (dm, end) => {
      const object: StoredObject = { size: 3000, read: () => ok(new Uint8Array()), taken: () => undefined };
      void dm.send([addData(object)]).then((result) => ((got = result), end()));
    };
    const reply = await logIn(test, [], SMALL, 3999);
    expect(got).toMatchObject({ ok: false, error: { code: 'object-too-large' } });
    expect(commands(reply)).toEqual([]);
  });

  it('follows a MaxMsgSize that changes in the middle', async () => {
    const sent = await sending();
    const large = sent.reply.length;
    await sent.say(taken213, { size: 900 });
    expect(sent.reply.length).toBeLessThanOrEqual(900);
    await sent.say(taken213, { size: 1400 });
    expect(sent.reply.length).toBeGreaterThan(900);
    expect(large).toBeLessThanOrEqual(SMALL);
  });

  it('repeats the stored reply to a repeated message in the middle, and adds nothing twice', async () => {
    const sent = await sending();
    const chunk = commands(sent.reply).at(-1) ?? NEXT;
    const ref = read(sent.reply).hdr.msgId;
    const bytes = message({
      msgId: '3',
      commands: [headerStatus(ref), ...taken213(chunk, ref)],
      final: false,
      maxMsgSize: SMALL,
    });
    const reply = await sent.test.say(bytes);
    expect(await sent.test.say(bytes)).toEqual(reply);
    expect(sent.taken).toHaveLength(1);
    sent.reply = reply;
    sent.msgId = 4;
    while (sent.chunk().moreData === true) await sent.say(taken213);
    await sent.say((last, lastRef) => [status('2', lastRef, last, '200')], { final: true });
    expect(sent.outcome()).toMatchObject({ ok: true, value: { code: 200 } });
    expect(sent.taken).toEqual([...new Set(sent.taken)].toSorted((a, b) => a - b));
  });

  it('starts again when the handset first wants us to prove ourselves', async () => {
    const sent = await sending();
    const first = sent.chunk();
    const chunk = commands(sent.reply).at(-1) ?? NEXT;
    sent.reply = await sent.test.say(
      message({
        msgId: '3',
        commands: [headerStatus('2', '401', 'bm9uY2U='), status('2', '2', chunk, '401'), NEXT],
        final: false,
        maxMsgSize: SMALL,
      }),
    );
    expect(sent.chunk().meta?.size).toBe(4000);
    expect(String(sent.chunk().data).slice(0, 40)).toBe(String(first.data).slice(0, 40));
  });

  it('is answered with 1223 instead of the next chunk when the workbench gives up; what was answered stays', async () => {
    const sent = await sending((object) => [draft.addNode('./SCM/Inventory/Delivered/P'), addData(object)]);
    sent.test.table.of(DEV_ID)?.abort();
    await sent.say(taken213);
    expect(commands(sent.reply)).toMatchObject([{ cmd: 'Alert', data: '1223' }]);
    expect(read(sent.reply).final).toBe(true);
    expect(sent.test.events.at(-1)).toMatchObject({ how: { kind: 'aborted', by: 'workbench' } });
  });

  it('ends in a typed failure when the handset aborts in the middle', async () => {
    const sent = await sending();
    await sent.say(() => [{ cmd: 'Alert', cmdId: '2', data: '1223', items: [] }], { final: true });
    expect(codes(sent.reply)).toEqual(['SyncHdr 212', 'Alert 200']);
    expect(sent.outcome()).toMatchObject({ ok: false, error: { code: 'session-aborted' } });
  });
});

describe('an abort by the handset', () => {
  it('leaves what it has answered before answered', async () => {
    const test = testTable();
    const results: Result<Outcome>[] = [];
    test.onOpen = (dm) => {
      void dm.get('./A').then((result) => results.push(result));
      void dm.get('./B').then((result) => results.push(result));
    };
    const reply = await logIn(test);
    const first = mustBe(commands(reply)[0], 'Get');
    await test.say(
      message({
        msgId: '3',
        commands: [
          headerStatus('2'),
          status('2', '2', first, '404'),
          { cmd: 'Alert', cmdId: '3', data: '1223', items: [] },
        ],
      }),
    );
    expect(results).toMatchObject([
      { ok: true, value: { code: 404 } },
      { ok: false, error: { code: 'session-aborted' } },
    ]);
  });
});

describe('statuses that do not fit', () => {
  it('go out over several messages, and commands follow behind them', async () => {
    const test = testTable();
    test.onOpen = (dm) => void dm.get('./A');
    const alerts = Array.from({ length: 12 }, (_, index): Command => ({
      cmd: 'Alert',
      cmdId: String(index + 3),
      data: '1226',
      items: [{ source: { locURI: './x' }, data: '' }],
    }));
    const replies = [await logIn(test, alerts, 1100)];
    for (let msgId = 3; !read(replies.at(-1) ?? new Uint8Array()).final; msgId += 1) {
      const ref = read(replies.at(-1) ?? new Uint8Array()).hdr.msgId;
      replies.push(
        await test.say(
          message({ msgId: String(msgId), commands: [headerStatus(ref), NEXT], final: false, maxMsgSize: 1100 }),
        ),
      );
    }
    expect(replies.length).toBeGreaterThan(1);
    for (const reply of replies) expect(reply.length).toBeLessThanOrEqual(1100);
    const said = replies.flatMap((reply) => codes(reply)).filter((code) => code === 'Alert 200');
    // Alert 1201, the twelve, and one 1222 per further message.
    expect(said).toHaveLength(1 + alerts.length + replies.length - 1);
    expect(commands(replies.at(-1) ?? new Uint8Array())).toMatchObject([{ cmd: 'Get' }]);
  });
});
