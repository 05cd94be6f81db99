/**
 * The workbench for a browser on this machine: the page, its WebSocket and its uploads on 127.0.0.1.
 *
 * Three things keep other pages and other machines out: the Host header must be one of ours (DNS rebinding), an Origin
 * must be ours when there is one (other sites), and everything but the page itself needs the token (other users).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Workbench } from '../workbench/port.ts';
import { answerPage } from './page-files.ts';
import { MAX_MESSAGE_BYTES, serveSocket, type SocketSession, TOKEN_LIMIT } from './socket-session.ts';
import { makeToken } from './token.ts';
import { answerUpload } from './upload.ts';

export interface BrowserHostOptions {
  readonly workbench: Workbench;
  /** 0 takes a free one. */
  readonly port: number;
  /** The built page. */
  readonly pageFolder: string;
  /** How long a WebSocket may take to show its token, milliseconds; 5 s unless a test is in a hurry. */
  readonly tokenLimit?: number;
}

export interface BrowserHost {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly token: string;
  /**
   * An address that works once, within a minute, and leads to the page with the token: for handing to a browser on a
   * command line, which other users of the machine can read.
   */
  invite(): string;
  /** Ends all connections and stops listening. The workbench stays open: it belongs to the caller. */
  close(): Promise<void>;
}

const ADDRESS = '127.0.0.1';

/** Connections at one time: a few windows and command lines. */
const MAX_CONNECTIONS = 128;

/** How long an invitation works, milliseconds. */
const INVITATION_LIMIT = 60_000;

/** How long a connection may send nothing, milliseconds. WebSockets are exempt. */
const IDLE_LIMIT = 60_000;

/** Starts the host; fails with `port-in-use` or `cannot-listen`. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<Result<BrowserHost>> {
  const { workbench, pageFolder, tokenLimit = TOKEN_LIMIT } = options;
  const token = makeToken();
  const sessions = new Set<SocketSession>();
  const invitations = new Map<string, number>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 0, maxHeaderSize: 16_384 });
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = IDLE_LIMIT;

  const listening = await listen(server, options.port);
  if (!listening.ok) return listening;
  const port = listening.value;
  const origin = `http://${ADDRESS}:${port}`;
  const hosts = [`${ADDRESS}:${port}`, `localhost:${port}`];

  server.on('request', (request, response) => {
    const url = isOurs(request, hosts) ? urlOf(request, origin) : undefined;
    if (url === undefined) refuse(response);
    else if (url.pathname === '/open') answerInvitation(response, invitations, url.searchParams.get('i') ?? '', token);
    else if (url.pathname === '/upload')
      void answerUpload(request, response, workbench, url.searchParams.get('name'), token);
    else void answerPage(request, response, pageFolder, url.pathname, [`ws://${ADDRESS}:${port}`]);
  });

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (!isOurs(request, hosts)) return endWith(stream, '403 Forbidden');
    if (urlOf(request, origin)?.pathname !== '/ws') return endWith(stream, '404 Not Found');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const session = serveSocket(socket, workbench, token, tokenLimit);
      sessions.add(session);
      socket.once('close', () => sessions.delete(session));
    });
  });

  // Written once, however many listen.
  const unsubscribe = workbench.subscribe((event) => {
    if (sessions.size === 0) return;
    const json = JSON.stringify(event);
    for (const session of sessions) session.push(json);
  });

  return ok({
    origin,
    token,
    invite() {
      const invitation = makeToken();
      invitations.set(invitation, Date.now() + INVITATION_LIMIT);
      return `${origin}/open?i=${invitation}`;
    },
    async close() {
      unsubscribe();
      for (const session of sessions) session.end();
      await new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeIdleConnections();
        // A peer that does not answer the closing handshake does not hold us up.
        setTimeout(() => server.closeAllConnections(), 500).unref();
        setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), 500).unref();
      });
    },
  });
}

function listen(server: Server, port: number): Promise<Result<number>> {
  return new Promise((settle) => {
    // Also of one that listens: the system may give no more connections for a while, which is no reason to end.
    server.on('error', (error: NodeJS.ErrnoException) => settle(cannotListen(port, error)));
    server.listen({ host: ADDRESS, port, exclusive: true }, () => settle(ok((server.address() as AddressInfo).port)));
  });
}

/** An Origin is only there when a browser sends one; the token still has to be shown. */
function isOurs({ headers }: IncomingMessage, hosts: readonly string[]): boolean {
  const { host, origin } = headers;
  if (host === undefined || !hosts.includes(host)) return false;
  return origin === undefined || hosts.some((ours) => origin === `http://${ours}`);
}

/** Undefined for what is no path of ours, e.g. the absolute form of a proxy request. */
function urlOf(
  request: IncomingMessage,
  origin: string,
): { pathname: string; searchParams: URLSearchParams } | undefined {
  const target = request.url ?? '';
  if (!target.startsWith('/')) return undefined;
  // Split by hand: the URL parser would resolve `..` before anyone could refuse it.
  const [pathname = '', query = ''] = target.split('?', 2);
  return URL.canParse(pathname, origin) ? { pathname, searchParams: new URLSearchParams(query) } : undefined;
}

function answerInvitation(
  response: ServerResponse,
  invitations: Map<string, number>,
  invitation: string,
  token: string,
): void {
  const until = invitations.get(invitation);
  invitations.delete(invitation);
  if (until === undefined || until < Date.now()) refuse(response);
  else response.writeHead(303, { location: `/#t=${token}`, 'cache-control': 'no-store' }).end();
}

function refuse(response: ServerResponse): void {
  const body = 'This workbench answers only to its own page on this machine.\n';
  response.writeHead(403, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(body);
}

function endWith(stream: Duplex, status: string): void {
  stream.on('error', () => undefined);
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function cannotListen(port: number, error: NodeJS.ErrnoException): Result<never> {
  if (error.code === 'EADDRINUSE')
    return fail(
      'port-in-use',
      `Port ${port} on ${ADDRESS} is in use, maybe by another SCOMO Workbench.`,
      'Choose another with --port, or end the program that holds it.',
      { detail: error.message },
    );
  return fail('cannot-listen', `The page cannot be served on ${ADDRESS} port ${port}.`, 'Choose another with --port.', {
    detail: error.message,
  });
}
