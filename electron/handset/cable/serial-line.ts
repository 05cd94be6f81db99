/**
 * The handset's end of a serial line: a terminal device opened by its path. A pty has no speed, so the line paces itself
 * (10 bits per octet, 8N1), both ways at once: what is written arrives when its last octet would have, never sooner, and
 * what comes is heard no sooner either.
 */
import { closeSync, constants, openSync } from 'node:fs';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import { fail, ok, type Result } from '../../../shared/result.ts';

export interface SerialLine {
  /** Writes octets in order; resolves when they have left, or when the line is gone. */
  write(bytes: Uint8Array): Promise<void>;
  /** Hears octets; one listener. */
  onData(listener: (chunk: Uint8Array) => void): void;
  /** Told once when the other end has gone. */
  onLost(listener: () => void): void;
  close(): void;
}

/** Start, eight of data, stop. */
export const BITS_PER_OCTET = 10;
/** Slices of the pacing, milliseconds. Shorter ones only cost timers. */
const SAID_MS = 5;
const HEARD_MS = 50;

/**
 * Opens the line. `baud`: 0 for as fast as it goes. Errors: `line-not-opened`.
 */
export function openSerialLine(path: string, baud: number): Result<SerialLine> {
  try {
    const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    return ok(lineOf(streamOf(fd), baud));
  } catch (error) {
    return fail('line-not-opened', `${path} cannot be opened.`, 'Give the path of a serial port or of a pty.', {
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Libuv opens a terminal once more for itself, and leaves the one that it was given to whoever opened it. */
function streamOf(fd: number): ReadStream {
  const stream = new ReadStream(fd);
  stream.once('close', () => closeSync(fd));
  return stream;
}

function lineOf(stream: ReadStream, baud: number): SerialLine {
  const outgoing = paceOf(baud);
  const incoming = paceOf(baud);
  let isGone = false;
  let queue: Promise<void> = Promise.resolve();
  let hearing: Promise<void> = Promise.resolve();
  const onLost: (() => void)[] = [];

  function hasGone(): boolean {
    return isGone;
  }

  function gone(): void {
    if (isGone) return;
    isGone = true;
    for (const listener of onLost) listener();
  }
  for (const event of ['end', 'close', 'error']) stream.on(event, gone);
  // A terminal that is opened waits for nobody: without this nothing is read.
  stream.resume();

  async function leave(bytes: Uint8Array, since: number): Promise<void> {
    for (const part of slices(bytes, SAID_MS, baud)) {
      if (hasGone()) return;
      await until(outgoing(part.length, since));
      await put(part);
    }
  }

  async function hear(chunk: Uint8Array, since: number, listener: (chunk: Uint8Array) => void): Promise<void> {
    for (const part of slices(chunk, HEARD_MS, baud)) {
      await until(incoming(part.length, since));
      if (!hasGone()) listener(part);
    }
  }

  function put(part: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (isGone) return resolve();
      onLost.push(resolve);
      stream.write(part, () => {
        onLost.splice(onLost.indexOf(resolve), 1);
        resolve();
      });
    });
  }

  return {
    write(bytes): Promise<void> {
      const since = performance.now();
      queue = queue.then(() => leave(bytes, since));
      return queue;
    },
    onData(listener): void {
      stream.on('data', (chunk: Uint8Array) => {
        if (baud === 0) return listener(chunk);
        const since = performance.now();
        hearing = hearing.then(() => hear(chunk, since, listener));
      });
    },
    onLost: (listener) => void onLost.push(listener),
    close(): void {
      isGone = true;
      stream.destroy();
    },
  };
}

/** What a line carries in so many milliseconds, piece by piece. */
function* slices(bytes: Uint8Array, ms: number, baud: number): Generator<Uint8Array, void, void> {
  const most = baud === 0 ? bytes.length : Math.max(1, Math.floor((baud / BITS_PER_OCTET / 1000) * ms));
  for (let at = 0; at < bytes.length; at += most) yield bytes.subarray(at, at + most);
}

/**
 * One direction of a line that carries one octet after the other: when so many more have been carried that are there
 * since then. Milliseconds of performance.now().
 */
function paceOf(baud: number): (octets: number, since: number) => number {
  let freeAt = 0;
  return (octets, since) => {
    freeAt = baud === 0 ? since : Math.max(freeAt, since) + (octets * BITS_PER_OCTET * 1000) / baud;
    return freeAt;
  };
}

async function until(due: number): Promise<void> {
  for (;;) {
    const ahead = due - performance.now();
    if (ahead <= 0) return;
    // A timer counts whole milliseconds; the rest passes turn by turn.
    await (ahead >= 1 ? sleep(Math.floor(ahead)) : turn());
  }
}
