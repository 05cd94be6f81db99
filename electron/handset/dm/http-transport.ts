/**
 * One message to the server and its answer over HTTP (facts 3.1). A message whose answer was lost is sent again,
 * byte for byte: the server knows it by its MsgID and repeats what it answered (facts 2.13).
 */
import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as AgentHttps, request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { certificateRefused } from './trust.ts';
import type { Codec } from '../../../shared/syncml/codec.ts';
import { HMAC_HEADER } from '../../../shared/syncml/hmac-header.ts';

/** A server may hold its answer back while a person thinks. */
const ANSWER_MS = 180_000;
const TRIES = 3;
const PAUSE_MS = 300;

/** A message as it travels, and the text of x-syncml-hmac that goes with it. */
export interface Travelling {
  readonly body: Uint8Array;
  readonly hmac?: string;
}

export interface Transport {
  /**
   * Posts one message; an empty answer means that the server has nothing to say any more. `isFirst`: nobody waits
   * for it yet, so an unreachable server is told at once.
   * Errors: `unreachable`, `certificate-refused`, `http-status` (anything but 200), `http-type`, `answer-too-large`, `bad-url`.
   */
  post(url: string, message: Travelling, isFirst: boolean): Promise<Result<Travelling>>;
  close(): void;
}

/** `maxBytes`: the largest answer taken, octets. `codec`: says what is sent. `signal` ends everything by throwing. */
export function createTransport(maxBytes: number, codec: Codec, signal: AbortSignal): Transport {
  const agents = {
    'http:': new Agent({ keepAlive: true, maxSockets: 1 }),
    'https:': new AgentHttps({ keepAlive: true }),
  };

  async function post(url: string, message: Travelling, isFirst: boolean): Promise<Result<Travelling>> {
    const target = URL.parse(url);
    if (target === null || (target.protocol !== 'http:' && target.protocol !== 'https:')) {
      return fail('bad-url', `${url} is no http URL.`, 'Correct the address of the server.');
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await readAnswer(await send(target, target.protocol, message));
      } catch (error) {
        signal.throwIfAborted();
        const code = codeOf(error);
        const distrust = certificateRefused(target.origin, error);
        if (distrust !== undefined) return distrust;
        const isRefused = code === 'ECONNREFUSED' || code === 'ENOTFOUND';
        if (attempt >= TRIES || (isFirst && isRefused)) return unreachable(target, code);
        await sleep(PAUSE_MS * attempt, undefined, { signal });
      }
    }
  }

  function send(url: URL, protocol: 'http:' | 'https:', { body, hmac }: Travelling): Promise<IncomingMessage> {
    const headers = {
      'Content-Type': codec.sentAs,
      'Content-Length': body.byteLength,
      Accept: codec.contentType,
      'Accept-Charset': 'utf-8',
      'Cache-Control': 'no-store',
      'User-Agent': 'SCOMO virtual handset (SyncML DM Client)',
      // Node.js writes headers as Latin-1; names are UTF-8 in the field.
      ...(hmac === undefined ? {} : { [HMAC_HEADER]: Buffer.from(hmac, 'utf8').toString('latin1') }),
    };
    return new Promise((resolve, reject) => {
      const start = protocol === 'https:' ? requestHttps : requestHttp;
      const options = { method: 'POST', headers, signal, timeout: ANSWER_MS, agent: agents[protocol] };
      const request = start(url, options, resolve);
      request.on('timeout', () => request.destroy(new Error('ETIMEDOUT')));
      request.on('error', reject);
      request.end(body);
    });
  }

  async function readAnswer(response: IncomingMessage): Promise<Result<Travelling>> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of response) {
      const bytes = chunk as Buffer;
      length += bytes.byteLength;
      if (length <= maxBytes) chunks.push(bytes);
    }
    const status = response.statusCode ?? 0;
    const type = response.headers['content-type'] ?? '';
    if (status === 204) return ok({ body: new Uint8Array() });
    if (status !== 200) {
      return fail('http-status', `The server answers HTTP ${status}.`, 'Look at the trace of the server.', {
        detail: Buffer.concat(chunks).toString('utf8').slice(0, 200),
        retryable: true,
      });
    }
    if (!type.toLowerCase().startsWith(codec.contentType)) {
      return fail('http-type', `The server answers with ${type || 'no content type'}.`, 'Check the server address.');
    }
    if (length > maxBytes) {
      return fail('answer-too-large', `The answer has ${length} octets.`, 'The server must respect MaxMsgSize.', {
        detail: `MaxMsgSize is ${maxBytes}`,
      });
    }
    const hmac = response.headers[HMAC_HEADER];
    return ok({
      body: Buffer.concat(chunks),
      ...(typeof hmac === 'string' ? { hmac: Buffer.from(hmac, 'latin1').toString('utf8') } : {}),
    });
  }

  function close(): void {
    agents['http:'].destroy();
    agents['https:'].destroy();
  }

  return { post, close };
}

function unreachable(url: URL, code: string): Result<never> {
  return fail('unreachable', `The server at ${url.origin} cannot be reached (${code}).`, 'Start the server.', {
    retryable: true,
  });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
