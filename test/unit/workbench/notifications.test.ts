import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinFromSMS } from '../../../shared/dm/push-sms.ts';
import { decodePush } from '../../../shared/dm/wap-push.ts';
import { RESYNC_NONCES, verifyNotification } from '../../../shared/dm/notification.ts';
import { admitted, handsetOf, must, openBench, until, type Bench } from './bench.ts';

let bench: Bench;
let ear: Socket;
/** Admitted before it ever called: nobody knows where it is. */
const devId = 'IMEI:004400000000058';

beforeAll(async () => {
  bench = await openBench();
  must(
    await bench.workbench.call('handsets.admit', {
      devId,
      user: 'u',
      password: 'p',
      serverId: 'mgmt.example',
      serverPassword: 'srvpwd',
    }),
  );
  ear = createSocket('udp4');
  ear.bind(0, '127.0.0.1');
  await once(ear, 'listening');
}, 30_000);

afterAll(async () => {
  ear.close();
  await bench.close();
});

async function heard(): Promise<Uint8Array> {
  const [bytes] = (await once(ear, 'message')) as [Buffer];
  return bytes;
}

function sessionOf(notification: Uint8Array): number {
  // A handset that has not called yet gets the two readings of the fixed nonce in turn.
  const key = { serverId: 'mgmt.example', serverPassword: 'srvpwd', nonce: RESYNC_NONCES['zero-octets'] };
  return must(verifyNotification(notification, key, { resync: true })).notification.sessionId;
}

async function made(form: 'raw' | 'push' | 'sms'): Promise<Buffer> {
  const { content } = must(await bench.workbench.call('reach.notification', { devId, form }));
  return Buffer.from(content, 'base64');
}

describe('notifications', () => {
  it('go to the address that a person gives, as WAP push or raw', async () => {
    const { port } = ear.address();
    const push = heard();
    must(await bench.workbench.call('reach.notify', { devId, form: 'push', host: '127.0.0.1', port }));
    expect(sessionOf(must(decodePush(await push)).body)).toBeGreaterThan(0);
    const raw = heard();
    must(await bench.workbench.call('reach.notify', { devId, form: 'raw', host: '127.0.0.1', port }));
    expect(sessionOf(await raw)).toBeGreaterThan(0);
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 100, devId }));
    expect(entries.map(({ summary }) => summary)).toEqual(
      expect.arrayContaining([`Notification to 127.0.0.1:${port} as WAP push`, `Notification to 127.0.0.1:${port}`]),
    );
  });

  it('are told apart from an address that nobody can send to', async () => {
    expect(
      await bench.workbench.call('reach.notify', { devId, form: 'raw', host: 'no-such-host.invalid', port: 2948 }),
    ).toMatchObject({ ok: false, error: { code: 'notification-not-sent', retryable: true } });
    expect(
      await bench.workbench.call('reach.notify', { devId: 'IMEI:0', form: 'raw', host: '127.0.0.1' }),
    ).toMatchObject({ ok: false, error: { code: 'handset-unknown' } });
  });

  it('are files: as they are, as WAP push, and as the lines of hexadecimal that a modem takes', async () => {
    const [raw, push, sms] = [await made('raw'), await made('push'), await made('sms')];
    const lines = sms.toString('utf8').trim().split('\n');
    const joined = must(joinFromSMS(lines.map((line) => Buffer.from(line, 'hex'))));
    const sessions = [raw, must(decodePush(push)).body, must(decodePush(joined)).body].map(sessionOf);
    expect(sessions.every((session) => session > 0)).toBe(true);
  });

  it('wake a handset where a person said, until told otherwise', async () => {
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ canWake: false });
    expect(await bench.workbench.call('handsets.wake', { devId })).toMatchObject({ error: { code: 'cannot-wake' } });
    const { port } = ear.address();
    must(await bench.workbench.call('reach.setWake', { devId, form: 'push', host: '127.0.0.1', port }));
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({
      canWake: true,
      wake: { form: 'push', host: '127.0.0.1', port },
    });
    const push = heard();
    must(await bench.workbench.call('handsets.wake', { devId }));
    expect(decodePush(await push)).toMatchObject({ ok: true });
    must(await bench.workbench.call('reach.setWake', { devId, form: 'as-told' }));
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ canWake: false });
  });

  it('wake a virtual handset as WAP push as well, and not at all when a person said so', async () => {
    const virtual = await admitted(bench);
    must(await bench.workbench.call('reach.setWake', { devId: virtual, form: 'push' }));
    await until(async () => (await handsetOf(bench.workbench, virtual))?.state === 'ready', 'the session to end');
    const before = (await handsetOf(bench.workbench, virtual))?.lastSeen ?? 0;
    must(await bench.workbench.call('handsets.wake', { devId: virtual }));
    await until(async () => ((await handsetOf(bench.workbench, virtual))?.lastSeen ?? 0) > before, 'it to call', 8_000);
    must(await bench.workbench.call('reach.setWake', { devId: virtual, form: 'none' }));
    expect(await handsetOf(bench.workbench, virtual)).toMatchObject({ canWake: false });
  });
});
