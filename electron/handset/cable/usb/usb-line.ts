/**
 * The handset's end of a USB cable, as a line like a serial one: a device with one function on the kernel's virtual bus,
 * and what goes through the pipes of that function.
 */
import { ok, type Result } from '../../../../shared/result.ts';
import type { SerialLine } from '../serial-line.ts';
import { type DeviceModel, type FunctionModel, HANDSET_MODEL } from './usb-descriptors.ts';
import { serveUsbDevice } from './usb-device.ts';
import { plugIn } from './virtual-bus.ts';

/** What the device is for its host: an OBEX function (CDC WMC), or a modem (CDC-ACM). */
export const USB_FUNCTIONS = ['obex', 'modem'] as const;
export type UsbFunction = (typeof USB_FUNCTIONS)[number];

const KINDS: Readonly<Record<UsbFunction, FunctionModel['kind']>> = { obex: 'obex', modem: 'acm' };

/** When the cable is pulled: at this transfer, counted from 1; told then. */
export interface PulledAt {
  readonly at: number;
  readonly tell: () => void;
}

/** Plugs it in. Errors: `no-usb-bus`, `usb-bus-full`, `usb-not-plugged`. */
export async function openUsbLine(
  kind: UsbFunction,
  serialNumber: string,
  pulled?: PulledAt,
): Promise<Result<SerialLine>> {
  const plugged = await plugIn();
  if (!plugged.ok) return plugged;
  const functions = HANDSET_MODEL.functions.filter((each) => each.kind === KINDS[kind]);
  const model: DeviceModel = { ...HANDSET_MODEL, serialNumber, functions };
  let hear: ((chunk: Uint8Array) => void) | undefined;
  let onLost: (() => void) | undefined;
  const device = serveUsbDevice(
    plugged.value.wire,
    model,
    {
      received: (_of, octets) => hear?.(octets),
      unplugged(): void {
        if (pulled !== undefined && device.transfers === pulled.at) pulled.tell();
        onLost?.();
      },
    },
    pulled === undefined ? {} : { unplugAt: pulled.at },
  );
  return ok({
    // What is written waits in the pipe until the host asks for it.
    write(bytes): Promise<void> {
      for (const each of functions) device.write(each, bytes);
      return Promise.resolve();
    },
    onData: (listener) => void (hear = listener),
    onLost: (listener) => void (onLost = listener),
    close: device.unplug,
  });
}
