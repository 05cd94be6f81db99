/**
 * The carrier in a browser: one WebSocket at `/ws` of the page's own origin.
 *
 * The first message names the token, every further one is a call `{ id, method, input }`. The workbench answers
 * `{ id, result }` and pushes `{ event }`. When the socket breaks, every open call fails with `connection-lost`,
 * and the carrier tries again with growing pauses until the workbench is back. Files go over HTTP, because a
 * WebSocket would have to hold a 2 GiB package in memory.
 */
import type { Call } from '../../shared/contract/contract.ts';
import type { SequencedEvent } from '../../shared/contract/events.ts';
import { fail, type Failure, type Result } from '../../shared/result.ts';
import type { Carrier, ConnectionState } from './carrier.ts';
import { takeToken } from './token.ts';
import { upload } from './upload.ts';

/** Pause before each further attempt, milliseconds; the last one repeats. */
const PAUSES = [250, 500, 1000, 2000, 4000, 8000] as const;

/** Close code with which the browser host refuses a token (RFC 6455: 4000–4999 are for applications). */
const REFUSED = 4401;

interface Answer {
  readonly id: number;
  readonly result: Result<unknown>;
}

/** Opens the socket and keeps it open. */
export function socketCarrier(token: string | undefined = takeToken()): Carrier {
  const open = new Map<number, (result: Result<unknown>) => void>();
  const listeners = new Set<(event: SequencedEvent) => void>();
  const watchers = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = 'connecting';
  let socket: WebSocket | undefined;
  let attempts = 0;
  let nextId = 1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;

  if (token === undefined) setState('refused');
  else connect(token);

  return {
    call: ((method: string, input: unknown) =>
      new Promise<Result<unknown>>((resolve) => {
        if (socket === undefined || socket.readyState !== WebSocket.OPEN) {
          resolve(lost());
          return;
        }
        const id = nextId++;
        open.set(id, resolve);
        socket.send(JSON.stringify({ id, method, input }));
      })) as Call,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    handOver: (file, onProgress) => (token === undefined ? Promise.resolve(lost()) : upload(file, token, onProgress)),
    watchConnection(watcher) {
      watchers.add(watcher);
      watcher(state);
      return () => void watchers.delete(watcher);
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };

  function connect(token: string): void {
    const next = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
    socket = next;
    next.addEventListener('open', () => {
      next.send(JSON.stringify({ token }));
      attempts = 0;
      setState('open');
    });
    next.addEventListener('message', (message) => {
      if (typeof message.data === 'string') take(message.data);
    });
    next.addEventListener('close', (event) => {
      socket = undefined;
      for (const resolve of open.values()) resolve(lost());
      open.clear();
      if (disposed) return;
      if (event.code === REFUSED) {
        setState('refused');
        return;
      }
      setState(state === 'connecting' ? 'connecting' : 'lost');
      const pause = PAUSES[Math.min(attempts++, PAUSES.length - 1)];
      timer = setTimeout(() => connect(token), pause);
    });
  }

  /** The workbench is our own host behind a token; its shapes are taken as the contract types them. */
  function take(data: string): void {
    const message = JSON.parse(data) as Answer | { readonly event: SequencedEvent };
    if ('event' in message) {
      for (const listener of listeners) listener(message.event);
      return;
    }
    open.get(message.id)?.(message.result);
    open.delete(message.id);
  }

  function setState(next: ConnectionState): void {
    state = next;
    for (const watcher of watchers) watcher(next);
  }
}

function lost(): { readonly ok: false; readonly error: Failure } {
  return fail(
    'connection-lost',
    'The connection to the workbench is lost.',
    'The window connects again by itself; check that the workbench still runs.',
    { retryable: true },
  );
}
