/** The cables of this machine as the system tells them: who hangs on USB, and its serial ports. One port, so that a test may be the system. */
import {
  deviceHints,
  listSystemPorts,
  type SystemPortListener,
  type SystemPortWatch,
  watchSystemPorts,
} from './serial/system-ports.ts';
import { gone } from './usb/failures.ts';
import { loadUsbLibrary } from './usb/library.ts';
import { createSysfs } from './usb/sysfs.ts';
import { type UsbBus, type UsbListener, watchUsb } from './usb/usb-bus.ts';

export interface CableSystem {
  /** Watches the USB bus; the listener is told what there is, and what comes and goes, never before this returns. */
  watchUsb(listener: UsbListener): UsbBus;
  /** Watches the serial ports in the same way. */
  watchPorts(listener: SystemPortListener): SystemPortWatch;
}

/** Hints come late and some never: the bus is looked at again after this, milliseconds. */
const LOOK_EVERY_MS = 1_000;

/**
 * Serial ports are listed again after this, with hints of the system and without, milliseconds. Listing starts a program
 * and reads all it says of every device: where hints can be relied on, it would only get in the way of a plug.
 */
const LIST_EVERY_MS = { withHints: 60_000, without: 2_000 } as const;

/** The machine that this program runs on. */
export function thisMachine(): CableSystem {
  return {
    watchUsb: (listener) =>
      watchUsb(listener, {
        load: loadUsbLibrary,
        sysfs: process.platform === 'linux' ? createSysfs() : undefined,
        everyMs: LOOK_EVERY_MS,
      }),
    watchPorts: (listener) =>
      watchSystemPorts(listener, {
        list: listSystemPorts,
        hints: deviceHints,
        everyMs: process.platform === 'linux' ? LIST_EVERY_MS.withHints : LIST_EVERY_MS.without,
      }),
  };
}

/** A machine without cables, for whoever only looks at what is stored. */
export const NO_CABLES: CableSystem = {
  watchUsb: () => ({
    handsets: [],
    look: () => Promise.resolve(),
    open: () => Promise.resolve(gone()),
    close: () => Promise.resolve(),
  }),
  watchPorts: () => ({ ports: [], look: () => Promise.resolve(), close: () => Promise.resolve() }),
};
