import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { ByteChannel } from '../../../../electron/links/byte-channel.ts';
import { serveDmSession } from '../../../../electron/links/obex/dm-service.ts';
import { createObexPlace, type PlacePorts } from '../../../../electron/links/obex/obex-place.ts';
import { serveObex } from '../../../../electron/links/obex/server.ts';
import { openSerialChannel } from '../../../../electron/links/serial/serial-channel.ts';
import { ok, type Failure } from '../../../../shared/result.ts';
import { RESPONSES } from '../../../../shared/obex/codes.ts';
import { openPtyPair, type PtyPair } from '../../../cable/pty.ts';
import { valueOf } from '../../shared/obex/value-of.ts';

const SERIAL = { speed: 115_200, rtscts: false, writeMs: 2_000 };
const OBEX = { maxPacket: 1_024, responseMs: 2_000, objectMs: 5_000, maxObject: 1_000_000 };

let pair: PtyPair | undefined;
let far: ByteChannel | undefined;

afterEach(async () => {
  await far?.close();
  await pair?.unplug();
});

/** A place with a handset that always has something to say; `exchange` is what becomes of it. */
async function placeWith(exchange: PlacePorts['exchange'], held: string[]) {
  pair = await openPtyPair();
  const path = pair.near;
  far = valueOf(await openSerialChannel(pair.far, SERIAL));
  const handset = far;
  const serve = (): void =>
    void serveObex(
      handset,
      {
        accepts: () => true,
        put: () => Promise.resolve(RESPONSES.ok.code),
        get: () => Promise.resolve({ object: Uint8Array.of(1), headers: [] }),
        ended: () => setImmediate(serve),
      },
      { maxPacket: 1_024, maxObject: 1_000, keepAliveMs: 1_000 },
    );
  serve();
  return createObexPlace(
    {
      exchange,
      notification: () => undefined,
      changed: () => undefined,
      lease: (devId) => {
        held.push(devId);
        return ok(() => void held.splice(held.indexOf(devId), 1));
      },
      left: () => undefined,
      ways: () =>
        ok([
          {
            link: 'serial',
            address: path,
            key: path,
            open: () => openSerialChannel(path, SERIAL),
            enter: () => Promise.resolve(ok({})),
            staysOpen: false,
          },
        ]),
    },
    OBEX,
  );
}

describe('a place on a cable', () => {
  it('lets the handset go when its message cannot be taken in, says so, and works again afterwards', async () => {
    const held: string[] = [];
    let isFull = true;
    const place = await placeWith((_bytes, { heard }) => {
      heard?.('IMEI:1');
      return isFull
        ? Promise.reject(new Error('database or disk is full'))
        : Promise.resolve(ok({ bytes: new Uint8Array() }));
    }, held);
    expect(await place.session()).toMatchObject({ ok: false, error: { code: 'message-not-taken' } });
    expect(held).toEqual([]);
    expect(place.current()).toMatchObject({ state: 'trouble', failure: { code: 'message-not-taken' } });
    isFull = false;
    expect(await place.session()).toEqual(ok(1));
    expect(place.current().state).toBe('ready');
    await place.close();
  });
});

describe('a handset that calls by itself', () => {
  it('and is gone before it is served leaves nothing behind', async () => {
    const gone: Failure = { code: 'channel-lost', message: 'It was pulled.', next: 'Plug it in.', retryable: true };
    const channel: ByteChannel = {
      name: 'pulled',
      write: () => Promise.resolve({ ok: false, error: gone }),
      listen: (listener) => listener?.lost(gone),
      close: () => Promise.resolve(),
    };
    const { signal } = new AbortController();
    const exchange = () => Promise.resolve(ok({ bytes: new Uint8Array() }));
    const before = timers();
    const served = await serveDmSession(
      channel,
      { exchange, from: { link: 'serial', address: 'pulled' } },
      OBEX,
      signal,
    );
    expect(served).toEqual({ ok: false, error: gone });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(timers()).toBe(before);
  });
});

function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}
