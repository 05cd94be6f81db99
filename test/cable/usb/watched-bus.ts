/** The product's view of the USB bus, with ways to wait for what it tells. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NamedFunction } from '../../../electron/links/usb/handset.ts';
import { loadUsbLibrary } from '../../../electron/links/usb/library.ts';
import { createSysfs, type Sysfs } from '../../../electron/links/usb/sysfs.ts';
import { type PluggedHandset, type UsbBus, watchUsb } from '../../../electron/links/usb/usb-bus.ts';
import type { UsbChannel } from '../../../electron/links/usb/usb-channel.ts';
import type { Failure } from '../../../shared/result.ts';

export interface WatchedBus {
  readonly bus: UsbBus;
  /** What was told, in order, e.g. `+0421:0508:356938035643809`. */
  readonly told: string[];
  /** Waits for a handset that fits. */
  handset(fits?: (handset: PluggedHandset) => boolean): Promise<PluggedHandset>;
  /** Waits until nothing is plugged in, or no handset that fits. */
  empty(fits?: (handset: PluggedHandset) => boolean): Promise<void>;
}

export const USB_SETTINGS = { writeMs: 5_000 };

/** `sysfs`: undefined for what platforms other than Linux know. */
export function watchBus(sysfs: Sysfs | undefined = createSysfs(), everyMs = 500): WatchedBus {
  const told: string[] = [];
  const bus = watchUsb(
    {
      plugged: ({ id }) => void told.push(`+${id}`),
      unplugged: (id) => void told.push(`-${id}`),
      state: (obstacle: Failure | undefined) => void (obstacle !== undefined && told.push(obstacle.code)),
    },
    { load: loadUsbLibrary, sysfs, everyMs },
  );
  return {
    bus,
    told,
    async handset(fits = ({ functions }) => functions.length > 0): Promise<PluggedHandset> {
      for (let tries = 0; tries < 400; tries++) {
        const found = bus.handsets.find(fits);
        if (found !== undefined) return found;
        await sleep(25);
      }
      throw new Error(`no such handset among ${JSON.stringify(bus.handsets)}`);
    },
    async empty(fits = () => true): Promise<void> {
      for (let tries = 0; bus.handsets.some(fits); tries++) {
        if (tries > 400) throw new Error('a handset stays in the list');
        await sleep(25);
      }
    },
  };
}

export function functionOf({ functions }: PluggedHandset, kind: 'obex' | 'acm'): NamedFunction {
  const found = functions.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`the handset has no ${kind} function`);
  return found;
}

/** Opens a function, or throws with the reason. */
export async function opened(bus: UsbBus, handset: PluggedHandset, kind: 'obex' | 'acm' = 'obex'): Promise<UsbChannel> {
  const channel = await bus.open(handset.id, functionOf(handset, kind), USB_SETTINGS);
  if (!channel.ok) throw new Error(`${channel.error.message} ${channel.error.detail ?? ''}`);
  return channel.value;
}
