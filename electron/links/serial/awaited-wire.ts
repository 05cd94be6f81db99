/** The octets of a port on Windows, where a read or a write is begun and the system says when it is done. */
import type { SerialWire, WireListener } from './serial-wire.ts';
import { WireEnd } from './wire-end.ts';

/** What is needed of a port that the library has opened. */
export interface AwaitedPort {
  read(buffer: Buffer, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  write(buffer: Buffer): Promise<void>;
  close(): Promise<void>;
}

const POOL = 16 * 1024;

/** Reads from now on. */
export function awaitedWire(port: AwaitedPort, listener: WireListener): SerialWire {
  const end = new WireEnd(port, listener);
  let writing: Promise<void> = Promise.resolve();
  void read();

  async function read(): Promise<void> {
    const pool = Buffer.alloc(POOL);
    for (;;) {
      if (!end.isOpen) return;
      try {
        const { bytesRead } = await port.read(pool, 0, POOL);
        if (end.isOpen && bytesRead > 0) listener.data(pool.subarray(0, bytesRead));
      } catch (error) {
        end.lose(error);
      }
    }
  }

  async function put(bytes: Uint8Array, taken: (octets: number) => void): Promise<void> {
    if (!end.isOpen) return;
    try {
      await port.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      taken(bytes.length);
    } catch (error) {
      end.lose(error);
    }
  }

  return {
    write: (bytes, taken) => void (writing = writing.then(() => put(bytes, taken))),
    close: () => end.close(),
  };
}
