/**
 * A serial port as a ByteChannel: 8N1 with RTS/CTS, at the speed of the profile. The library finds, opens and sets the
 * port; its octets go over a wire of ours, without the library's stream. Whatever a platform says of a port that is
 * pulled: here it is always one `channel-lost`.
 */
import { SerialPort } from 'serialport';
import { ok, type Failure, type Result } from '../../../shared/result.ts';
import type { ByteChannel, ChannelListener } from '../byte-channel.ts';
import { awaitedWire } from './awaited-wire.ts';
import { cannotOpen, portLost, portStuck } from './failures.ts';
import { polledWire } from './polled-wire.ts';

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

/** A port that the library has opened; how its octets are read differs by platform. */
type OpenPort = Awaited<ReturnType<typeof SerialPort.binding.open>>;

/**
 * Opens a port for ourselves alone.
 * Errors: `port-busy`, `port-forbidden`, `port-missing`, `port-not-opened`.
 */
export async function openSerialChannel(path: string, settings: SerialSettings): Promise<Result<SerialChannel>> {
  try {
    const port = await SerialPort.binding.open({
      path,
      baudRate: settings.speed,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      rtscts: settings.rtscts,
      lock: true,
    });
    return ok(channelOf(path, port, settings));
  } catch (error) {
    return cannotOpen(path, error instanceof Error ? error : new Error(String(error)));
  }
}

function channelOf(path: string, port: OpenPort, { writeMs }: SerialSettings): SerialChannel {
  let listener: ChannelListener | undefined;
  let lost: Failure | undefined;
  /** We have closed it: nobody is told of that, but nothing is written any more. */
  let closed: Failure | undefined;
  let received = 0;
  const writes = new Set<(result: Result<void>) => void>();

  const heard = {
    data(chunk: Uint8Array): void {
      received += chunk.length;
      listener?.data(chunk);
    },
    lost(why: string): void {
      lost = portLost(path, why);
      settleAll(lost);
      listener?.lost(lost);
    },
  };
  const wire = 'poller' in port ? polledWire(port, heard) : awaitedWire(port, heard);

  function settleAll(failure: Failure): void {
    for (const settle of writes) settle({ ok: false, error: failure });
  }

  function write(bytes: Uint8Array): Promise<Result<void>> {
    const gone = lost ?? closed;
    if (gone !== undefined) return Promise.resolve({ ok: false, error: gone });
    let left = bytes.length;
    let more: (() => void) | undefined;
    wire.write(bytes, (octets) => {
      left -= octets;
      more?.();
    });
    if (left === 0) return Promise.resolve(ok(undefined));
    if (lost !== undefined) return Promise.resolve({ ok: false, error: lost });
    return new Promise((resolve) => {
      const limit = setTimeout(() => settle({ ok: false, error: portStuck(path, writeMs) }), writeMs);
      const settle = (result: Result<void>): void => {
        clearTimeout(limit);
        writes.delete(settle);
        resolve(result);
      };
      writes.add(settle);
      more = () => (left === 0 ? settle(ok(undefined)) : limit.refresh());
    });
  }

  return {
    name: path,
    write,
    listen(next): void {
      listener = next;
      if (next !== undefined && lost !== undefined) next.lost(lost);
    },
    async setSpeed(speed): Promise<Result<void>> {
      try {
        await port.update({ baudRate: speed });
        return ok(undefined);
      } catch (error) {
        return { ok: false, error: portLost(path, error instanceof Error ? error.message : String(error)) };
      }
    },
    close(): Promise<void> {
      listener = undefined;
      closed ??= portLost(path, 'closed here');
      settleAll(closed);
      return wire.close();
    },
    get received() {
      return received;
    },
  };
}
