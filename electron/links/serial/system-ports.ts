/**
 * The serial ports that the system knows, with what it knows about them. A change in the folder of devices is a hint to
 * look again, a burst of hints is one look; and because hints get lost, and the facts of a port may come after it, there
 * is another look a little later and one now and then.
 */
import { watch } from 'node:fs';
import { SerialPort } from 'serialport';
import { fail, ok, type Failure, type Result } from '../../../shared/result.ts';

export interface SystemPort {
  /** What it is opened by, e.g. `/dev/ttyACM0` or `COM3`. */
  readonly path: string;
  readonly manufacturer?: string;
  /** Four hexadecimal digits, lower case; absent on a port that is no USB device. */
  readonly vendorId?: string;
  readonly productId?: string;
  readonly serialNumber?: string;
}

export interface SystemPortListener {
  /** It came, or more is known about it now. */
  appeared(port: SystemPort): void;
  vanished(path: string): void;
  /** The ports cannot be listed (any more); undefined when they can. */
  state(obstacle: Failure | undefined): void;
}

export interface SystemPortWatch {
  /** The ports that were there at the last look. */
  readonly ports: readonly SystemPort[];
  look(): Promise<void>;
  close(): Promise<void>;
}

export interface SystemPortPorts {
  list(): Promise<Result<readonly SystemPort[]>>;
  /** Calls back when something may have come or gone; gives the way to stop. */
  hints(hint: () => void): () => void;
  /** Time between two looks without a hint, milliseconds. */
  readonly everyMs: number;
}

/** A port is there before its facts are, milliseconds. */
const REST_MS = 150;
const AGAIN_MS = 1_000;

const DEVICES = '/dev';

/** Lists them once. Errors: `no-port-list`, where the program that knows them is missing. */
export async function listSystemPorts(): Promise<Result<readonly SystemPort[]>> {
  try {
    const found = await SerialPort.list();
    return ok(
      found.map(({ path, manufacturer, vendorId, productId, serialNumber }) => ({
        path,
        ...optional('manufacturer', manufacturer),
        ...optional('vendorId', vendorId?.toLowerCase().padStart(4, '0')),
        ...optional('productId', productId?.toLowerCase().padStart(4, '0')),
        ...optional('serialNumber', serialNumber),
      })),
    );
  } catch (error) {
    return fail(
      'no-port-list',
      'This machine does not list its serial ports.',
      'Name the port of the handset yourself; on Linux `udevadm` (package udev) makes the list.',
      { detail: error instanceof Error ? error.message : String(error), retryable: true },
    );
  }
}

/** A change among the devices, where the system has a folder of them. */
export function deviceHints(hint: () => void): () => void {
  try {
    const watcher = watch(DEVICES, { persistent: false }, (_event, name) => {
      if (name === null || /^(?:tty|rfcomm|cu\.)/.test(name)) hint();
    });
    // What cannot be watched any more is looked at now and then all the same.
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}

/** Watches from now on; the listener is never told before this returns. */
export function watchSystemPorts(
  listener: SystemPortListener,
  { list, hints, everyMs }: SystemPortPorts,
): SystemPortWatch {
  const known = new Map<string, SystemPort>();
  let obstacle: string | undefined;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let next: readonly number[] = [];
  let isClosed = false;
  const stopHints = hints(() => {
    next = [REST_MS, AGAIN_MS];
    if (looking === undefined) schedule();
  });

  function schedule(): void {
    clearTimeout(timer);
    if (isClosed) return;
    const [ms = everyMs, ...rest] = next;
    next = rest;
    timer = setTimeout(() => void look(), ms);
    timer.unref();
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
      schedule();
    });
    return looking;
  }

  async function lookOnce(): Promise<void> {
    const found = await list();
    if (isClosed) return;
    const failure = found.ok ? undefined : found.error;
    if (failure?.code !== obstacle) {
      obstacle = failure?.code;
      listener.state(failure);
    }
    // Who cannot list them does not know either that one has gone.
    if (!found.ok) return;
    const present = new Map(found.value.map((port) => [port.path, port]));
    for (const path of known.keys()) {
      if (present.has(path)) continue;
      known.delete(path);
      listener.vanished(path);
    }
    for (const [path, port] of present) {
      if (JSON.stringify(known.get(path)) === JSON.stringify(port)) continue;
      known.set(path, port);
      listener.appeared(port);
    }
  }

  void look();
  return {
    get ports() {
      return [...known.values()];
    },
    look,
    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(timer);
      stopHints();
      await looking;
    },
  };
}

/** A property that is there only when the system knows it. */
function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Partial<Record<K, string>>);
}
