import { describe, expect, it } from 'vitest';
import { createResync } from '../../../electron/server/resync.ts';
import { RESYNC_NONCES } from '../../../shared/dm/notification.ts';
import { encodeNonce } from '../../../shared/syncml/auth.ts';
import { ACCOUNT, codes, DEV_ID, md5Cred, message, nonceOf, packageOne, read } from './scripted-handset.ts';
import { testTable } from './table.ts';

const ZEROS = encodeNonce(RESYNC_NONCES['zero-octets']);
const ASCII = encodeNonce(RESYNC_NONCES.ascii);

function first(nonce: string, sessionId = '1234'): Uint8Array {
  return message({ sessionId, msgId: '1', commands: packageOne(), cred: md5Cred(nonce) });
}

describe('a session that a notification with a fixed nonce asked for', () => {
  it.each([
    ['four zero octets', 'zero-octets', ZEROS],
    ['the ten characters', 'ascii', ASCII],
  ] as const)('is proven with it on both sides, and brings a fresh one: %s', async (_name, kind, nonce) => {
    const test = testTable();
    test.account = { ...ACCOUNT, clientNonce: 'b3RoZXI=', serverNonce: 'b3RoZXI=' };
    test.onOpen = (dm) => void dm.get('./A');
    test.resync.sent(DEV_ID, 0x1234, kind);
    const reply = await test.say(first(nonce));
    expect(codes(reply)[0]).toBe('SyncHdr 212');
    expect(test.account.clientNonce).toBe(nonceOf(reply));
    expect(read(reply).hdr.cred).toEqual(md5Cred(nonce, ACCOUNT.serverPassword, ACCOUNT.serverId));
  });

  it('takes a MAC made with it as well', async () => {
    const test = testTable();
    test.account = { ...ACCOUNT, auth: 'mac', serverAuth: 'mac' };
    test.resync.sent(DEV_ID, 0x1234, 'zero-octets');
    const bytes = message({ sessionId: '1234', msgId: '1', commands: packageOne() });
    expect(codes((await test.sayMac(bytes, ZEROS)).bytes)[0]).toBe('SyncHdr 200');
  });

  it('may have its octets turned round, as libdmclient does it', async () => {
    const test = testTable();
    test.resync.sent(DEV_ID, 0x1234, 'ascii');
    expect(codes(await test.say(first(ASCII, '3412')))[0]).toBe('SyncHdr 212');
  });

  it('takes it only as the first thing that is shown: after a challenge it is wrong', async () => {
    const test = testTable();
    test.resync.sent(DEV_ID, 0x1234, 'zero-octets');
    await test.say(message({ sessionId: '1234', msgId: '1', commands: packageOne() }));
    const late = message({ sessionId: '1234', msgId: '2', commands: packageOne(), cred: md5Cred(ZEROS) });
    expect(codes(await test.say(late))[0]).toBe('SyncHdr 401');
  });
});

describe('a fixed nonce is wrong', () => {
  it('without such a notification', async () => {
    for (const nonce of [ZEROS, ASCII]) expect(codes(await testTable().say(first(nonce)))[0]).toBe('SyncHdr 401');
  });

  it('in another session, for another handset, and a minute later', async () => {
    const test = testTable();
    test.resync.sent(DEV_ID, 0x1234, 'zero-octets');
    test.resync.sent('IMEI:2', 0x99, 'zero-octets');
    expect(codes(await test.say(first(ZEROS, '1235')))[0]).toBe('SyncHdr 401');
    expect(codes(await test.say(first(ZEROS, '99')))[0]).toBe('SyncHdr 401');
    test.advance(61_000);
    expect(codes(await test.say(first(ZEROS)))[0]).toBe('SyncHdr 401');
  });

  it('once the handset has proven itself', () => {
    const resync = createResync(() => 0);
    resync.sent('a', 7, 'ascii');
    expect(resync.of('a', '7')).toBe('ascii');
    resync.done('a');
    expect(resync.of('a', '7')).toBeUndefined();
  });
});
