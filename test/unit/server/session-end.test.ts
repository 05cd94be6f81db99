import { describe, expect, it } from 'vitest';
import { draft } from '../../../electron/server/conversation.ts';
import type { Outcome } from '../../../electron/server/outcome.ts';
import type { Result } from '../../../shared/result.ts';
import type { Command } from '../../../shared/syncml/message.ts';
import {
  ACCOUNT,
  codes,
  commands,
  DEV_ID,
  md5Cred,
  message,
  mustBe,
  nonceOf,
  packageOne,
  read,
} from './scripted-handset.ts';
import { logIn, testTable } from './table.ts';

describe('sessions that end otherwise', () => {
  it('gives up with Alert 1223 and Final when the workbench aborts', async () => {
    const test = testTable();
    test.onOpen = () => undefined;
    const pending = logIn(test);
    await new Promise((resolve) => setTimeout(resolve, 20));
    test.table.of(DEV_ID)?.abort();
    const reply = await pending;
    expect(commands(reply)).toMatchObject([{ cmd: 'Alert', data: '1223' }]);
    expect(read(reply).final).toBe(true);
    expect(test.events.at(-1)).toEqual({ type: 'ended', how: { kind: 'aborted', by: 'workbench' } });
  });

  it('loses a session whose handset says nothing for too long', async () => {
    const test = testTable();
    let got: Result<Outcome> | undefined;
    test.onOpen = (dm) => void dm.get('./A').then((result) => (got = result));
    await logIn(test);
    await new Promise((resolve) => setImmediate(resolve));
    test.advance(30_001);
    await new Promise((resolve) => setImmediate(resolve));
    expect(got).toMatchObject({ ok: false, error: { code: 'handset-gone' } });
    expect(test.table.count()).toBe(0);
  });

  it('waits longer while a person is asked, also in the middle of a Sequence', async () => {
    const test = testTable();
    const ask = draft.interaction({ kind: 'confirm', text: 'Install?' });
    test.onOpen = (dm) => void dm.sequence([ask, draft.exec('./B', 'c1')]);
    expect(commands(await logIn(test)).map(({ cmd }) => cmd)).toEqual(['Sequence']);
    test.advance(60_000);
    expect(test.table.count()).toBe(1);
    test.advance(150_000);
    expect(test.table.count()).toBe(0);
  });

  it('loses a session whose handset hung up while its reply was held, unless it asks again', async () => {
    const test = testTable();
    test.onOpen = () => undefined;
    const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
    const bytes = message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) });
    const [first, second] = [new AbortController(), new AbortController()];
    void test.table.exchange(bytes, { address: '127.0.0.1', gone: () => first.signal });
    first.abort();
    test.advance(2_000);
    void test.table.exchange(bytes, { address: '127.0.0.1', gone: () => second.signal });
    test.advance(20_000);
    expect(test.table.count()).toBe(1);
    second.abort();
    test.advance(3_001);
    expect(test.table.count()).toBe(0);
    expect(test.events.at(-1)).toMatchObject({
      type: 'ended',
      how: { kind: 'lost', failure: { code: 'handset-gone' } },
    });
  });

  it('goes on when the handset asks again before its old connection is known to be gone', async () => {
    const test = testTable();
    test.onOpen = () => undefined;
    const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
    const bytes = message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) });
    const old = new AbortController();
    void test.table.exchange(bytes, { address: '127.0.0.1', gone: () => old.signal });
    await new Promise((resolve) => setImmediate(resolve));
    const reply = test.say(bytes);
    await new Promise((resolve) => setImmediate(resolve));
    old.abort();
    test.advance(20_000);
    expect(test.table.count()).toBe(1);
    test.table.of(DEV_ID)?.end();
    expect(read(await reply).final).toBe(true);
  });

  it('answers nothing any more to a message that the handset has gone past, and the next one as ever', async () => {
    const test = testTable();
    test.onOpen = () => undefined;
    const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
    const old = new AbortController();
    const overtaken = test.table.exchange(
      message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) }),
      { address: '127.0.0.1', gone: () => old.signal },
    );
    await new Promise((resolve) => setImmediate(resolve));
    const bytes = message({ msgId: '3', commands: [] });
    const next = test.say(bytes);
    expect(await overtaken).toMatchObject({ ok: true, value: { bytes: { length: 0 } } });
    old.abort();
    test.advance(20_000);
    expect(test.table.count()).toBe(1);
    test.table.of(DEV_ID)?.end();
    const reply = await next;
    expect(codes(reply)).toContain('SyncHdr 212');
    expect(await test.say(bytes)).toEqual(reply);
  });

  it('loses the old session when the handset has proven itself in a new one, not before', async () => {
    const test = testTable();
    let got: Result<Outcome> | undefined;
    test.onOpen = (dm) => void dm.get('./A').then((result) => (got ??= result));
    await logIn(test);
    const sessionId = '2B';
    const challenge = await test.say(message({ sessionId, msgId: '1', commands: packageOne() }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(got).toBeUndefined();
    await test.say(message({ sessionId, msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) }));
    expect(got).toMatchObject({ ok: false, error: { code: 'handset-gone' } });
  });

  it('keeps sessions of two handsets with the same SessionID apart', async () => {
    const test = testTable();
    const asked: string[] = [];
    test.onOpen = (dm) => void dm.get(`./${dm.devId}`).then(() => dm.end());
    for (const devId of ['IMEI:1', 'IMEI:2']) {
      const challenge = await test.say(message({ devId, msgId: '1', commands: packageOne() }));
      const reply = await test.say(
        message({ devId, msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) }),
      );
      const get = mustBe(commands(reply)[0], 'Get');
      if (get.cmd === 'Get') asked.push(get.items[0]?.target?.locURI ?? '');
      expect(read(reply).hdr.target.locURI).toBe(devId);
      test.account = ACCOUNT;
    }
    expect(asked).toEqual(['./IMEI:1', './IMEI:2']);
    expect(test.table.count()).toBe(2);
  });

  it('refuses what is no message, changes nothing, and traces it once', async () => {
    const test = testTable();
    for (const text of ['', '<SyncML', '<!DOCTYPE a><SyncML/>', '<html/>', '<a>'.repeat(100)]) {
      const reply = await test.table.exchange(new TextEncoder().encode(text), { address: '127.0.0.1' });
      expect(reply.ok).toBe(false);
    }
    expect(test.traced).toHaveLength(5);
    expect(test.traced.every((entry) => entry.refused !== undefined)).toBe(true);
    expect(test.table.count()).toBe(0);
    expect(test.events).toEqual([]);
  });

  it('tells once what a stranger says of itself in a message, however often it says it', async () => {
    const test = testTable();
    const said = (index: number): Command => ({
      cmd: 'Replace',
      cmdId: String(index + 3),
      items: [{ source: { locURI: `./DevInfo/Ext/${index % 2}` }, data: String(index) }],
    });
    const many = Array.from({ length: 1_000 }, (_, index) => said(index));
    await test.say(message({ msgId: '1', commands: packageOne(many) }));
    const told = test.events.filter(({ type }) => type === 'devinfo');
    expect(told).toHaveLength(1);
    const values = told[0]?.type === 'devinfo' ? told[0].values : new Map<string, string>();
    expect([values.get('Ext/0'), values.get('Ext/1'), values.has('Man')]).toEqual(['998', '999', true]);
  });

  it.each([{ devId: 'D'.repeat(256) }, { sessionId: '1'.repeat(256) }, { msgId: '1'.repeat(256) }])(
    'refuses a caller with a name or number that is longer than any, and keeps nothing of it',
    async (long) => {
      const test = testTable();
      const bytes = message({ msgId: '1', commands: packageOne(), ...long });
      expect(await test.table.exchange(bytes, { address: '127.0.0.1' })).toMatchObject({
        ok: false,
        error: { code: 'header-too-long' },
      });
      expect(test.traced.map(({ refused, devId }) => [refused?.code, devId])).toEqual([['header-too-long', undefined]]);
      expect(test.events).toEqual([]);
    },
  );
});

describe('an owner that cannot take an event in', () => {
  it('gives no acknowledgement, so that the handset keeps its report, and the next session works', async () => {
    const test = testTable();
    const alert: Command = {
      cmd: 'Alert',
      cmdId: '3',
      data: '1226',
      items: [
        {
          meta: { type: 'urn:oma:at:scomo:1.0:OperationComplete', format: 'chr' },
          data: '<ResultCode>1200</ResultCode>',
        },
      ],
    };
    test.onAlert = () => {
      throw new Error('disk full');
    };
    await expect(logIn(test, [alert])).rejects.toThrow('disk full');
    expect(test.table.count()).toBe(0);
    test.onAlert = () => undefined;
    const challenge = await test.say(message({ sessionId: '2B', msgId: '1', commands: packageOne() }));
    const reply = await test.say(
      message({ sessionId: '2B', msgId: '2', commands: packageOne([alert]), cred: md5Cred(nonceOf(challenge)) }),
    );
    expect(codes(reply)).toContain('Alert 200');
  });
});
