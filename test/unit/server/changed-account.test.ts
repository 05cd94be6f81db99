import { describe, expect, it } from 'vitest';
import { ACCOUNT, basicCred, codes, DEV_ID, md5Cred, message, nonceOf, packageOne } from './scripted-handset.ts';
import { testTable, type TestTable } from './table.ts';

const OTHER = { ...ACCOUNT, password: 'made-up-while-it-was-asked' } as const;

/** A handset that nobody has admitted yet was asked for its credentials; answers the nonce it was given. */
async function asked(test: TestTable): Promise<string> {
  test.admitted = false;
  test.own = false;
  return nonceOf(await test.say(message({ msgId: '1', commands: packageOne() })));
}

function admit(test: TestTable, account = OTHER): void {
  Object.assign(test, { admitted: true, own: true, account });
}

function opened(test: TestTable): boolean {
  return test.events.some(({ type }) => type === 'open');
}

describe('an account that changes while its handset is being asked for it', () => {
  it('lets the handset answer with what it had when the session began, and work in it', async () => {
    const test = testTable();
    const nonce = await asked(test);
    admit(test);
    const reply = await test.say(message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonce) }));
    expect(codes(reply)).toEqual(['SyncHdr 212', 'Alert 200', 'Replace 200']);
    expect(opened(test)).toBe(true);
    expect(test.events.filter(({ type }) => type === 'challenged')).toHaveLength(1);
    expect(test.events).toContainEqual({ type: 'proven', own: false });
  });

  it('lets it answer with the new credentials as well', async () => {
    const test = testTable();
    const nonce = await asked(test);
    admit(test);
    const reply = await test.say(message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonce, OTHER.password) }));
    expect(codes(reply)[0]).toBe('SyncHdr 212');
    expect(test.events).toContainEqual({ type: 'proven', own: true });
  });

  it('takes a type that is not the one of the new account, when it was the one it was asked for', async () => {
    const test = testTable();
    const nonce = await asked(test);
    admit(test, { ...OTHER, auth: 'mac', serverAuth: 'mac' });
    const reply = await test.say(message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonce) }));
    expect(codes(reply)[0]).toBe('SyncHdr 212');
    expect(opened(test)).toBe(true);
  });

  it('takes neither a wrong password nor another type for it', async () => {
    for (const wrong of [(nonce: string) => md5Cred(nonce, 'wrong'), () => basicCred()]) {
      const test = testTable();
      const nonce = await asked(test);
      admit(test);
      const reply = await test.say(message({ msgId: '2', commands: packageOne(), cred: wrong(nonce) }));
      expect(codes(reply)[0]).toBe('SyncHdr 401');
      expect(opened(test)).toBe(false);
    }
  });

  it('lets a handset that was asked to call answer with what it was asked with, in that session alone', async () => {
    const test = testTable();
    test.askedSessions.asked(DEV_ID, 0x2a, { account: ACCOUNT, own: false });
    // It is admitted before it says its first word.
    admit(test);
    const challenge = await test.say(message({ sessionId: '2A', msgId: '1', commands: packageOne() }));
    const cred = md5Cred(nonceOf(challenge));
    const reply = await test.say(message({ sessionId: '2A', msgId: '2', commands: packageOne(), cred }));
    expect(codes(reply)[0]).toBe('SyncHdr 212');
    expect(opened(test)).toBe(true);
    const other = await test.say(message({ sessionId: '2B', msgId: '1', commands: packageOne() }));
    const old = md5Cred(nonceOf(other));
    expect(codes(await test.say(message({ sessionId: '2B', msgId: '2', commands: packageOne(), cred: old })))[0]).toBe(
      'SyncHdr 401',
    );
  });

  it('counts for a handset that was asked by nobody’s name too, and not for ever', async () => {
    const test = testTable();
    test.askedSessions.asked('', 0x2a, { account: ACCOUNT, own: false });
    expect(test.askedSessions.of(DEV_ID, '2A')?.account).toBe(ACCOUNT);
    expect(test.askedSessions.of(DEV_ID, '2B')).toBeUndefined();
    test.advance(61_000);
    expect(test.askedSessions.of(DEV_ID, '2A')).toBeUndefined();
  });

  it('is what counts from the next session on', async () => {
    const test = testTable();
    const nonce = await asked(test);
    admit(test);
    await test.say(message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonce) }));
    const next = await test.say(message({ sessionId: '2B', msgId: '1', commands: packageOne() }));
    const cred = md5Cred(nonceOf(next));
    const old = await test.say(message({ sessionId: '2B', msgId: '2', commands: packageOne(), cred }));
    expect(codes(old)[0]).toBe('SyncHdr 401');
    const fresh = md5Cred(nonceOf(old), OTHER.password);
    const reply = await test.say(message({ sessionId: '2B', msgId: '3', commands: packageOne(), cred: fresh }));
    expect(codes(reply)[0]).toBe('SyncHdr 212');
  });
});
