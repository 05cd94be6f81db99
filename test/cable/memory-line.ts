/** A serial line in memory: what one end writes the other hears a little later, in order, and each end can go. */
import { ok, type Failure } from '../../shared/result.ts';
import type { ByteChannel, ChannelListener } from '../../electron/links/byte-channel.ts';
import type { SerialLine } from '../../electron/handset/cable/serial-line.ts';

const LOST: Failure = {
  code: 'channel-lost',
  message: 'The line has gone.',
  next: 'Plug it in again.',
  retryable: true,
};

export interface MemoryLine {
  /** The workbench's end. */
  readonly near: ByteChannel;
  /** The handset's end. */
  readonly far: SerialLine;
}

/** Makes one. */
export function openMemoryLine(): MemoryLine {
  let isOpen = true;
  let listener: ChannelListener | undefined;
  let hear: (chunk: Uint8Array) => void = () => undefined;
  const onLost: (() => void)[] = [];

  function later(work: () => void): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(() => {
        if (isOpen) work();
        resolve();
      });
    });
  }

  return {
    near: {
      name: 'memory',
      write(bytes) {
        if (!isOpen) return Promise.resolve({ ok: false, error: LOST });
        const copy = Uint8Array.from(bytes);
        return later(() => hear(copy)).then(() => ok(undefined));
      },
      listen(next): void {
        listener = next;
        if (!isOpen) next?.lost(LOST);
      },
      close(): Promise<void> {
        isOpen = false;
        listener = undefined;
        for (const tell of onLost) tell();
        return Promise.resolve();
      },
    },
    far: {
      write(bytes) {
        const copy = Uint8Array.from(bytes);
        return later(() => listener?.data(copy));
      },
      onData: (next) => void (hear = next),
      onLost: (next) => void onLost.push(next),
      close(): void {
        if (!isOpen) return;
        isOpen = false;
        listener?.lost(LOST);
      },
    },
  };
}
