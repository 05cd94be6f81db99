import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Carrier, ConnectionState } from '../../../../renderer/app/carrier.ts';
import { socketCarrier } from '../../../../renderer/app/socket-carrier.ts';
import type { SequencedEvent } from '../../../../shared/contract/events.ts';

let server: WebSocketServer;
let carrier: Carrier | undefined;
/** Every message of every client, and who sent it. */
let got: { readonly socket: WebSocket; readonly message: unknown }[];
const states: ConnectionState[] = [];

beforeEach(async () => {
  await listen(0);
  vi.stubGlobal('location', { protocol: 'http:', host: `127.0.0.1:${port()}` });
});

afterEach(async () => {
  carrier?.dispose();
  carrier = undefined;
  states.length = 0;
  vi.unstubAllGlobals();
  await shut();
});

describe('the carrier over a WebSocket', () => {
  it('shows its token first, then calls and gets the answer that belongs to the call', async () => {
    const opened = open('secret');
    await until(() => states.includes('open'));
    const status = opened.call('app.status', {});
    const list = opened.call('handsets.list', {});
    await until(() => got.length === 3);
    expect(got.map(({ message }) => message)).toEqual([
      { token: 'secret' },
      { id: 1, method: 'app.status', input: {} },
      { id: 2, method: 'handsets.list', input: {} },
    ]);
    const { socket } = last();
    socket.send(JSON.stringify({ id: 2, result: { ok: true, value: [] } }));
    socket.send(JSON.stringify({ id: 1, result: { ok: false, error: { code: 'broken' } } }));
    expect(await list).toEqual({ ok: true, value: [] });
    expect(await status).toMatchObject({ ok: false, error: { code: 'broken' } });
  });

  it('passes events on until nobody listens any more', async () => {
    const opened = open('secret');
    const seen: SequencedEvent[] = [];
    const stop = opened.subscribe((event) => seen.push(event));
    await until(() => got.length === 1);
    last().socket.send(JSON.stringify({ event: { seq: 1, type: 'trace-cleared' } }));
    await until(() => seen.length === 1);
    stop();
    last().socket.send(JSON.stringify({ event: { seq: 2, type: 'trace-cleared' } }));
    await new Promise((done) => setTimeout(done, 50));
    expect(seen).toEqual([{ seq: 1, type: 'trace-cleared' }]);
  });

  it('fails open calls when the connection breaks, says so, and comes back by itself', async () => {
    const opened = open('secret');
    await until(() => got.length === 1);
    const status = opened.call('app.status', {});
    await until(() => got.length === 2);
    const was = port();
    await shut();
    expect(await status).toMatchObject({ ok: false, error: { code: 'connection-lost', retryable: true } });
    expect(await opened.call('app.status', {})).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
    expect(states).toEqual(['connecting', 'open', 'lost']);
    await listen(was);
    await until(() => got.length === 1);
    expect(last().message).toEqual({ token: 'secret' });
    expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
      'connecting',
      'open',
      'lost',
      'open',
    ]);
  });

  it('does not knock again when its token is refused', async () => {
    open('wrong');
    await until(() => got.length === 1);
    last().socket.close(4401, 'wrong token');
    await until(() => states.includes('refused'));
    await new Promise((done) => setTimeout(done, 600));
    expect(got).toHaveLength(1);
  });

  it('is refused at once without a token', () => {
    vi.stubGlobal('location', { protocol: 'http:', host: 'x', hash: '', pathname: '/', search: '' });
    vi.stubGlobal('sessionStorage', { getItem: () => null });
    carrier = socketCarrier();
    carrier.watchConnection((state) => states.push(state));
    expect(states).toEqual(['refused']);
  });
});

function open(token: string): Carrier {
  carrier = socketCarrier(token);
  carrier.watchConnection((state) => states.push(state));
  return carrier;
}

async function listen(port: number): Promise<void> {
  got = [];
  const list = got;
  server = new WebSocketServer({ host: '127.0.0.1', port, path: '/ws' });
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => list.push({ socket, message: JSON.parse(data.toString('utf8')) }));
  });
  await once(server, 'listening');
}

async function shut(): Promise<void> {
  for (const client of server.clients) client.terminate();
  await new Promise((done) => {
    server.close(done);
  });
}

function port(): number {
  return (server.address() as AddressInfo).port;
}

function last(): { readonly socket: WebSocket; readonly message: unknown } {
  const entry = got.at(-1);
  if (entry === undefined) throw new Error('Nothing came.');
  return entry;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 5));
}
