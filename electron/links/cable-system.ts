/** The cables of this machine as the system tells them: who hangs on USB. One port, so that a test may be the system. */
import { gone } from './usb/failures.ts';
import { loadUsbLibrary } from './usb/library.ts';
import { createSysfs } from './usb/sysfs.ts';
import { type UsbBus, type UsbListener, watchUsb } from './usb/usb-bus.ts';

export interface CableSystem {
  /** Watches the USB bus; the listener is told what there is, and what comes and goes, never before this returns. */
  watchUsb(listener: UsbListener): UsbBus;
}

/** Hints come late and some never: the bus is looked at again after this, milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** The machine that this program runs on. */
export function thisMachine(): CableSystem {
  return {
    watchUsb: (listener) =>
      watchUsb(listener, {
        load: loadUsbLibrary,
        sysfs: process.platform === 'linux' ? createSysfs() : undefined,
        everyMs: LOOK_EVERY_MS,
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
};
