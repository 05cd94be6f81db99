/**
 * The octets of a port on Linux and macOS: read and written when the system says that it is ready, without a wait. The
 * library's own way asks a pool of threads for each piece, which takes longer than the piece; and it watches for reading
 * or for writing, whichever it wanted last, so that a packet which does not fit into the port at once may never be
 * finished.
 */
import { readSync, writeSync } from 'node:fs';
import type { SerialWire, WireListener } from './serial-wire.ts';
import { WireEnd } from './wire-end.ts';

/** What is needed of a port that the library has opened. */
export interface PolledPort {
  readonly fd: number | null;
  readonly poller: {
    /** Watches for these, and for nothing that was asked before; each is told once. */
    poll(events: number): void;
    on(event: 'readable' | 'writable', listener: (error: Error | null) => void): unknown;
  };
  close(): Promise<void>;
}

interface Leaving {
  readonly bytes: Uint8Array;
  readonly taken: (octets: number) => void;
  at: number;
}

const READABLE = 1;
const WRITABLE = 2;
/** Linux hands out 4,095 octets of a terminal at a time. */
const POOL = 16 * 1024;

/** Reads from now on. */
export function polledWire(port: PolledPort, listener: WireListener): SerialWire {
  const pool = new Uint8Array(POOL);
  const leaving: Leaving[] = [];
  const end = new WireEnd(port, listener);

  port.poller.on('readable', (error) => ready(error, read));
  port.poller.on('writable', (error) => ready(error, push));
  watch();

  function ready(error: Error | null, work: (fd: number) => void): void {
    if (error === null) attempt(work);
    else end.lose(error);
    watch();
  }

  function attempt(work: (fd: number) => void): void {
    if (!end.isOpen || port.fd === null) return;
    try {
      work(port.fd);
    } catch (error) {
      if (!isLater(error)) end.lose(error);
    }
  }

  function watch(): void {
    if (end.isOpen) port.poller.poll(leaving.length > 0 ? READABLE | WRITABLE : READABLE);
  }

  function read(fd: number): void {
    const count = readSync(fd, pool, 0, POOL, null);
    // The port was opened to wait for an octet: none comes only when it has gone.
    if (count === 0) end.lose('nothing more to read');
    else listener.data(pool.subarray(0, count));
  }

  function push(fd: number): void {
    const [first] = leaving;
    if (first === undefined) return;
    const count = writeSync(fd, first.bytes, first.at);
    first.at += count;
    if (first.at === first.bytes.length) leaving.shift();
    first.taken(count);
  }

  return {
    write(bytes, taken): void {
      leaving.push({ bytes, taken, at: 0 });
      if (leaving.length > 1) return;
      attempt(push);
      // What is taken at once needs no watching, and asking for it costs as much as the write.
      if (leaving.length > 0) watch();
    },
    close: () => end.close(),
  };
}

/** The port is full or empty after all, or a signal came in between. */
function isLater(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINTR';
}
