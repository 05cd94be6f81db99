/**
 * A serial port as a ByteChannel: 8N1 with RTS/CTS, at the speed of the profile. What the library does with a port that
 * is pulled differs by moment and platform (an error and then a close, a close alone, a write that never calls back):
 * here it is always one `channel-lost`.
 */
import { SerialPort } from 'serialport';
import { ok, type Failure, type Result } from '../../../shared/result.ts';
import type { ByteChannel, ChannelListener } from '../byte-channel.ts';
import { cannotOpen, portLost, portStuck } from './failures.ts';

export interface SerialSettings {
  /** Baud. */
  readonly speed: number;
  readonly rtscts: boolean;
  /** A write that the port does not take within this time ends the channel, milliseconds. */
  readonly writeMs: number;
}

export interface SerialChannel extends ByteChannel {
  /** Octets that came so far, for whoever wants to know that something talks. */
  readonly received: number;
  /** Changes the speed of the open port, baud. */
  setSpeed(speed: number): Promise<Result<void>>;
}

/**
 * Opens a port for ourselves alone.
 * Errors: `port-busy`, `port-forbidden`, `port-missing`, `port-not-opened`.
 */
export function openSerialChannel(path: string, settings: SerialSettings): Promise<Result<SerialChannel>> {
  const port = new SerialPort({
    path,
    baudRate: settings.speed,
    dataBits: 8,
    parity: 'none',
    stopBits: 1,
    rtscts: settings.rtscts,
    lock: true,
    autoOpen: false,
  });
  return new Promise((resolve) => {
    port.open((error) => resolve(error === null ? ok(channelOf(port, settings)) : cannotOpen(path, error)));
  });
}

function channelOf(port: SerialPort, { writeMs }: SerialSettings): SerialChannel {
  let listener: ChannelListener | undefined;
  let lost: Failure | undefined;
  let isClosing = false;
  let received = 0;
  const writes = new Set<(result: Result<void>) => void>();

  port.on('data', (chunk: Buffer) => {
    received += chunk.length;
    listener?.data(chunk);
  });
  // The library says twice or not at all what broke; the first word counts.
  port.on('error', (error: Error) => lose(error.message));
  port.on('close', (error: Error | null) => lose(error?.message ?? 'closed'));

  function lose(detail: string): void {
    if (isClosing || lost !== undefined) return;
    lost = portLost(port.path, detail);
    for (const settle of writes) settle({ ok: false, error: lost });
    listener?.lost(lost);
  }

  function write(bytes: Uint8Array): Promise<Result<void>> {
    if (lost !== undefined) return Promise.resolve({ ok: false, error: lost });
    return new Promise((resolve) => {
      const limit = setTimeout(() => settle({ ok: false, error: portStuck(port.path, writeMs) }), writeMs);
      const settle = (result: Result<void>): void => {
        clearTimeout(limit);
        writes.delete(settle);
        resolve(result);
      };
      writes.add(settle);
      port.write(bytes, (error) => {
        if (error !== null && error !== undefined) lose(error.message);
        settle(lost === undefined ? ok(undefined) : { ok: false, error: lost });
      });
    });
  }

  function close(): Promise<void> {
    isClosing = true;
    listener = undefined;
    for (const settle of writes) settle({ ok: false, error: portLost(port.path, 'closed here') });
    if (!port.isOpen) return Promise.resolve();
    return new Promise((resolve) => port.close(() => resolve()));
  }

  return {
    name: port.path,
    write,
    listen(next): void {
      listener = next;
      if (next !== undefined && lost !== undefined) next.lost(lost);
    },
    setSpeed: (speed) =>
      new Promise((resolve) =>
        port.update({ baudRate: speed }, (error) =>
          resolve(error === null ? ok(undefined) : { ok: false, error: portLost(port.path, error.message) }),
        ),
      ),
    close,
    get received() {
      return received;
    },
  };
}
