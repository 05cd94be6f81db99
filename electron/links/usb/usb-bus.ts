/**
 * The handsets on USB: who is plugged in, told as it changes, and their functions opened as byte channels. The system's
 * events are only hints: they come late, or never, or before the device may be opened. So the bus is looked at again
 * after a hint and now and then anyway, one look at a time, and what changed is told.
 */
import type { Failure, Result } from '../../../shared/result.ts';
import { gone } from './failures.ts';
import { inspectDevice, type NamedFunction, type UsbHandset } from './handset.ts';
import { createIdentityBook } from './identity.ts';
import type { NativeDevice, UsbLibrary } from './library.ts';
import type { Sysfs } from './sysfs.ts';
import { openUsbChannel, type UsbChannel, type UsbSettings } from './usb-channel.ts';

export interface PluggedHandset extends UsbHandset {
  /** The same for the same handset, after a reboot and on another port too. */
  readonly id: string;
}

export interface UsbListener {
  /** It came, or more is known about it now (an obstacle was removed, the system made a serial port of it). */
  plugged(handset: PluggedHandset): void;
  unplugged(id: string): void;
  /** There is no USB here (any more): told once; undefined when there is. */
  state(obstacle: Failure | undefined): void;
}

export interface UsbBus {
  readonly handsets: readonly PluggedHandset[];
  /** Looks again now; resolves when what changed has been told. */
  look(): Promise<void>;
  /** Errors: `usb-gone`, and those of the channel. */
  open(id: string, what: NamedFunction, settings: UsbSettings): Promise<Result<UsbChannel>>;
  /** Stops watching; channels stay open. */
  close(): Promise<void>;
}

export interface UsbPorts {
  /** Loads the library; called again while there is none. */
  load(): Promise<Result<UsbLibrary>>;
  /** Undefined on platforms other than Linux. */
  readonly sysfs: Sysfs | undefined;
  /** Time between two looks without a hint, milliseconds. */
  readonly everyMs: number;
}

/** Shortest time between two looks, milliseconds: of a burst of hints the first is looked at at once, the rest together. */
const REST_MS = 100;

interface Known {
  readonly handset: PluggedHandset | undefined;
  /** What was told, to see what changed. */
  readonly told: string;
  /** Not to be asked: a hub, or something else that is no handset. */
  readonly isSettled: boolean;
}

export function watchUsb(listener: UsbListener, { load, sysfs, everyMs }: UsbPorts): UsbBus {
  const book = createIdentityBook();
  const known = new Map<string, Known>();
  let library: UsbLibrary | undefined;
  let stopHints: (() => Promise<void>) | undefined;
  let obstacle: Failure | undefined | 'not told' = 'not told';
  let isClosed = false;
  let looking: Promise<void> | undefined;
  let isHinted = false;
  let lookedAt = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  function schedule(ms: number): void {
    clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(() => void look(), ms);
    timer.unref();
  }

  function hint(): void {
    isHinted = true;
    if (looking === undefined) schedule(Math.max(0, lookedAt + REST_MS - performance.now()));
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
      lookedAt = performance.now();
      schedule(isHinted ? REST_MS : everyMs);
    });
    return looking;
  }

  async function lookOnce(): Promise<void> {
    isHinted = false;
    const devices = await list();
    if (isClosed) return;
    tell(devices.ok ? undefined : devices.error);
    const present = new Set(devices.ok ? devices.value.map(({ handle }) => handle) : []);
    for (const handle of known.keys()) if (!present.has(handle)) forget(handle);
    if (devices.ok) for (const device of devices.value) await meet(device);
  }

  async function list(): Promise<Result<readonly NativeDevice[]>> {
    if (library === undefined) {
      const loaded = await load();
      if (!loaded.ok) return loaded;
      library = loaded.value;
    }
    const devices = await library.devices();
    // Where nothing can be listed nothing may be watched either: the library would only complain again.
    if (devices.ok && stopHints === undefined && !isClosed) {
      const watching = await library.watch(hint);
      stopHints = watching.ok ? watching.value : undefined;
      if (isClosed) await stopHints?.();
    }
    return devices;
  }

  function tell(now: Failure | undefined): void {
    const before = obstacle === 'not told' ? 'not told' : obstacle?.code;
    if (before === now?.code) return;
    obstacle = now;
    listener.state(now);
  }

  async function meet(device: NativeDevice): Promise<void> {
    const before = known.get(device.handle);
    if (before?.isSettled === true) return;
    const inspected = await inspectDevice(device, sysfs);
    if (isClosed) return;
    // What could not be asked is asked again at the next look: its permissions may come after it.
    if (!inspected.ok && before?.handset !== undefined) return;
    const about = inspected.ok ? inspected.value : undefined;
    const isHandset = about !== undefined && about.functions.length + about.broken.length > 0;
    if (!isHandset) {
      known.set(device.handle, { handset: undefined, told: '', isSettled: inspected.ok });
      return;
    }
    const told = JSON.stringify(about);
    if (before?.told === told) return;
    const id = before?.handset?.id ?? book.arrived(about.identity);
    const handset = { ...about, id };
    // Where the system tells nothing, asking again would disturb whoever uses it.
    known.set(device.handle, { handset, told, isSettled: sysfs === undefined });
    listener.plugged(handset);
  }

  function forget(handle: string): void {
    const handset = known.get(handle)?.handset;
    known.delete(handle);
    if (handset === undefined) return;
    book.left(handset.id);
    listener.unplugged(handset.id);
  }

  async function open(id: string, what: NamedFunction, settings: UsbSettings): Promise<Result<UsbChannel>> {
    const [handle] = Array.from(known).find(([, { handset }]) => handset?.id === id) ?? [];
    const find = async (): Promise<NativeDevice | undefined> => {
      const devices = await library?.devices();
      return devices?.ok === true ? devices.value.find((device) => device.handle === handle) : undefined;
    };
    const device = handle === undefined ? undefined : await find();
    return device === undefined ? gone() : openUsbChannel({ device, again: find }, what, settings, sysfs);
  }

  async function close(): Promise<void> {
    isClosed = true;
    clearTimeout(timer);
    await stopHints?.();
    await looking;
  }

  void look();
  return {
    get handsets() {
      return Array.from(known.values(), ({ handset }) => handset).filter((handset) => handset !== undefined);
    },
    look,
    open,
    close,
  };
}
