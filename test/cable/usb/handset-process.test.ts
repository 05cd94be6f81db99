import { afterEach, describe, expect, it } from 'vitest';
import { createObexClient, type ObexSettings } from '../../../electron/links/obex/client.ts';
import { runDmSession } from '../../../electron/links/obex/dm-session.ts';
import { CODECS } from '../../../shared/syncml/codec.ts';
import { fail } from '../../../shared/result.ts';
import { valueOf } from '../../unit/shared/obex/value-of.ts';
import { plugHandset as startHandset, type PluggedHandset } from '../plugged-handset.ts';
import { HANDSET_BUILT } from '../../unit/workbench/bench.ts';
import { opened, watchBus, type WatchedBus } from './watched-bus.ts';

const CLIENT: ObexSettings = { maxPacket: 8_192, responseMs: 20_000, objectMs: 60_000, maxObject: 1_000_000 };
const DEV_ID = 'IMEI:351234567890123';
const ACCOUNT = {
  user: 'device',
  password: 'handset-secret',
  serverId: 'workbench',
  serverPassword: 'server-secret',
  serverURL: 'http://127.0.0.1:1/',
};

let watched: WatchedBus | undefined;
let handset: PluggedHandset | undefined;

afterEach(async () => {
  await handset?.stop();
  await watched?.bus.close();
});

describe('the virtual handset of the product on a USB cable', () => {
  it('sends its first message over the kernel’s USB bus, and is found again after a restart', async () => {
    watched = watchBus();
    const ids: string[] = [];
    for (let plug = 0; plug < 2; plug++) {
      handset = await startHandset({ usb: 'obex', account: ACCOUNT, devId: DEV_ID, program: HANDSET_BUILT });
      const found = await watched.handset();
      ids.push(found.id);
      const channel = await opened(watched.bus, found);
      const client = createObexClient(channel, CLIENT, new AbortController().signal);
      expect(valueOf(await client.connect('SYNCML-DM')).who).toBe('SYNCML-DM');
      const senders: unknown[] = [];
      const end = await runDmSession(client, {
        exchange: (bytes) => {
          const message = CODECS.wbxml.decode(bytes);
          senders.push(message.ok && message.value.message.hdr.source.locURI);
          return Promise.resolve(fail('enough', 'Enough for a test.', 'Nothing.'));
        },
        from: { link: 'usb', address: channel.name },
        notification: undefined,
      });
      expect(end).toMatchObject({ ok: false, error: { code: 'enough' } });
      expect(senders).toEqual([DEV_ID]);
      await client.disconnect();
      await channel.close();
      await handset.stop();
      await watched.empty();
    }
    expect(new Set(ids)).toEqual(new Set(['0421:0508:351234567890123']));
  });
});
