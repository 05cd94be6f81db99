/**
 * One WebSocket to a page or a command line.
 *
 * First `{"token":"…"}`, within five seconds; until then nothing is answered and nothing is pushed. Then
 * `{"id":n,"method":"area.method","input":{…}}` is answered by `{"id":n,"result":…}` in the order the workbench
 * finishes, and `{"event":{…}}` is pushed. Whoever reads too slowly is dropped: a page asks for a snapshot when it
 * comes back, but memory that is full does not.
 */
import type { WebSocket } from 'ws';
import { tooLarge } from '../../shared/contract/check.ts';
import { internalFailure } from '../../shared/contract/internal-failure.ts';
import { MAX_INPUT_BYTES } from '../../shared/contract/method.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Workbench } from '../workbench/port.ts';
import { isToken } from './token.ts';

/** Largest message that is read at all, octets: enough to find the id of one that is too large and answer it. */
export const MAX_MESSAGE_BYTES = 4 * MAX_INPUT_BYTES;

/** Names and braces around the input, octets. */
const ENVELOPE = 256;

/** How long a connection may take to show its token, milliseconds. */
export const TOKEN_LIMIT = 5_000;

/** Octets that may wait for a slow reader. */
const MAX_UNREAD = 64 * 1024 * 1024;

/** Calls of one connection that may be under way. */
const MAX_CALLS = 256;

/** Why a connection ends, as close codes of RFC 6455 (4000–4999 are ours). */
const closeCodes = {
  goingAway: 1001,
  notText: 1003,
  tooLarge: 1009,
  malformed: 4400,
  noToken: 4401,
} as const;

export interface SocketSession {
  /** Sends an event that is JSON already; nothing before the token was shown. */
  push(eventJson: string): void;
  end(): void;
}

interface Request {
  readonly id: number;
  readonly method: string;
  readonly input: unknown;
}

/** Serves one connection until it closes. `tokenLimit` is in milliseconds. */
export function serveSocket(
  socket: WebSocket,
  workbench: Workbench,
  token: string,
  tokenLimit: number = TOKEN_LIMIT,
): SocketSession {
  let isTrusted = false;
  let calls = 0;
  const limit = setTimeout(() => socket.close(closeCodes.noToken, 'no token'), tokenLimit);

  function send(text: string): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(text);
    if (socket.bufferedAmount > MAX_UNREAD) socket.terminate();
  }

  function reply(id: number, result: Result<unknown>): void {
    send(JSON.stringify({ id, result }));
  }

  function onFirst(text: string): void {
    clearTimeout(limit);
    isTrusted = isToken(token, tokenIn(text));
    if (!isTrusted) socket.close(closeCodes.noToken, 'wrong token');
  }

  async function onRequest(text: string): Promise<void> {
    if (Buffer.byteLength(text) > MAX_INPUT_BYTES + ENVELOPE) {
      const id = idIn(text);
      if (id === undefined) socket.close(closeCodes.tooLarge, 'too large');
      else reply(id, tooLarge());
      return;
    }
    const request = readRequest(text);
    if (request === undefined) {
      socket.close(closeCodes.malformed, 'malformed');
      return;
    }
    if (typeof request === 'number') {
      reply(request, malformed());
      return;
    }
    if (calls >= MAX_CALLS) {
      reply(request.id, busy());
      return;
    }
    calls += 1;
    reply(request.id, await answer(workbench, request));
    calls -= 1;
  }

  socket.on('message', (data, isBinary) => {
    if (isBinary) socket.close(closeCodes.notText, 'text only');
    else if (isTrusted) void onRequest(textOf(data));
    else if (socket.readyState === socket.OPEN) onFirst(textOf(data));
  });
  socket.on('close', () => clearTimeout(limit));
  // What ws reports here (a frame too large, a broken one) it has closed the connection for already.
  socket.on('error', () => undefined);

  return {
    push(eventJson) {
      if (isTrusted) send(`{"event":${eventJson}}`);
    },
    end() {
      socket.close(closeCodes.goingAway, 'the workbench ends');
    },
  };
}

async function answer(workbench: Workbench, { method, input }: Request): Promise<Result<unknown>> {
  try {
    return await workbench.callUnchecked(method, input);
  } catch (error) {
    return internalFailure(error);
  }
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
}

function tokenIn(text: string): unknown {
  const message = parse(text);
  return isRecord(message) && Object.keys(message).length === 1 ? message['token'] : undefined;
}

/** The request; its id alone when the rest is wrong; undefined when there is nobody to answer. */
function readRequest(text: string): Request | number | undefined {
  const message = parse(text);
  if (!isRecord(message)) return undefined;
  const { id, method, input, ...rest } = message;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) return undefined;
  return typeof method === 'string' && Object.keys(rest).length === 0 ? { id, method, input } : id;
}

/** Finds the id of a message without parsing the rest of it. */
function idIn(text: string): number | undefined {
  const found = /^\{"id":(\d{1,15}),/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(): Result<never> {
  return fail(
    'invalid-input',
    'The workbench cannot read this request.',
    'Load the page again, or update the command line to the version of the workbench.',
    { detail: 'a request is { id, method, input }' },
  );
}

function busy(): Result<never> {
  return fail('busy', `More than ${MAX_CALLS} requests are under way.`, 'Wait for answers before asking for more.', {
    retryable: true,
  });
}
