import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLockOut } from '../../../electron/server/lock-out.ts';
import { ACCOUNT, basicCred, codes, DEV_ID, md5Cred, message, nonceOf, packageOne, read } from './scripted-handset.ts';
import { testTable, type TestTable } from './table.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let session = 0x100;

/** Fails `count` times with a wrong password, in sessions of its own. */
async function fail(test: TestTable, count: number, address: string): Promise<void> {
  for (let n = 0; n < count; n++) {
    session += 1;
    const sessionId = session.toString(16).toUpperCase();
    await test.say(message({ sessionId, msgId: '1', commands: packageOne(), cred: basicCred('wrong') }), address);
  }
}

function first(sessionId: string, password = ACCOUNT.password): Uint8Array {
  return message({ sessionId, msgId: '1', commands: packageOne(), cred: basicCred(password) });
}

function basicTable(): TestTable {
  const test = testTable();
  test.account = { ...ACCOUNT, auth: 'basic', serverAuth: 'basic' };
  return test;
}

describe('a caller that shows wrong credentials too often', () => {
  it('is not asked again: it is refused without a challenge, and its session does nothing', async () => {
    const test = basicTable();
    await fail(test, 5, '192.0.2.9');
    const reply = await test.say(first('AA'), '192.0.2.9');
    expect(codes(reply)).toEqual(['SyncHdr 417', 'Alert 417', 'Replace 417']);
    expect(read(reply).commands.every((command) => !('chal' in command))).toBe(true);
    expect(test.events.at(-1)).toMatchObject({ how: { kind: 'refused', failure: { code: 'locked-out' } } });
    expect(test.events.some(({ type }) => type === 'proven')).toBe(false);
  });

  it('does not keep out the handset whose name it used', async () => {
    const test = basicTable();
    await fail(test, 50, '192.0.2.9');
    expect(codes(await test.say(first('AA'), '127.0.0.1'))[0]).toBe('SyncHdr 212');
    expect(codes(await test.say(first('AB'), '192.0.2.9'))[0]).toBe('SyncHdr 417');
  });

  it('does not end the session of the handset whose name it used', async () => {
    const test = basicTable();
    test.onOpen = () => undefined;
    const held = test.say(first('AA'), '127.0.0.1');
    await fail(test, 10, '192.0.2.9');
    expect(test.table.of(DEV_ID)).toMatchObject({ sessionId: 'AA', address: '127.0.0.1' });
    test.table.of(DEV_ID)?.end();
    expect(codes(await held)[0]).toBe('SyncHdr 212');
  });

  it('may try again when the lock has ended or a person has unlocked it', async () => {
    const test = basicTable();
    await fail(test, 5, '192.0.2.9');
    test.advance(31 * SECOND);
    expect(codes(await test.say(first('AA'), '192.0.2.9'))[0]).toBe('SyncHdr 212');
    await fail(test, 5, '192.0.2.9');
    test.lockOut.unlock(DEV_ID);
    expect(codes(await test.say(first('AB'), '192.0.2.9'))[0]).toBe('SyncHdr 212');
  });

  it('is forgiven what went wrong before once it has proven itself: stale nonces lock nobody out', async () => {
    const test = testTable();
    for (let n = 0; n < 12; n++) {
      const sessionId = (0x200 + n).toString(16).toUpperCase();
      const stale = message({ sessionId, msgId: '1', commands: packageOne(), cred: md5Cred('c3RhbGU=') });
      const challenge = await test.say(stale);
      const right = message({ sessionId, msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) });
      expect(codes(await test.say(right))[0]).toBe('SyncHdr 212');
    }
  });
});

describe('locks', () => {
  it('grow with every further failure, up to an hour', () => {
    let now = 0;
    const lockOut = createLockOut(() => now);
    const lengths: number[] = [];
    for (let n = 0; n < 14; n++) {
      lockOut.failed('a', '1', true);
      const until = lockOut.lockedUntil('a', '1');
      if (until !== undefined) lengths.push((until - now) / SECOND);
      now = until ?? now;
    }
    expect(lengths).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  });

  it('say who and until when, and tell each change', () => {
    const changed: string[] = [];
    const lockOut = createLockOut(
      () => 0,
      (devId) => changed.push(devId),
    );
    for (let n = 0; n < 5; n++) lockOut.failed('a', '192.0.2.9', true);
    expect(lockOut.of('a')).toEqual([{ address: '192.0.2.9', until: 30 * SECOND, failures: 5 }]);
    lockOut.unlock('a');
    expect([lockOut.of('a'), changed]).toEqual([[], ['a', 'a']]);
  });

  it('forget failures of yesterday', () => {
    let now = 0;
    const lockOut = createLockOut(() => now);
    for (let n = 0; n < 4; n++) lockOut.failed('a', '1', true);
    now = 25 * 60 * MINUTE;
    lockOut.failed('a', '1', true);
    expect(lockOut.lockedUntil('a', '1')).toBeUndefined();
  });

  it('of known handsets are not pushed out by made-up names', () => {
    const lockOut = createLockOut(() => 0);
    for (let n = 0; n < 5; n++) lockOut.failed('known', '192.0.2.9', true);
    for (let n = 0; n < 5_000; n++) lockOut.failed(`made-up ${n}`, '192.0.2.9', false);
    expect(lockOut.of('known')).toHaveLength(1);
    expect(lockOut.of('made-up 0')).toEqual([]);
  });

  it('never touch another DevId or address, whatever happens in which order', () => {
    const caller = fc.record({ devId: fc.constantFrom('a', 'b'), address: fc.constantFrom('1', '2') });
    const step = fc.record({ caller, what: fc.constantFrom('failed', 'proven', 'unlock'), wait: fc.nat(MINUTE) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = 1;
        const lockOut = createLockOut(() => now);
        for (const { caller, what, wait } of steps) {
          now += wait;
          const all = ['a', 'b'].flatMap((devId) => ['1', '2'].map((address) => ({ devId, address })));
          const others = all.filter(
            ({ devId, address }) => devId !== caller.devId || (what !== 'unlock' && address !== caller.address),
          );
          const locks = (): readonly unknown[] =>
            others.map(({ devId, address }) => lockOut.lockedUntil(devId, address));
          const before = locks();
          if (what === 'failed') lockOut.failed(caller.devId, caller.address, true);
          else if (what === 'proven') lockOut.proven(caller.devId, caller.address);
          else lockOut.unlock(caller.devId);
          expect(locks()).toEqual(before);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('callers that prove nothing', () => {
  it('are kept up to a number, and what they were told is let go', async () => {
    const test = testTable();
    test.onOpen = () => undefined;
    const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
    const held = test.say(message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) }));
    for (let n = 0; n < 500; n++) await test.say(message({ devId: `IMEI:${n}`, msgId: '1', commands: packageOne() }));
    expect(test.events.filter(({ type }) => type === 'ended')).toHaveLength(300);
    expect(test.table.count()).toBe(1);
    test.table.of(DEV_ID)?.end();
    expect(codes(await held)[0]).toBe('SyncHdr 212');
  });
});
