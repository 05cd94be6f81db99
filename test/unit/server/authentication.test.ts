import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../electron/server/outcome.ts';
import type { Result } from '../../../shared/result.ts';
import {
  ACCOUNT,
  basicCred,
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

  it('takes a challenged introduction that is replayed behind the proof for nothing', async () => {
    const test = testTable();
    test.onOpen = (dm) => void dm.get('./A');
    const introduction = message({ msgId: '1', commands: packageOne() });
    const challenge = await test.say(introduction);
    await test.say(message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) }));
    const heard = test.events.length;
    expect(codes(await test.say(introduction))[0]).toBe('SyncHdr 400');
    expect(test.events).toHaveLength(heard);
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
