import { afterEach, describe, expect, it } from 'vitest';
import { createObexClient, type ObexSettings } from '../../../../electron/links/obex/client.ts';
import { serveObex, type ObexService, type ReceivedObject } from '../../../../electron/links/obex/server.ts';
import { openSerialChannel, type SerialChannel } from '../../../../electron/links/serial/serial-channel.ts';
import type { Failure } from '../../../../shared/result.ts';
import { RESPONSES } from '../../../../shared/obex/codes.ts';
import { openPtyPair, type PtyPair } from '../../../cable/pty.ts';
import { valueOf } from '../../shared/obex/value-of.ts';

const SERIAL = { speed: 115_200, rtscts: false, writeMs: 2_000 };
const CLIENT: ObexSettings = { maxPacket: 1_024, responseMs: 2_000, objectMs: 5_000, maxObject: 1_000_000 };
const SERVER = { maxPacket: 8_192, maxObject: 100_000, keepAliveMs: 50 };

let pair: PtyPair | undefined;
let channels: SerialChannel[] = [];

afterEach(async () => {
  await Promise.all(channels.map((channel) => channel.close()));
  channels = [];
  await pair?.unplug();
});

async function bothEnds(): Promise<{ readonly near: SerialChannel; readonly far: SerialChannel }> {
  pair = await openPtyPair();
  const near = valueOf(await openSerialChannel(pair.near, SERIAL));
  const far = valueOf(await openSerialChannel(pair.far, SERIAL));
  channels = [near, far];
  return { near, far };
}

interface Served {
  readonly put: ReceivedObject[];
  ended: Failure | 'left' | undefined;
}

function serve(far: SerialChannel, service: Partial<ObexService> = {}): Served {
  const served: Served = { put: [], ended: undefined };
  serveObex(
    far,
    {
      accepts: (target) => target === 'SYNCML-DM',
      put: (object) => {
        served.put.push(object);
        return Promise.resolve(RESPONSES.ok.code);
      },
      get: () => Promise.resolve(undefined),
      ended: (failure) => {
        served.ended = failure ?? 'left';
      },
      ...service,
    },
    SERVER,
  );
  return served;
}

function object(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_none, index) => (index * 7) & 0xff);
}

describe('OBEX over a serial line', () => {
  it('agrees on the smaller packet and carries objects both ways in many packets', async () => {
    const { near, far } = await bothEnds();
    const served = serve(far, { get: () => Promise.resolve({ object: object(50_000), headers: [] }) });
    const client = createObexClient(near, CLIENT, new AbortController().signal);
    expect(valueOf(await client.connect('SYNCML-DM'))).toEqual({ who: 'SYNCML-DM', maxPacket: 1_024 });
    valueOf(await client.put('a/b', object(30_000)));
    expect(served.put.map(({ type, object: { length } }) => [type, length])).toEqual([['a/b', 30_000]]);
    expect(Buffer.from(served.put[0]?.object ?? [])).toEqual(Buffer.from(object(30_000)));
    const got = valueOf(await client.get('a/b'));
    expect(Buffer.from(got.object ?? [])).toEqual(Buffer.from(object(50_000)));
    await client.disconnect();
    expect(served.ended).toBe('left');
  });

  it('waits while the other side has nothing to say yet', async () => {
    const { near, far } = await bothEnds();
    const later = new Promise<{ object: Uint8Array; headers: [] }>((resolve) =>
      setTimeout(() => resolve({ object: object(3), headers: [] }), 300),
    );
    serve(far, { get: () => later });
    const client = createObexClient(near, CLIENT, new AbortController().signal);
    valueOf(await client.connect('SYNCML-DM'));
    expect(valueOf(await client.get('a/b')).object).toHaveLength(3);
  });

  it('tells an end from an empty object', async () => {
    const { near, far } = await bothEnds();
    const answers = [{ object: new Uint8Array(), headers: [] }, undefined];
    serve(far, { get: () => Promise.resolve(answers.shift()) });
    const client = createObexClient(near, CLIENT, new AbortController().signal);
    valueOf(await client.connect('SYNCML-DM'));
    expect(valueOf(await client.get('a/b')).object).toEqual(new Uint8Array());
    expect(valueOf(await client.get('a/b')).object).toBeUndefined();
  });

  it('is refused for another target', async () => {
    const { near, far } = await bothEnds();
    serve(far);
    const client = createObexClient(near, CLIENT, new AbortController().signal);
    const refused = await client.connect('SYNCML-SYNC');
    expect(refused).toMatchObject({ ok: false, error: { code: 'obex-refused', detail: '0xC4 not found' } });
  });

  it('refuses an object that is too large', async () => {
    const { near, far } = await bothEnds();
    const served = serve(far);
    const client = createObexClient(near, CLIENT, new AbortController().signal);
    valueOf(await client.connect('SYNCML-DM'));
    const put = await client.put('a/b', object(150_000));
    expect(put).toMatchObject({ ok: false, error: { code: 'obex-refused', detail: '0xCD entity too large' } });
    expect(served.put).toHaveLength(0);
  });

  it('fails with a reason on both ends when the cable is pulled in the middle', async () => {
    const { near, far } = await bothEnds();
    const served = serve(far, { get: () => new Promise(() => {}) });
    const client = createObexClient(near, CLIENT, new AbortController().signal);
    valueOf(await client.connect('SYNCML-DM'));
    const getting = client.get('a/b');
    setTimeout(() => void pair?.unplug(), 100);
    expect(await getting).toMatchObject({ ok: false, error: { code: 'channel-lost', retryable: true } });
    await expect.poll(() => served.ended).toMatchObject({ code: 'channel-lost' });
  });

  it('is given up when somebody takes it back', async () => {
    const { near, far } = await bothEnds();
    serve(far, { get: () => new Promise(() => {}) });
    const abort = new AbortController();
    const client = createObexClient(near, CLIENT, abort.signal);
    valueOf(await client.connect('SYNCML-DM'));
    setTimeout(() => abort.abort(), 100);
    expect(await client.get('a/b')).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('says that a handset is silent', async () => {
    const { near } = await bothEnds();
    const client = createObexClient(near, { ...CLIENT, responseMs: 100 }, new AbortController().signal);
    expect(await client.connect('SYNCML-DM')).toMatchObject({
      ok: false,
      error: { code: 'obex-silent', message: 'The handset did not answer CONNECT within 0.1 s.' },
    });
  });
});
