import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type BrowserHost, startBrowserHost } from '../../../electron/host/browser-host.ts';
import { fail, ok } from '../../../shared/result.ts';
import { recordingWorkbench, type RecordingWorkbench } from '../../contract/recording-workbench.ts';

let workbench: RecordingWorkbench;
let folder: string;
let host: BrowserHost;
let port: number;

beforeEach(async () => {
  workbench = recordingWorkbench();
  folder = await mkdtemp(join(tmpdir(), 'scomo-page-'));
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'page', 'assets', 'index-1.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'not of the page');
  const started = await startBrowserHost({ workbench, port: 0, pageFolder: join(folder, 'page'), tokenLimit: 300 });
  if (!started.ok) throw new Error(started.error.message);
  host = started.value;
  port = Number(new URL(host.origin).port);
});

afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A request as raw as Node.js lets us: neither Host nor path is touched. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: Buffer } = {},
): Promise<Answer> {
  return new Promise((settle, refuse) => {
    const { method = 'GET', headers = {}, body } = options;
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        settle({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }),
      );
      response.on('error', refuse);
    });
    request.on('error', refuse);
    request.end(body);
  });
}

function open(headers: Record<string, string> = {}, path = '/ws'): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
}

/** How a connection ended: its close code, or the HTTP status that refused it. */
function endOf(socket: WebSocket): Promise<number> {
  return new Promise((settle) => {
    socket.on('close', (code) => settle(code));
    socket.on('unexpected-response', (_request, response) => settle(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
}

async function enter(): Promise<{ socket: WebSocket; heard: unknown[] }> {
  const socket = open();
  const heard: unknown[] = [];
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())));
  await new Promise((opened) => socket.once('open', opened));
  socket.send(JSON.stringify({ token: host.token }));
  return { socket, heard };
}

describe('the page', () => {
  test('comes with the strict policy and is not kept', async () => {
    const { status, headers, body } = await ask('/');
    expect([status, body]).toEqual([200, '<!doctype html>']);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self' ws://127.0.0.1:${port}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('keeps files whose names carry a digest', async () => {
    const { headers } = await ask('/assets/index-1.js');
    expect(headers['cache-control']).toContain('immutable');
    expect((await ask('/', { method: 'HEAD' })).body).toBe('');
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets',
    '//x',
    '/x%00',
  ])('has no file %s', async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toContain('not of the page');
  });

  test('is only read', async () => {
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
    expect((await ask('/', { method: 'OPTIONS' })).status).toBe(405);
  });

  test.each([
    [{ host: 'evil.example' }],
    [{ host: '127.0.0.1' }],
    [{ host: '127.0.0.1:1' }],
    [{ host: 'localhost.evil.example:80' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://127.0.0.1' }],
  ])('is refused to %j', async (headers) => {
    expect((await ask('/', { headers })).status).toBe(403);
    expect(
      (await ask('/upload?name=x', { method: 'POST', headers: { ...headers, 'x-scomo-token': host.token } })).status,
    ).toBe(403);
    expect(workbench.files).toEqual([]);
    expect(await endOf(open(headers))).toBe(403);
  });

  test('answers to localhost too', async () => {
    const headers = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
    expect((await ask('/', { headers })).status).toBe(200);
  });

  test('a request without Host, or for another server, is refused', async () => {
    for (const head of [
      'GET / HTTP/1.0\r\n\r\n',
      `GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
    ])
      expect(await raw(head)).toMatch(/^HTTP\/1\.1 403 /);
  });
});

function raw(text: string): Promise<string> {
  return new Promise((settle, refuse) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (part: Buffer) => (answer += part.toString()));
    socket.on('close', () => settle(answer));
    socket.on('error', refuse);
  });
}

describe('the WebSocket', () => {
  test('carries calls and pushes events', async () => {
    workbench.answers.set('handsets.wake', () => fail('cannot-wake', 'It gave no address.', 'Let it call.'));
    const { socket, heard } = await enter();
    socket.send('{"id":1,"method":"app.status","input":{}}');
    socket.send('{"id":2,"method":"handsets.wake","input":{"devId":"IMEI:1"}}');
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    workbench.emit({ seq: 7, type: 'trace-cleared' });
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard).toMatchObject([
      { id: 1, result: { ok: true, value: {} } },
      { id: 2, result: { ok: false, error: { code: 'cannot-wake' } } },
      { event: { seq: 7, type: 'trace-cleared' } },
    ]);
    socket.close();
  });

  test('exists under one path only', async () => {
    expect(await endOf(open({}, '/'))).toBe(404);
    expect(await endOf(open({}, '/wss'))).toBe(404);
  });

  test.each([
    '{"token":"wrong"}',
    '{"token":null}',
    '{"token":["x"]}',
    '{"id":1,"method":"app.status","input":{}}',
    'hello',
    '{}',
  ])('ends when the first message is %s', async (first) => {
    const socket = open();
    const end = endOf(socket);
    const heard: unknown[] = [];
    socket.on('message', (data) => heard.push(data));
    await new Promise((opened) => socket.once('open', opened));
    socket.send(first);
    socket.send('{"id":1,"method":"app.status","input":{}}');
    workbench.emit({ seq: 1, type: 'trace-cleared' });
    expect(await end).toBe(4401);
    expect(workbench.calls).toEqual([]);
    expect(heard).toEqual([]);
  });

  test('ends when no token comes in time', async () => {
    expect(await endOf(open())).toBe(4401);
  });

  test('answers what it cannot read when it knows whom, and otherwise ends', async () => {
    const { socket, heard } = await enter();
    socket.send('{"id":3,"method":"app.status","input":{},"more":1}');
    socket.send('{"id":4,"method":17,"input":{}}');
    socket.send(`{"id":5,"method":"app.status","input":{"x":"${'x'.repeat(70_000)}"}}`);
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard).toMatchObject([
      { id: 3, result: { error: { code: 'invalid-input' } } },
      { id: 4, result: { error: { code: 'invalid-input' } } },
      { id: 5, result: { error: { code: 'too-large' } } },
    ]);
    socket.send('{"id":-1}');
    expect(await endOf(socket)).toBe(4400);
    expect(workbench.calls).toEqual([]);
  });

  test.each([
    ['octets', Buffer.from('{"id":1}'), 1003],
    ['more than it reads at all', 'x'.repeat(300_000), 1009],
    ['more than an input, without an id', ' '.repeat(100_000), 1009],
  ])('ends when it is sent %s', async (_what, message, code) => {
    const { socket } = await enter();
    socket.send(message);
    expect(await endOf(socket)).toBe(code);
  });

  test('a call that breaks inside is answered', async () => {
    workbench.answers.set('app.status', () => {
      throw new Error('disk on fire');
    });
    const { socket, heard } = await enter();
    socket.send('{"id":1,"method":"app.status","input":{}}');
    await vi.waitFor(() => expect(heard).toMatchObject([{ id: 1, result: { error: { code: 'internal' } } }]));
    socket.close();
  });

  test('whoever does not read is dropped', { timeout: 20_000 }, async () => {
    const { socket, heard } = await enter();
    socket.send('{"id":1,"method":"app.status","input":{}}');
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    socket.pause();
    const text = 'x'.repeat(4 * 1024 * 1024);
    const end = endOf(socket);
    for (let seq = 0; seq < 40; seq++) workbench.emit({ seq, type: 'run-removed', runId: text });
    socket.resume();
    expect(await end).toBe(1006);
    expect(heard.length).toBeLessThan(40);
  });
});

describe('a file', () => {
  const bytes = randomBytes(3_000_000);

  function send(path: string, token = host.token): Promise<Answer> {
    return ask(path, { method: 'POST', headers: { 'x-scomo-token': token }, body: bytes });
  }

  test('comes in whole and is answered with its handle', async () => {
    const { status, body } = await send(`/upload?name=${encodeURIComponent('Notes 2.1 ü.zip')}`);
    expect([status, JSON.parse(body)]).toEqual([200, ok('h1')]);
    expect(workbench.files).toEqual([
      { fileName: 'Notes 2.1 ü.zip', size: bytes.length, digest: createHash('sha256').update(bytes).digest('hex') },
    ]);
  });

  test.each([
    ['/upload?name=a.zip', 'wrong', 401],
    ['/upload?name=a.zip', '', 401],
    ['/upload', undefined, 400],
    ['/upload?name=', undefined, 400],
    ['/upload?name=..', undefined, 400],
    ['/upload?name=a%2Fb', undefined, 400],
    ['/upload?name=a%5Cb', undefined, 400],
    ['/upload?name=a%00b', undefined, 400],
  ])('%s with the token %j is refused with %i', async (path, token, status) => {
    const answer = await ask(path, { method: 'POST', headers: { 'x-scomo-token': token ?? host.token } });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false });
    expect(workbench.files).toEqual([]);
  });

  test('is only ever sent', async () => {
    expect((await ask('/upload?name=a.zip', { headers: { 'x-scomo-token': host.token } })).status).toBe(405);
  });

  test('that the workbench stops reading is still answered with the reason', async () => {
    workbench.handOver = async (source) => {
      if ('bytes' in source) await source.bytes[Symbol.asyncIterator]().return?.();
      return fail('disk-full', 'The disk is full.', 'Make room.');
    };
    const { status, body } = await send('/upload?name=a.zip');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'disk-full' } });
  });

  test('that breaks off leaves the host running', async () => {
    const handedOver = vi.spyOn(workbench, 'handOver');
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /upload?name=a.zip HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Scomo-Token: ${host.token}\r\nContent-Length: 99\r\n\r\nhalf`,
    );
    await vi.waitFor(() => expect(handedOver).toHaveBeenCalledTimes(1));
    socket.destroy();
    await vi.waitFor(() => expect(handedOver.mock.settledResults[0]?.type).toBe('rejected'));
    expect((await ask('/')).status).toBe(200);
    expect(workbench.files).toEqual([]);
  });
});

describe('the host', () => {
  test('goes on when the system cannot give it another connection, however often', async () => {
    const listen = vi.spyOn(Server.prototype, 'listen');
    const other = await startBrowserHost({ workbench, port: 0, pageFolder: folder });
    if (!other.ok) throw new Error(other.error.message);
    const server = listen.mock.contexts[0] as Server;
    listen.mockRestore();
    for (let times = 0; times < 3; times += 1) server.emit('error', new Error('accept EMFILE'));
    expect((await fetch(`${other.value.origin}/nothing`)).status).toBe(404);
    await other.value.close();
  });

  test('says which port is taken', async () => {
    const second = await startBrowserHost({ workbench, port, pageFolder: folder });
    expect(second).toMatchObject({
      ok: false,
      error: { code: 'port-in-use', message: expect.stringContaining(String(port)) as string },
    });
  });

  test('closes every connection when it ends, and listens to the workbench no more', async () => {
    const { socket } = await enter();
    const end = endOf(socket);
    await host.close();
    expect(await end).toBe(1001);
    expect(workbench.listeners()).toBe(0);
    await expect(ask('/')).rejects.toThrow(/ECONNREFUSED/);
    expect(workbench.closed()).toBe(0);
  });

  test('makes a new token of 32 octets each time', async () => {
    expect(host.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const other = await startBrowserHost({ workbench, port: 0, pageFolder: folder });
    if (!other.ok) throw new Error(other.error.message);
    expect(other.value.token).not.toBe(host.token);
    await other.value.close();
  });

  test('invites a browser once', async () => {
    const { pathname, search } = new URL(host.invite());
    const first = await ask(pathname + search);
    expect([first.status, first.headers.location]).toEqual([303, `/#t=${host.token}`]);
    expect((await ask(pathname + search)).status).toBe(403);
    expect((await ask('/open')).status).toBe(403);
    expect((await ask('/open?i=')).status).toBe(403);
  });

  test('says what to do when the page has not been built', async () => {
    const other = await startBrowserHost({ workbench, port: 0, pageFolder: join(folder, 'nothing') });
    if (!other.ok) throw new Error(other.error.message);
    const response = await fetch(other.value.origin);
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('npm run build')]);
    await other.value.close();
  });
});
