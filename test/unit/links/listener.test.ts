import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, Server } from 'node:net';
import { createSocket } from 'node:dgram';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openHttpListener, type HttpListener, type ListenerPorts } from '../../../electron/links/http/listener.ts';
import { ok } from '../../../shared/result.ts';
import { CODECS } from '../../../shared/syncml/codec.ts';

const DM_XML = CODECS.xml.contentType;
const DM_WBXML = CODECS.wbxml.contentType;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

let listener: HttpListener;
let exchanged: Uint8Array[];
let refusals: Parameters<ListenerPorts['refused']>[0][];

const ports: ListenerPorts = {
  exchange: (bytes) => {
    exchanged.push(bytes);
    return Promise.resolve(ok({ bytes: new TextEncoder().encode('<reply/>') }));
  },
  deliver: (request, response) => {
    if (request.url?.startsWith('/p/') !== true) return false;
    response.writeHead(200).end('package');
    return true;
  },
  refused: (refusal) => refusals.push(refusal),
};

beforeEach(async () => {
  exchanged = [];
  refusals = [];
  const opened = await openHttpListener(
    { address: '127.0.0.1', port: 0, maxBody: 1000, headersTimeoutMs: 300, requestTimeoutMs: 500 },
    ports,
  );
  if (!opened.ok) throw new Error(opened.error.message);
  listener = opened.value;
});

afterEach(() => listener.close());

function send(
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: listener.port,
        method: options.method ?? 'POST',
        path: options.path ?? '/dm',
        headers: { 'Content-Type': DM_XML, Host: `127.0.0.1:${listener.port}`, ...options.headers },
        agent: false,
      },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
      },
    );
    request.on('error', reject);
    request.end(options.method === 'GET' ? undefined : (options.body ?? '<SyncML/>'));
  });
}

/** Writes raw octets and answers what comes back until the connection closes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(listener.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
  });
}

describe('the HTTP listener', () => {
  it('passes a DM message on and answers with length, type and no-store', async () => {
    const answer = await send({ headers: { 'Content-Type': `${DM_XML}; charset=utf-8` } });
    expect(answer).toMatchObject({ status: 200, body: '<reply/>' });
    expect(answer.headers).toMatchObject({
      'content-type': `${DM_XML}; charset=utf-8`,
      'content-length': '8',
      'cache-control': 'no-store',
    });
    expect(exchanged).toHaveLength(1);
  });

  it('answers WBXML with WBXML, and what is WBXML although its type says XML as well', async () => {
    const body = '\x02\x01\x6A\x00\x6D\x01';
    for (const type of [DM_WBXML, DM_XML]) {
      const answer = await send({ headers: { 'Content-Type': type }, body });
      expect(answer.headers).toMatchObject({ 'content-type': DM_WBXML });
    }
    expect(exchanged.map((bytes) => bytes[0])).toEqual([2, 2]);
  });

  it('takes chunked bodies, which HTTP/1.1 clients may send', async () => {
    const answer = await raw(
      `POST /dm HTTP/1.1\r\nHost: 127.0.0.1:${listener.port}\r\nContent-Type: ${DM_XML}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\n<a>\r\n4\r\n</a>\r\n0\r\n\r\n`,
    );
    expect(answer).toContain('200 OK');
    expect(new TextDecoder().decode(exchanged[0])).toBe('<a></a>');
  });

  it.each([
    ['another content type', { headers: { 'Content-Type': 'text/xml' } }, 415, 'content-type-refused'],
    ['a compressed body', { headers: { 'Content-Encoding': 'gzip' } }, 415, 'content-encoding-refused'],
    ['a request of a web page', { headers: { Origin: 'http://evil.example' } }, 403, 'origin-refused'],
    ['another Host', { headers: { Host: 'evil.example' } }, 421, 'host-refused'],
    ['a Host with another port', { headers: { Host: '127.0.0.1:1' } }, 421, 'host-refused'],
    ['another path', { path: '/admin' }, 404, 'no-such-path'],
    ['another method', { method: 'PUT' }, 405, 'method-refused'],
    ['a body over the limit', { body: 'x'.repeat(1001) }, 413, 'message-too-large'],
  ])('refuses %s', async (_what, options, status, code) => {
    const answer = await send(options);
    expect(answer.status).toBe(status);
    expect(answer.body.length).toBeGreaterThan(10);
    expect(refusals.map((refusal) => refusal.failure.code)).toEqual([code]);
    expect(exchanged).toEqual([]);
  });

  it('refuses a chunked body over the limit without reading it to its end', async () => {
    const answer = await raw(
      `POST /dm HTTP/1.1\r\nHost: 127.0.0.1:${listener.port}\r\nContent-Type: ${DM_XML}\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n${'x'.repeat(1000)}\r\n3e8\r\n${'x'.repeat(1000)}\r\n`,
    );
    expect(answer).toContain('413 ');
    expect(exchanged).toEqual([]);
  });

  it('refuses headers over 16 KiB with 431, broken HTTP with 400, and slow requests with 408', async () => {
    expect(await raw(`POST /dm HTTP/1.1\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`)).toContain('431 ');
    expect(await raw('HELLO\r\n\r\n')).toContain('400 ');
    expect(await raw('POST /dm HTTP/1.1\r\nHost: ')).toContain('408 ');
  });

  it('lets package files through to the delivery', async () => {
    expect(await send({ method: 'GET', path: '/p/token/file.zip' })).toMatchObject({ status: 200, body: 'package' });
  });

  it('answers localhost as well as 127.0.0.1', async () => {
    expect((await send({ headers: { Host: `localhost:${listener.port}` } })).status).toBe(200);
  });

  it('says which port is taken, and by whom it may be', async () => {
    const second = await openHttpListener({ address: '127.0.0.1', port: listener.port, maxBody: 1000 }, ports);
    expect(second).toMatchObject({ ok: false, error: { code: 'port-in-use' } });
    expect(JSON.stringify(second)).toContain(`Port ${listener.port} `);
  });

  it('says that an address is not of this machine', async () => {
    const opened = await openHttpListener({ address: '192.0.2.1', port: 0, maxBody: 1000 }, ports);
    expect(opened).toMatchObject({ ok: false, error: { code: 'address-unknown' } });
  });

  it('sends a notification as one datagram', async () => {
    const socket = createSocket('udp4');
    const received = new Promise<Buffer>((resolve) => socket.once('message', resolve));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const sent = await listener.wake({ host: '127.0.0.1', port: socket.address().port }, new Uint8Array([1, 2, 3]));
    expect(sent.ok).toBe(true);
    expect([...(await received)]).toEqual([1, 2, 3]);
    socket.close();
  });

  it.each([
    ['a\0b', 2_948],
    ['127.0.0.1', 0],
    ['127.0.0.1', 70_000],
    ['::zz', 2_948],
  ])('says that no notification can go to %j, port %i', async (host, port) => {
    expect(await listener.wake({ host, port }, new Uint8Array([1]))).toMatchObject({
      ok: false,
      error: { code: 'notification-not-sent' },
    });
  });

  it('goes on when the system cannot give it another connection, however often', async () => {
    const listen = vi.spyOn(Server.prototype, 'listen');
    const opened = await openHttpListener({ address: '127.0.0.1', port: 0, maxBody: 1000 }, ports);
    if (!opened.ok) throw new Error(opened.error.message);
    const server = listen.mock.contexts[0] as Server;
    listen.mockRestore();
    const full = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' });
    for (let times = 0; times < 3; times += 1) server.emit('error', full);
    expect(refusals.map(({ failure: { code } }) => code)).toEqual(['no-connection', 'no-connection', 'no-connection']);
    await opened.value.close();
  });

  it('leaves nothing behind after a hundred openings and closings', async () => {
    const before = process.getActiveResourcesInfo().length;
    for (let round = 0; round < 100; round += 1) {
      const opened = await openHttpListener({ address: '127.0.0.1', port: 0, maxBody: 1000 }, ports);
      if (!opened.ok) throw new Error(opened.error.message);
      await opened.value.close();
    }
    // Handles that were closed leave the list in the next turns of the event loop.
    await expect.poll(() => process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before + 2);
  });
});
