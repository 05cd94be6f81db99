/** The octets of a port on Windows, where a read or a write is begun and the system says when it is done. */
import type { SerialWire, WireListener } from './serial-wire.ts';

/** What is needed of a port that the library has opened. */
export interface AwaitedPort {
  read(buffer: Buffer, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  write(buffer: Buffer): Promise<void>;
  close(): Promise<void>;
}

const POOL = 16 * 1024;

/** Reads from now on. */
export function awaitedWire(port: AwaitedPort, listener: WireListener): SerialWire {
  let isOpen = true;
  let closed: Promise<void> | undefined;
  let writing: Promise<void> = Promise.resolve();
  void read();

  async function read(): Promise<void> {
    const pool = Buffer.alloc(POOL);
    for (;;) {
      if (!isOpen) return;
      try {
        const { bytesRead } = await port.read(pool, 0, POOL);
        if (isOpen && bytesRead > 0) listener.data(pool.subarray(0, bytesRead));
      } catch (error) {
        lose(error);
      }
    }
  }

  async function put(bytes: Uint8Array, taken: (octets: number) => void): Promise<void> {
    if (!isOpen) return;
    try {
      await port.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      taken(bytes.length);
    } catch (error) {
      lose(error);
    }
  }

  function lose(error: unknown): void {
    if (!isOpen) return;
    void close();
    listener.lost(error instanceof Error ? error.message : String(error));
  }

  function close(): Promise<void> {
    isOpen = false;
    closed ??= port.close().catch(() => undefined);
    return closed;
  }

  return {
    write: (bytes, taken) => void (writing = writing.then(() => put(bytes, taken))),
    close,
  };
}
