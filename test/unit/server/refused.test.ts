import { describe, expect, it } from 'vitest';
import { fail } from '../../../shared/result.ts';
import { codes, DEV_ID, md5Cred, message, nonceOf, packageOne, read } from './scripted-handset.ts';
import { testTable } from './table.ts';

const PASSES = fail('handset-in-session', 'It is in session over USB 1-2.', 'Wait.', { retryable: true }).error;
const STAYS = fail('auth-too-weak', 'It proves too little.', 'Change it.').error;

describe('a handset that may not talk', () => {
  it.each([
    ['now', PASSES, '417'],
    ['before something is changed', STAYS, '403'],
  ])('%s is told so in every Status, and not asked to prove itself', async (_when, refused, code) => {
    const test = testTable();
    test.refused = refused;
    const reply = await test.say(message({ msgId: '1', commands: packageOne() }));
    expect(codes(reply)).toEqual([`SyncHdr ${code}`, `Alert ${code}`, `Replace ${code}`]);
    expect(read(reply).commands.every((command) => !('chal' in command))).toBe(true);
    expect(test.events.at(-1)).toEqual({ type: 'ended', how: { kind: 'refused', failure: refused } });
  });

  it('is refused in the middle of its proof as well, and comes in later as if nothing had been', async () => {
    const test = testTable();
    const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
    const proof = message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) });
    test.refused = PASSES;
    expect(codes(await test.say(proof))[0]).toBe('SyncHdr 417');
    expect(test.lockOut.of(DEV_ID)).toEqual([]);
    test.refused = undefined;
    const again = await test.say(message({ sessionId: '2B', msgId: '1', commands: packageOne() }));
    const cred = md5Cred(nonceOf(again));
    const reply = await test.say(message({ sessionId: '2B', msgId: '2', commands: packageOne(), cred }));
    expect(codes(reply)[0]).toBe('SyncHdr 212');
  });

  it('goes on with the session in which it has proven itself', async () => {
    const test = testTable();
    test.onOpen = (dm) => void dm.get('./DevInfo/DevId');
    const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
    await test.say(message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge)) }));
    test.refused = PASSES;
    const held = test.say(message({ msgId: '3', commands: [] }));
    test.table.of(DEV_ID)?.end();
    expect(codes(await held)).toEqual(['SyncHdr 212']);
  });
});
