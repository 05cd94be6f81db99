import { describe, expect, it } from 'vitest';
import { draft, type Conversation } from '../../../electron/server/conversation.ts';
import { codeFor, type Outcome } from '../../../electron/server/outcome.ts';
import type { Result } from '../../../shared/result.ts';
import type { Command } from '../../../shared/syncml/message.ts';
import {
  ACCOUNT,
  basicCred,
  codes,
  DEV_ID,
  commands,
  headerStatus,
  md5Cred,
  message,
  nonceOf,
  packageOne,
  read,
  status,
} from './scripted-handset.ts';
import { logIn, testTable } from './table.ts';

function mustBe(command: Command | undefined, name: Command['cmd']): Command {
  if (command === undefined || command.cmd !== name)
    throw new Error(`Expected ${name}, got ${command?.cmd ?? 'nothing'}`);
  return command;
}

describe('authentication of the handset', () => {
  it('challenges a message without credentials with 407 and a nonce, and answers every command 407', async () => {
    const test = testTable();
    const reply = await test.say(message({ msgId: '1', commands: packageOne() }));
    expect(codes(reply)).toEqual(['SyncHdr 407', 'Alert 407', 'Replace 407']);
    expect(commands(reply)).toEqual([]);
    expect(read(reply).final).toBe(true);
    expect(nonceOf(reply)).toBe(Buffer.from('nonce-1').toString('base64'));
    expect(read(reply).hdr.cred).toBeUndefined();
  });

  it('accepts the right digest with 212 and hands out the nonce of the next session', async () => {
    const test = testTable();
    const reply = await logIn(test);
    expect(codes(reply)).toEqual(['SyncHdr 212', 'Alert 200', 'Replace 200']);
    const next = nonceOf(reply);
    expect(test.account.clientNonce).toBe(next);
    const again = await test.say(message({ sessionId: '2B', msgId: '1', commands: packageOne(), cred: md5Cred(next) }));
    expect(codes(again)[0]).toBe('SyncHdr 212');
  });

  it('challenges a wrong digest with 401 and a fresh nonce, and sends no command', async () => {
    const test = testTable();
    test.onOpen = (dm) => void dm.get('./DevInfo');
    const first = await test.say(message({ msgId: '1', commands: packageOne() }));
    const reply = await test.say(
      message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(first), 'wrong') }),
    );
    expect(codes(reply)).toEqual(['SyncHdr 401', 'Alert 401', 'Replace 401']);
    expect(nonceOf(reply)).not.toBe(nonceOf(first));
    expect(commands(reply)).toEqual([]);
    expect(test.events.some((event) => event.type === 'open')).toBe(false);
  });

  it('gives a handset up after three wrong credentials', async () => {
    const test = testTable();
    let reply = await test.say(message({ msgId: '1', commands: packageOne() }));
    for (const msgId of ['2', '3', '4'])
      reply = await test.say(message({ msgId, commands: packageOne(), cred: md5Cred(nonceOf(reply), 'wrong') }));
    expect(test.events.at(-1)).toMatchObject({
      type: 'ended',
      how: { kind: 'refused', failure: { code: 'handset-not-proven' } },
    });
  });

  it('does not take an old nonce twice', async () => {
    const test = testTable();
    const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
    const cred = md5Cred(nonceOf(challenge));
    await test.say(message({ msgId: '2', commands: packageOne(), cred }));
    const replay = await test.say(message({ sessionId: '2B', msgId: '1', commands: packageOne(), cred }));
    expect(codes(replay)[0]).toBe('SyncHdr 401');
  });

  it('speaks basic where the account says so, and takes nothing weaker than the account', async () => {
    const test = testTable();
    test.account = { ...ACCOUNT, auth: 'basic' };
    expect(codes(await test.say(message({ msgId: '1', commands: packageOne(), cred: basicCred() })))[0]).toBe(
      'SyncHdr 212',
    );
    test.account = ACCOUNT;
    expect(
      codes(await test.say(message({ sessionId: '2B', msgId: '1', commands: packageOne(), cred: basicCred() })))[0],
    ).toBe('SyncHdr 401');
  });

  it('holds a handset that nobody admitted: proven, answered, and never sent a command', async () => {
    const test = testTable();
    test.admitted = false;
    test.own = false;
    const reply = await logIn(test);
    expect(codes(reply)[0]).toBe('SyncHdr 212');
    expect(commands(reply)).toEqual([]);
    expect(test.events.map((event) => event.type)).toEqual(['devinfo', 'challenged', 'proven', 'devinfo', 'ended']);
    expect(test.account.clientNonce).toBeUndefined();
  });
});

describe('authentication of the server', () => {
  it('sends its credential until the handset has accepted it', async () => {
    const test = testTable();
    test.account = { ...ACCOUNT, serverNonce: Buffer.from('srv').toString('base64') };
    test.onOpen = (dm) =>
      void dm
        .get('./DevInfo/Man')
        .then(() => dm.get('./DevInfo/Mod'))
        .then(() => dm.end());
    const first = await logIn(test);
    expect(read(first).hdr.cred).toEqual(
      md5Cred(Buffer.from('srv').toString('base64'), ACCOUNT.serverPassword, ACCOUNT.serverId),
    );
    const get = mustBe(commands(first)[0], 'Get');
    const second = await test.say(message({ msgId: '3', commands: [headerStatus('2'), status('2', '2', get, '404')] }));
    expect(read(second).hdr.cred).toBeUndefined();
  });

  it('sends commands again with the nonce of the handset when they were refused for lack of it', async () => {
    const test = testTable();
    let got: Result<Outcome> | undefined;
    test.onOpen = (dm) =>
      void dm.get('./DevInfo/Man').then((result) => {
        got = result;
        dm.end();
      });
    const first = await logIn(test);
    const get = mustBe(commands(first)[0], 'Get');
    const fresh = Buffer.from('fresh').toString('base64');
    const second = await test.say(
      message({ msgId: '3', commands: [headerStatus('2', '401', fresh), status('2', '2', get, '401')] }),
    );
    expect(read(second).hdr.cred).toEqual(md5Cred(fresh, ACCOUNT.serverPassword, ACCOUNT.serverId));
    const again = mustBe(commands(second)[0], 'Get');
    await test.say(
      message({
        msgId: '4',
        commands: [
          headerStatus('3'),
          status('2', '3', again, '200'),
          {
            cmd: 'Results',
            cmdId: '3',
            msgRef: '3',
            cmdRef: again.cmdId,
            items: [{ source: { locURI: './DevInfo/Man' }, data: 'Acme' }],
          },
        ],
      }),
    );
    expect(got).toMatchObject({ ok: true, value: { code: 200, results: [{ data: 'Acme' }] } });
    expect(test.account.serverNonce).toBe(fresh);
  });

  it('says so when the handset never accepts it', async () => {
    const test = testTable();
    let got: Result<Outcome> | undefined;
    test.onOpen = (dm) => void dm.get('./DevInfo/Man').then((result) => (got = result));
    let reply = await logIn(test);
    for (const [index, msgId] of ['3', '4', '5'].entries()) {
      const get = mustBe(commands(reply)[0], 'Get');
      reply = await test.say(
        message({
          msgId,
          commands: [headerStatus(String(index + 2), '401', 'bm9uY2U='), status('2', String(index + 2), get, '401')],
        }),
      );
    }
    expect(got).toMatchObject({ ok: false, error: { code: 'server-not-proven' } });
  });
});

describe('packages and messages', () => {
  it('holds the reply until commands are queued, and lets those queued together travel together', async () => {
    const test = testTable();
    let dm: Conversation | undefined;
    test.onOpen = (conversation) => void (dm = conversation);
    const pending = logIn(test);
    let isAnswered = false;
    void pending.then(() => (isAnswered = true));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(isAnswered).toBe(false);
    void dm?.get('./A');
    void dm?.exec('./B', { correlator: 'c1' });
    expect(commands(await pending).map((command) => command.cmd)).toEqual(['Get', 'Exec']);
  });

  it('ends with Statuses and Final when there is no more work', async () => {
    const test = testTable();
    const reply = await logIn(test);
    expect(read(reply).final).toBe(true);
    expect(test.events.at(-1)).toEqual({ type: 'ended', how: { kind: 'complete' } });
  });

  it('answers a message without Final with 1222 and no Final, and collects Results over several messages', async () => {
    const test = testTable();
    let got: Result<Outcome> | undefined;
    test.onOpen = (dm) =>
      void dm.get('./SCM?list=StructData').then((result) => {
        got = result;
        dm.end();
      });
    const first = await logIn(test);
    const get = mustBe(commands(first)[0], 'Get');
    const results = (cmdId: string, uri: string): Command => ({
      cmd: 'Results',
      cmdId,
      msgRef: '2',
      cmdRef: get.cmdId,
      items: [{ source: { locURI: uri }, data: 'x' }],
    });
    const next = await test.say(
      message({
        msgId: '3',
        final: false,
        commands: [headerStatus('2'), status('2', '2', get, '200'), results('3', './SCM/A')],
      }),
    );
    expect(commands(next)).toMatchObject([{ cmd: 'Alert', data: '1222' }]);
    expect(read(next).final).toBe(false);
    expect(got).toBeUndefined();
    await test.say(message({ msgId: '4', commands: [headerStatus('3'), results('2', './SCM/B')] }));
    expect(got?.ok === true ? got.value.results.map((item) => item.source?.locURI) : got).toEqual([
      './SCM/A',
      './SCM/B',
    ]);
  });

  it('answers a repeated MsgID with the same octets and does nothing twice', async () => {
    const test = testTable();
    let asked = 0;
    test.onOpen = (dm) =>
      void dm.get('./A').then(() => {
        asked += 1;
        dm.end();
      });
    const first = await logIn(test);
    const get = mustBe(commands(first)[0], 'Get');
    const bytes = message({ msgId: '3', commands: [headerStatus('2'), status('2', '2', get, '404')] });
    const reply = await test.say(bytes);
    expect(await test.say(bytes)).toEqual(reply);
    expect(asked).toBe(1);
  });

  it('lets a handset that repeats a held message wait for the same reply', async () => {
    const test = testTable();
    let dm: Conversation | undefined;
    test.onOpen = (conversation) => void (dm = conversation);
    const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
    const bytes = message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) });
    const [one, two] = [test.say(bytes), test.say(bytes)];
    await new Promise((resolve) => setTimeout(resolve, 20));
    dm?.end();
    expect(await one).toEqual(await two);
  });

  it('respects the MaxMsgSize of the handset and sends the rest in the next package', async () => {
    const test = testTable();
    let settled: readonly Outcome[] = [];
    test.onOpen = (dm) =>
      void dm
        .send(Array.from({ length: 40 }, (_, index) => draft.get(`./SCM/Inventory/Deployed/C${index}`)))
        .then((result) => {
          if (result.ok) settled = result.value;
          dm.end();
        });
    let reply = await logIn(test, [], 3000);
    let msgId = 3;
    let packages = 0;
    while (commands(reply).length > 0) {
      packages += 1;
      expect(reply.length).toBeLessThanOrEqual(3000);
      const ref = read(reply).hdr.msgId;
      const answers = commands(reply).map((command, index) => status(String(index + 2), ref, command, '404'));
      reply = await test.say(
        message({ msgId: String(msgId), commands: [headerStatus(ref), ...answers], maxMsgSize: 3000 }),
      );
      msgId += 1;
    }
    expect(packages).toBeGreaterThan(1);
    expect(settled).toHaveLength(40);
    expect(settled.every((outcome) => outcome.code === 404)).toBe(true);
  });

  it('fails a command that never fits, and only that one', async () => {
    const test = testTable();
    const results: Result<Outcome>[] = [];
    test.onOpen = (dm) => {
      void dm.add({ uri: './A/B', value: 'x'.repeat(5000) }).then((result) => results.push(result));
      void dm.get('./A').then((result) => {
        results.push(result);
        dm.end();
      });
    };
    const reply = await logIn(test, [], 2500);
    expect(commands(reply).map((command) => command.cmd)).toEqual(['Get']);
    await test.say(
      message({
        msgId: '3',
        commands: [headerStatus('2'), status('2', '2', mustBe(commands(reply)[0], 'Get'), '200')],
      }),
    );
    expect(results).toMatchObject([{ ok: false, error: { code: 'command-too-large' } }, { ok: true }]);
  });

  it('refuses another protocol version with 513 and ends', async () => {
    const test = testTable();
    const reply = await test.say(message({ msgId: '1', commands: packageOne(), verProto: 'DM/1.1' }));
    expect(codes(reply)).toEqual(['SyncHdr 513']);
    expect(test.events.at(-1)).toMatchObject({
      type: 'ended',
      how: { kind: 'refused', failure: { code: 'version-not-supported' } },
    });
  });
});

describe('statuses and alerts', () => {
  it('matches one Status per item, or one for all, by TargetRef', async () => {
    const test = testTable();
    let got: Result<Outcome> | undefined;
    test.onOpen = (dm) =>
      void dm.get('./A', './B').then((result) => {
        got = result;
        dm.end();
      });
    const get = mustBe(commands(await logIn(test))[0], 'Get');
    await test.say(
      message({
        msgId: '3',
        commands: [headerStatus('2'), status('2', '2', get, '200', ['A']), status('3', '2', get, '404', ['./B'])],
      }),
    );
    if (got?.ok !== true) throw new Error('The Get has not settled.');
    expect([codeFor(got.value, './A'), codeFor(got.value, './B'), got.value.code]).toEqual([200, 404, 404]);
  });

  it('settles an Atomic without Status when the package is complete', async () => {
    const test = testTable();
    let got: Result<Outcome> | undefined;
    test.onOpen = (dm) =>
      void dm.atomic([draft.addNode('./A'), draft.addNode('./B')]).then((result) => {
        got = result;
        dm.end();
      });
    const atomic = mustBe(commands(await logIn(test))[0], 'Atomic');
    if (atomic.cmd !== 'Atomic' || atomic.commands[0] === undefined) throw new Error('The Atomic is empty.');
    await test.say(message({ msgId: '3', commands: [headerStatus('2'), status('2', '2', atomic.commands[0], '200')] }));
    expect(got).toMatchObject({ ok: true, value: { code: undefined, children: [{ code: 200 }, { code: undefined }] } });
  });

  it('reports generic alerts with their Correlator and answers them 200', async () => {
    const test = testTable();
    const alert: Command = {
      cmd: 'Alert',
      cmdId: '3',
      data: '1226',
      correlator: 'job-4711',
      items: [
        {
          source: { locURI: './SCM/Download/pkg42/Operations/DownloadInstall' },
          target: { locURI: './SCM/Inventory/Deployed/C1' },
          meta: { type: 'urn:oma:at:scomo:1.0:OperationComplete', format: 'text/plain', mark: 'informational' },
          data: '<ResultCode>1200</ResultCode><Identifier>com.acme.notes</Identifier>',
        },
      ],
    };
    const reply = await logIn(test, [alert]);
    expect(codes(reply)).toContain('Alert 200');
    expect(test.events.find((event) => event.type === 'alert')).toMatchObject({
      alert: {
        code: 1226,
        correlator: 'job-4711',
        source: './SCM/Download/pkg42/Operations/DownloadInstall',
        mark: 'informational',
      },
    });
  });

  it('fails what is under way when the handset aborts with 1223', async () => {
    const test = testTable();
    let got: Result<Outcome> | undefined;
    test.onOpen = (dm) => void dm.get('./A').then((result) => (got = result));
    await logIn(test);
    const reply = await test.say(
      message({ msgId: '3', commands: [headerStatus('2'), { cmd: 'Alert', cmdId: '2', data: '1223', items: [] }] }),
    );
    expect(codes(reply)).toEqual(['SyncHdr 212', 'Alert 200']);
    expect(commands(reply)).toEqual([]);
    expect(got).toMatchObject({ ok: false, error: { code: 'session-aborted' } });
  });

  it('answers commands a handset may not send with 406', async () => {
    const test = testTable();
    const reply = await logIn(test, [{ cmd: 'Get', cmdId: '3', items: [{ target: { locURI: './DevInfo' } }] }]);
    expect(codes(reply)).toContain('Get 406');
  });
});

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

  it('loses the old session when the handset starts a new one', async () => {
    const test = testTable();
    let got: Result<Outcome> | undefined;
    test.onOpen = (dm) => void dm.get('./A').then((result) => (got = result));
    await logIn(test);
    await test.say(message({ sessionId: '2B', msgId: '1', commands: packageOne() }));
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
