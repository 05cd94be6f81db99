import { describe, expect, it } from 'vitest';
import { draft, type Conversation } from '../../../electron/server/conversation.ts';
import { codeFor, type Outcome } from '../../../electron/server/outcome.ts';
import type { Result } from '../../../shared/result.ts';
import type { Command } from '../../../shared/syncml/message.ts';
import {
  codes,
  commands,
  headerStatus,
  md5Cred,
  message,
  mustBe,
  nonceOf,
  packageOne,
  read,
  status,
} from './scripted-handset.ts';
import { logIn, testTable } from './table.ts';

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

  it('answers where it was asked, and says of another address that a handset names for replies', async () => {
    const test = testTable();
    const respURI = 'http://handset.example/elsewhere';
    const reply = await test.say(message({ msgId: '1', commands: packageOne(), respURI }));
    expect(read(reply).hdr.msgId).toBe('1');
    expect(test.traced.map(({ direction, notes }) => [direction, notes])).toEqual([
      ['in', [`RespURI ${respURI}: not followed, the reply goes back the way the message came`]],
      ['out', []],
    ]);
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
      void dm.exec(`./A/${'x'.repeat(5000)}`, { correlator: 'c' }).then((result) => results.push(result));
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
