import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../electron/server/outcome.ts';
import type { Result } from '../../../shared/result.ts';
import {
  ACCOUNT,
  basicCred,
  codes,
  commands,
  headerStatus,
  macOf,
  md5Cred,
  message,
  mustBe,
  nonceOf,
  packageOne,
  read,
  status,
} from './scripted-handset.ts';
import { testTable, type TestTable } from './table.ts';

let test: TestTable;
let got: Result<Outcome> | undefined;

beforeEach(() => {
  test = testTable();
  got = undefined;
  test.account = { ...ACCOUNT, auth: 'mac', serverAuth: 'mac' };
  test.onOpen = (dm) =>
    void dm.get('./A').then((result) => {
      got = result;
      dm.end();
    });
});

const FIRST = message({ msgId: '1', commands: packageOne() });
const SECOND = message({ msgId: '2', commands: packageOne() });

/** Proves itself; answers the first package with a command and the nonce of the next message. */
async function open(): Promise<{ readonly bytes: Uint8Array; readonly nonce: string }> {
  const nonce = nonceOf(await test.say(FIRST));
  const { bytes } = await test.sayMac(SECOND, nonce);
  return { bytes, nonce: nonceOf(bytes) };
}

/** The answer to the Get of a reply, with a fresh nonce for the server. */
function answer(to: Uint8Array, msgId: string): Uint8Array {
  const get = mustBe(commands(to)[0], 'Get');
  const ref = read(to).hdr.msgId;
  return message({
    msgId,
    commands: [headerStatus(ref, '200', 'c3J2', 'syncml:auth-MAC'), status('2', ref, get, '200')],
  });
}

describe('a handset that signs every message', () => {
  it('is asked for a MAC, and accepted with 200 and a new nonce for each message', async () => {
    const challenge = await test.say(FIRST);
    expect(codes(challenge)).toEqual(['SyncHdr 407', 'Alert 407', 'Replace 407']);
    expect(read(challenge).commands[0]).toMatchObject({ chal: { meta: { format: 'b64', type: 'syncml:auth-MAC' } } });
    const first = await test.sayMac(SECOND, nonceOf(challenge));
    expect(codes(first.bytes)).toEqual(['SyncHdr 200', 'Alert 200', 'Replace 200']);
    const second = await test.sayMac(answer(first.bytes, '3'), nonceOf(first.bytes));
    expect(codes(second.bytes)).toEqual(['SyncHdr 200']);
    const nonces = [challenge, first.bytes, second.bytes].map(nonceOf);
    expect(new Set(nonces).size).toBe(3);
    expect(test.account.clientNonce).toBe(nonces[2]);
    expect(got).toMatchObject({ ok: true });
  });

  it('begins the next session with the nonce it was given last', async () => {
    const { bytes, nonce } = await open();
    const last = await test.sayMac(answer(bytes, '3'), nonce);
    const next = message({ sessionId: '2B', msgId: '1', commands: packageOne() });
    expect(codes((await test.sayMac(next, nonceOf(last.bytes))).bytes)[0]).toBe('SyncHdr 200');
  });

  it.each([
    ['another password', (bytes: Uint8Array, nonce: string) => macOf(bytes, nonce, ACCOUNT.user, 'wrong')],
    ['another user', (bytes: Uint8Array, nonce: string) => macOf(bytes, nonce, 'eve', ACCOUNT.password)],
    ['another nonce', (bytes: Uint8Array) => macOf(bytes, 'b2xk', ACCOUNT.user, ACCOUNT.password)],
    ['another message', (_: Uint8Array, nonce: string) => macOf(FIRST, nonce, ACCOUNT.user, ACCOUNT.password)],
    [
      'no user name',
      (bytes: Uint8Array, nonce: string) =>
        macOf(bytes, nonce, ACCOUNT.user, ACCOUNT.password).replace(/username="[^"]*", /, ''),
    ],
    ['no header at all', () => undefined],
  ])('is challenged with 401 for a MAC with %s, once it was asked', async (_name, hmacOf) => {
    const nonce = nonceOf(await test.say(FIRST));
    const hmac = hmacOf(SECOND, nonce);
    const reply = await test.table.exchange(SECOND, { address: '127.0.0.1', ...(hmac === undefined ? {} : { hmac }) });
    const bytes = reply.ok ? reply.value.bytes : new Uint8Array();
    expect(codes(bytes)).toEqual(['SyncHdr 401', 'Alert 401', 'Replace 401']);
    expect(nonceOf(bytes)).not.toBe(nonce);
    expect(commands(bytes)).toEqual([]);
    expect(test.events.some(({ type }) => type === 'proven')).toBe(false);
    expect(test.account.clientNonce).toBeUndefined();
  });

  it('ends the session when it answers a challenge with another type', async () => {
    await test.say(FIRST);
    const reply = await test.say(message({ msgId: '2', commands: packageOne(), cred: basicCred() }));
    expect(codes(reply)[0]).toBe('SyncHdr 401');
    expect(read(reply).commands[0]).not.toHaveProperty('chal');
    expect(test.events.at(-1)).toMatchObject({
      type: 'ended',
      how: { kind: 'refused', failure: { code: 'auth-type-differs', next: expect.stringContaining('mac') as string } },
    });
  });

  it('gets the stored reply for a message sent again, and no nonce changes', async () => {
    const { bytes, nonce } = await open();
    const third = answer(bytes, '3');
    const reply = await test.sayMac(third, nonce);
    const kept = test.account;
    expect(await test.sayMac(third, nonce)).toEqual(reply);
    expect(test.account).toEqual(kept);
  });

  it('keeps its session, its commands and its nonces when an old message of it is replayed or altered', async () => {
    const { bytes, nonce } = await open();
    const kept = test.account;
    const events = test.events.length;
    const replayed = await test.table.exchange(FIRST, { address: '127.0.0.1' });
    expect(codes(replayed.ok ? replayed.value.bytes : FIRST)[0]).toBe('SyncHdr 400');
    const altered = message({ msgId: '3', commands: [{ cmd: 'Alert', cmdId: '1', data: '1223', items: [] }] });
    const hmac = macOf(SECOND, nonce, ACCOUNT.user, ACCOUNT.password);
    const refused = await test.table.exchange(altered, { address: '127.0.0.1', hmac });
    expect(codes(refused.ok ? refused.value.bytes : FIRST)).toEqual(['SyncHdr 401', 'Alert 401']);
    expect(test.events.slice(events).map(({ type }) => type)).toEqual(['challenged']);
    expect(test.account).toEqual(kept);
    expect(codes((await test.sayMac(answer(bytes, '3'), nonce)).bytes)).toEqual(['SyncHdr 200']);
    expect(got).toMatchObject({ ok: true, value: { code: 200 } });
  });

  it('gets no answer of its session told to someone who repeats its octets without the MAC', async () => {
    const nonce = nonceOf(await test.say(FIRST));
    const first = await test.sayMac(SECOND, nonce);
    const again = await test.say(SECOND);
    expect(again).not.toEqual(first.bytes);
    expect(commands(again)).toEqual([]);
  });
});

describe('the server signs every message', () => {
  it('with the nonce that came last, over the octets as they go out', async () => {
    test.account = { ...test.account, serverNonce: 'Zmlyc3Q=' };
    const nonce = nonceOf(await test.say(FIRST));
    const first = await test.sayMac(SECOND, nonce);
    expect(first.hmac).toBe(macOf(first.bytes, 'Zmlyc3Q=', ACCOUNT.serverId, ACCOUNT.serverPassword));
    expect(read(first.bytes).hdr).not.toHaveProperty('cred');
    const second = await test.sayMac(answer(first.bytes, '3'), nonceOf(first.bytes));
    expect(second.hmac).toBe(macOf(second.bytes, 'c3J2', ACCOUNT.serverId, ACCOUNT.serverPassword));
    expect(test.account.serverNonce).toBe('c3J2');
  });

  it('not before the handset has proven itself', async () => {
    test.account = { ...test.account, serverNonce: 'Zmlyc3Q=' };
    const reply = await test.table.exchange(FIRST, { address: '127.0.0.1' });
    expect(reply.ok && reply.value).not.toHaveProperty('hmac');
  });

  it('and ends the session when the handset gives no nonce for the next message', async () => {
    const { bytes, nonce } = await open();
    const get = mustBe(commands(bytes)[0], 'Get');
    const third = message({ msgId: '3', commands: [headerStatus('2', '200'), status('2', '2', get, '200')] });
    await test.sayMac(third, nonce);
    expect(test.events.at(-1)).toMatchObject({ how: { kind: 'refused', failure: { code: 'mac-without-nonce' } } });
  });

  it('and takes a stored nonce only from a handset that has proven itself', async () => {
    test.account = { ...test.account, serverNonce: 'Zmlyc3Q=' };
    await test.say(message({ msgId: '1', commands: [...packageOne(), headerStatus('1', '401', 'ZXZpbA==')] }));
    expect(test.account.serverNonce).toBe('Zmlyc3Q=');
  });

  it('never with something weaker than the account says, whatever the handset asks for', async () => {
    const { bytes, nonce } = await open();
    const get = mustBe(commands(bytes)[0], 'Get');
    const third = message({
      msgId: '3',
      commands: [headerStatus('2', '401', undefined, 'syncml:auth-basic'), status('2', '2', get, '401')],
    });
    const reply = await test.sayMac(third, nonce);
    expect(read(reply.bytes).hdr).not.toHaveProperty('cred');
    expect(got).toMatchObject({ ok: false, error: { code: 'server-auth-differs' } });
  });
});

describe('a session that is proven once', () => {
  it('does nothing for an old message of it that comes again', async () => {
    test.account = ACCOUNT;
    let alerts = 0;
    test.onAlert = () => (alerts += 1);
    const alert = { cmd: 'Alert', cmdId: '3', data: '1226', items: [{ data: 'x' }] } as const;
    const challenge = await test.say(FIRST);
    const second = message({ msgId: '2', commands: packageOne([alert]), cred: md5Cred(nonceOf(challenge)) });
    const reply = await test.say(second);
    await test.say(message({ msgId: '3', final: false, commands: [headerStatus('2')] }));
    const replayed = await test.say(second);
    expect(replayed).not.toEqual(reply);
    expect(codes(replayed)[0]).toBe('SyncHdr 400');
    expect(commands(replayed)).toEqual([]);
    expect(alerts).toBe(1);
  });

  it('is not spoken in from another address', async () => {
    test.account = ACCOUNT;
    const challenge = await test.say(FIRST);
    await test.say(message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) }));
    const stranger = await test.say(
      message({ msgId: '3', commands: [{ cmd: 'Alert', cmdId: '1', data: '1223', items: [] }] }),
      '192.0.2.9',
    );
    expect(codes(stranger)).toEqual(['SyncHdr 407', 'Alert 407']);
    expect(test.table.count()).toBe(1);
    expect(got).toBeUndefined();
  });

  it('takes no other type from then on', async () => {
    test.account = ACCOUNT;
    const challenge = await test.say(FIRST);
    await test.say(message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) }));
    await test.say(message({ msgId: '3', commands: [headerStatus('2')], cred: basicCred() }));
    expect(test.events.at(-1)).toMatchObject({ how: { kind: 'refused', failure: { code: 'auth-type-differs' } } });
  });
});
