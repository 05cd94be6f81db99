/**
 * The HTTP link: the handset POSTs a message to `/dm`, our reply is the response (facts 3.1). Package files go out
 * under `/p/`. Whatever is not a DM message is refused before it reaches a session, with one clear HTTP error:
 *
 *   400 malformed message · 403 an Origin (browsers have no business here) · 404 no such path · 405 no POST
 *   408 too slow · 411 no length and not chunked · 413 too large · 415 not a DM content type · 421 not our Host
 *   431 headers too large · 503 too many connections or closing
 *
 * SyncML-level outcomes, failed authentication included, are HTTP 200.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { fail, ok, type Failure, type Result } from '../../../shared/result.ts';
import { CODECS, encodingOf } from '../../../shared/syncml/codec.ts';
import { HMAC_HEADER } from '../../../shared/syncml/hmac-header.ts';
import type { From } from '../../server/table-ports.ts';
import type { WireMessage } from '../../server/wire-message.ts';
import type { Link, WakeAddress } from '../link.ts';
import { NOT_TAKEN } from '../not-taken.ts';
import { type TlsOptions, tlsContext, tlsFailure, tlsVersion } from '../tls/tls-options.ts';
import { sendNotification } from './notifier.ts';
import { discardBody, readBody } from './request-body.ts';
import { allowedHosts, judgeHeaders, judgeMessageHeaders, tooLarge, type Refusal } from './request-rules.ts';

export interface ListenerOptions {
  /** Address to listen on; `127.0.0.1` unless a person chose an interface. */
  readonly address: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Further host names the listener answers to, e.g. a public name in front of it. */
  readonly hosts?: readonly string[];
  /** Speaks HTTPS with this. */
  readonly tls?: TlsOptions;
  /** Largest body, octets. */
  readonly maxBody: number;
  readonly maxConnections?: number;
  /** Longest time for headers, and for a whole request, milliseconds. */
  readonly headersTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

export interface ListenerPorts {
  /** One message in, one out. An empty message is answered 204. */
  exchange(bytes: Uint8Array, from: From): Promise<Result<WireMessage>>;
  /** Serves package files; answers false for paths that are not its own. */
  deliver(request: IncomingMessage, response: ServerResponse): boolean;
  /** Bytes that were refused here, before decoding, for the trace. */
  refused(refusal: {
    readonly address: string;
    readonly status: number;
    readonly failure: Failure;
    readonly bytes: Uint8Array;
  }): void;
}

export interface HttpListener extends Link {
  readonly address: string;
  readonly port: number;
  /** What a handset must call, e.g. `http://127.0.0.1:8990/dm`. */
  readonly url: string;
  /** Serves with another certificate from the next connection on. HTTPS only. */
  renew(tls: TlsOptions): void;
}

/** Starts listening. Fails with `port-in-use`, `port-forbidden` or `address-unknown`, each naming the address. */
export function openHttpListener(options: ListenerOptions, ports: ListenerPorts): Promise<Result<HttpListener>> {
  const limits = {
    maxHeaderSize: 16 * 1024,
    headersTimeout: options.headersTimeoutMs ?? 10_000,
    requestTimeout: options.requestTimeoutMs ?? 60_000,
    connectionsCheckingInterval: 1_000,
    keepAliveTimeout: 30_000,
  };
  const secure = options.tls === undefined ? undefined : createSecureServer({ ...limits, ...tlsContext(options.tls) });
  secure?.on('tlsClientError', (error, socket) => {
    const bytes = new Uint8Array();
    ports.refused({ address: socket.remoteAddress ?? '', status: 0, failure: tlsFailure(error), bytes });
  });
  const server = secure ?? createServer(limits);
  const answerTogether = createTurn();
  server.maxConnections = options.maxConnections ?? 512;
  return new Promise((resolve) => {
    const cannot = (error: NodeJS.ErrnoException): void => resolve(cannotListen(error, options));
    server.once('error', cannot);
    server.listen(options.port, options.address, () => {
      server.off('error', cannot);
      // The system gives no more connections for now, for want of files above all; those that are there go on.
      server.on('error', (error) => {
        const failure = { ...NO_CONNECTION, detail: error.message };
        ports.refused({ address: '', status: 0, failure, bytes: new Uint8Array() });
      });
      const bound = server.address();
      if (bound === null || typeof bound === 'string') throw new Error('The listener has no TCP address.');
      const hosts = allowedHosts(options, bound.port);
      server.on('request', (request, response) => handle(request, response, hosts, options, ports, answerTogether));
      server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
        if (!socket.writable) return;
        const status =
          error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
        socket.end(
          `HTTP/1.1 ${status} ${REASONS[status] ?? 'Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
        );
      });
      resolve(ok(listening(server, secure, options.address, bound.port)));
    });
  });
}

/** Codes of the codecs that mean "too large". */
const TOO_LARGE: ReadonlySet<string> = new Set(['xml-too-large', 'wbxml-too-large']);

const NO_CONNECTION: Failure = {
  code: 'no-connection',
  message: 'The system gave no more connections.',
  next: 'Close programs that hold many files or connections, or raise the limit of open files; then let the handset call again.',
  retryable: true,
};

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

function listening(server: Server, secure: SecureServer | undefined, address: string, port: number): HttpListener {
  const scheme = secure === undefined ? 'http' : 'https';
  let closed: Promise<void> | undefined;
  return {
    kind: 'http',
    address,
    port,
    url: `${scheme}://${address.includes(':') ? `[${address}]` : address}:${port}/dm`,
    wake: (to: WakeAddress, notification: Uint8Array) => sendNotification(to, notification),
    renew: (tls) => secure?.setSecureContext(tlsContext(tls)),
    close(): Promise<void> {
      closed ??= new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), 1_000);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        server.closeIdleConnections();
      });
      return closed;
    },
  };
}

function handle(
  request: IncomingMessage,
  response: ServerResponse,
  hosts: ReadonlySet<string>,
  options: ListenerOptions,
  ports: ListenerPorts,
  answerTogether: (answer: () => void) => void,
): void {
  const refuse = (refusal: Refusal, bytes: Uint8Array = new Uint8Array()): void => {
    ports.refused({
      address: request.socket.remoteAddress ?? '',
      status: refusal.status,
      failure: refusal.failure,
      bytes,
    });
    void discardBody(request, options.maxBody).then(() => answerRefusal(response, refusal));
  };
  const early = judgeHeaders(request, hosts);
  if (early !== undefined) return refuse(early);
  if (ports.deliver(request, response)) return;
  const refusal = judgeMessageHeaders(request, options.maxBody);
  if (refusal !== undefined) return refuse(refusal);
  readBody(request, options.maxBody)
    .then(async (body) => {
      if (body === 'too-large') return refuse(tooLarge(options.maxBody));
      const reply = await ports.exchange(body, fromWhom(request, response));
      if (response.destroyed) return;
      // The session table has traced what it could not decode.
      if (!reply.ok)
        return answerRefusal(response, {
          status: TOO_LARGE.has(reply.error.code) ? 413 : 400,
          failure: reply.error,
        });
      const contentType = CODECS[encodingOf(body, request.headers['content-type'])].sentAs;
      answerTogether(() => answerMessage(response, reply.value, contentType));
    })
    .catch(() => {
      // The handset hung up while it wrote, or the message could not be taken in (a full disk): it will ask again.
      if (!request.complete) response.destroy();
      else answerRefusal(response, { status: 500, failure: NOT_TAKEN });
    });
}

function fromWhom(request: IncomingMessage, response: ServerResponse): From {
  const contentType = request.headers['content-type'];
  const tls = tlsVersion(request.socket);
  const hmac = request.headers[HMAC_HEADER];
  return {
    address: request.socket.remoteAddress ?? '',
    ...(contentType === undefined ? {} : { contentType }),
    ...(tls === undefined ? {} : { tls }),
    // Node.js reads headers as Latin-1; names are UTF-8 in the field.
    ...(typeof hmac === 'string' ? { hmac: Buffer.from(hmac, 'latin1').toString('utf8') } : {}),
    gone(): AbortSignal {
      const gone = new AbortController();
      response.once('close', () => {
        if (!response.writableEnded) gone.abort();
      });
      return gone.signal;
    },
  };
}

/**
 * Gathers what was asked of it in a turn of the event loop and does it at the end of the turn. Replies that leave one
 * after the other find their readers awake: each one that has to wake its reader costs as much as making it.
 */
function createTurn(): (answer: () => void) => void {
  let gathered: (() => void)[] = [];
  return (answer) => {
    if (gathered.push(answer) > 1) return;
    setImmediate(() => {
      const now = gathered;
      gathered = [];
      for (const one of now) one();
    });
  };
}

function answerMessage(response: ServerResponse, { bytes, hmac }: WireMessage, contentType: string): void {
  if (response.destroyed) return;
  if (bytes.length === 0) {
    response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': contentType,
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
    ...(hmac === undefined ? {} : { [HMAC_HEADER]: Buffer.from(hmac, 'utf8').toString('latin1') }),
  });
  response.end(bytes);
}

function answerRefusal(response: ServerResponse, { status, failure, headers }: Refusal): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(`${failure.message} ${failure.next}\n`);
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...headers,
  });
  response.end(body);
}

function cannotListen(error: NodeJS.ErrnoException, { address, port }: ListenerOptions): Result<HttpListener> {
  const detail = { detail: error.message };
  if (error.code === 'EADDRINUSE') {
    return fail(
      'port-in-use',
      `Port ${port} on ${address} is taken by another program, maybe another SCOMO Workbench.`,
      `Close that program (\`ss -ltnp sport = :${port}\` or \`netstat -ano\` names it), or start with another --dm-port.`,
      detail,
    );
  }
  if (error.code === 'EACCES')
    return fail(
      'port-forbidden',
      `This user may not listen on port ${port}.`,
      'Use a port above 1023 with --dm-port.',
      detail,
    );
  if (error.code === 'EADDRNOTAVAIL')
    return fail(
      'address-unknown',
      `This machine has no address ${address}.`,
      'Choose one of its own addresses with --dm-address.',
      detail,
    );
  return fail(
    'cannot-listen',
    `The DM server cannot listen on ${address}:${port}.`,
    'Look at the detail, then start again.',
    detail,
  );
}
