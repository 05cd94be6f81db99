/**
 * A virtual handset on the kernel's virtual USB bus, in this process: plugged in, pulled, and plugged in again. What its
 * functions carry is up to the caller.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createObexResponder, type CableObject } from '../../../electron/handset/cable/obex-responder.ts';
import {
  type DeviceModel,
  type FunctionModel,
  HANDSET_MODEL,
} from '../../../electron/handset/cable/usb/usb-descriptors.ts';
import { valueOf } from '../../unit/shared/obex/value-of.ts';
import {
  type DeviceFaults,
  type DevicePorts,
  serveUsbDevice,
  type UsbDevice,
} from '../../../electron/handset/cable/usb/usb-device.ts';
import { isFree, plugIn } from '../../../electron/handset/cable/usb/virtual-bus.ts';

export interface Plugged {
  readonly device: UsbDevice;
  /** Port of the controller; the same port again is the same place on the bus. */
  readonly port: number;
  /** Pulls the cable; resolves when the kernel has noticed. */
  pull(): Promise<void>;
}

export interface PlugOptions {
  readonly model?: DeviceModel;
  readonly faults?: DeviceFaults;
  readonly port?: number;
}

/** Plugs a handset in. */
export async function plugHandset(
  ports: DevicePorts,
  { model = HANDSET_MODEL, faults = {}, port: wanted }: PlugOptions = {},
): Promise<Plugged> {
  const { wire, port } = valueOf(await plugIn(wanted));
  const device = serveUsbDevice(wire, model, ports, faults);
  return {
    device,
    port,
    async pull(): Promise<void> {
      device.unplug();
      for (let tries = 0; !isFree(port); tries++) {
        if (tries > 500) throw new Error(`port ${port} does not become free`);
        await sleep(10);
      }
    },
  };
}

/** What an OBEX handset was given, and what it has to give. */
export interface ObexPeer extends DevicePorts {
  readonly taken: CableObject[];
  /** Settings of data interfaces, as the host chose them. */
  readonly settings: string[];
  /** Connections that ended with DISCONNECT. */
  readonly left: () => number;
}

/** An OBEX server on every OBEX function; other functions repeat what they hear. */
export function createObexPeer(gives: readonly CableObject[], maxPacket: number): ObexPeer {
  const taken: CableObject[] = [];
  const settings: string[] = [];
  const responders = new Map<FunctionModel, { hear(chunk: Uint8Array): void }>();
  const waiting = [...gives];
  let left = 0;
  return {
    taken,
    settings,
    left: () => left,
    setting: (of, alternate) => void settings.push(`${of.kind} ${alternate}`),
    received(of, octets, write): void {
      if (of.kind !== 'obex') return write(octets);
      const responder =
        responders.get(of) ??
        createObexResponder(
          {
            write: (bytes) => Promise.resolve(write(bytes)),
            put: (object) => taken.push(object) > 0,
            next: () => waiting.shift() ?? 'none',
            disconnected: () => void left++,
            broken: () => undefined,
          },
          maxPacket,
        );
      responders.set(of, responder);
      responder.hear(octets);
    },
  };
}
