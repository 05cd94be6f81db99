/** A workbench that runs in another process of this machine, over the WebSocket of its browser host. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { WebSocket } from 'ws';
import type { Call } from '../../shared/contract/contract.ts';
import type { SequencedEvent } from '../../shared/contract/events.ts';
import { fail, type Failure, type Result } from '../../shared/result.ts';
import type { Running } from './running-file.ts';
import type { WorkbenchClient } from './workbench-client.ts';

/** How long the host may take to answer the first call, milliseconds. */
const CONNECT_LIMIT = 5_000;

/** Largest message of the host: the snapshot of a large tree. */
const MAX_PAYLOAD = 256 * 1024 * 1024;

type Settle = (result: Result<unknown>) => void;

/** Connects and makes sure that it is let in; fails with `cannot-connect` or `not-allowed`. */
export async function connectWorkbench(running: Running): Promise<Result<WorkbenchClient>> {
  const socket = new WebSocket(`${running.url.replace('http:', 'ws:')}/ws`, {
    maxPayload: MAX_PAYLOAD,
    handshakeTimeout: CONNECT_LIMIT,
    perMessageDeflate: false,
  });
  const pending = new Map<number, Settle>();
  const listeners = new Set<(event: SequencedEvent) => void>();
  const lost = Promise.withResolvers<Failure>();
  let nextId = 1;

  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as
      | { id: number; result: Result<unknown> }
      | { event: SequencedEvent };
    if ('event' in message) for (const listener of listeners) listener(message.event);
    else {
      pending.get(message.id)?.(message.result);
      pending.delete(message.id);
    }
  });
  // A close follows every error, and says all there is to say.
  socket.on('error', () => undefined);
  socket.on('close', (code) => {
    const failure = closedBecause(code);
    for (const settle of pending.values()) settle(failure);
    pending.clear();
    lost.resolve(failure.error);
  });

  function ask(method: string, input: unknown): Promise<Result<unknown>> {
    if (socket.readyState !== socket.OPEN) return Promise.resolve(closedBecause(1006));
    return new Promise((settle) => {
      const id = nextId++;
      pending.set(id, settle);
      socket.send(JSON.stringify({ id, method, input }));
    });
  }

  const isOpen = await Promise.race([
    new Promise<boolean>((settle) => socket.once('open', () => settle(true))),
    lost.promise.then(() => false),
  ]);
  if (!isOpen) return cannotConnect(running.url);
  socket.send(JSON.stringify({ token: running.token }));
  const first = await within(CONNECT_LIMIT, ask('app.status', {}));
  if (first?.ok !== true) {
    socket.terminate();
    return first ?? cannotConnect(running.url);
  }
  return {
    ok: true,
    value: {
      kind: 'running',
      call: ask as Call,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      handOver: (path) => upload(running, path),
      lost: lost.promise,
      async close() {
        if (socket.readyState === socket.CLOSED) return;
        const closed = new Promise((settle) => socket.once('close', settle));
        socket.close();
        const limit = setTimeout(() => socket.terminate(), 1_000);
        await closed;
        clearTimeout(limit);
      },
    },
  };
}

/** Sends a file in constant memory. */
async function upload({ url, token }: Running, path: string): Promise<Result<string>> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true)
    return fail('file-missing', `There is no file ${path}.`, 'Check the path and try again.');
  const request = httpRequest(`${url}/upload?name=${encodeURIComponent(basename(path))}`, {
    method: 'POST',
    headers: {
      'x-scomo-token': token,
      'content-type': 'application/octet-stream',
      'content-length': found.size,
    },
  });
  const answered = new Promise<Result<string>>((settle, refuse) => {
    request.once('error', refuse);
    request.once('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', refuse);
      response.on('end', () => settle(JSON.parse(Buffer.concat(parts).toString('utf8')) as Result<string>));
    });
  });
  // The answer may come before all is sent, and tells more than the broken pipe that follows.
  const sent = pipeline(createReadStream(path), request).then(() => answered);
  try {
    return await Promise.race([answered, sent]);
  } catch (error) {
    return fail('connection-lost', `${basename(path)} could not be sent to the workbench.`, 'Try again.', {
      detail: error instanceof Error ? error.message : String(error),
      retryable: true,
    });
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const limit = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(limit);
  }
}

function closedBecause(code: number): { readonly ok: false; readonly error: Failure } {
  if (code === 4401)
    return fail('not-allowed', 'The running workbench did not accept the token.', 'Start the workbench again.');
  return fail('connection-lost', 'The connection to the running workbench ended.', 'See whether it still runs.', {
    detail: `close code ${code}`,
    retryable: true,
  });
}

function cannotConnect(url: string): Result<never> {
  return fail('cannot-connect', `The workbench at ${url} does not answer.`, 'End it and start it again.', {
    retryable: true,
  });
}
