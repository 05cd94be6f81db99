/** The end of the world: a USB library whose devices are written down. What it is asked for is kept. */
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { NativeDevice, UsbLibrary } from '../../../../electron/links/usb/library.ts';
import {
  descriptorsOf,
  type DeviceModel,
  HANDSET_MODEL,
} from '../../../../electron/handset/cable/usb/usb-descriptors.ts';

export interface FakeUsb extends UsbLibrary {
  /** What is plugged in. */
  plugged: readonly NativeDevice[];
  /** There is a USB bus. */
  hasBus: boolean;
  /** Looks so far. */
  looks: number;
  /** Says that something may have changed. */
  hint(): void;
  readonly isWatched: boolean;
}

export function createFakeUsb(): FakeUsb {
  let listener: (() => void) | undefined;
  return {
    plugged: [],
    hasBus: true,
    looks: 0,
    hint: () => listener?.(),
    get isWatched() {
      return listener !== undefined;
    },
    devices(): Promise<Result<readonly NativeDevice[]>> {
      this.looks++;
      const answer = this.hasBus
        ? ok(this.plugged)
        : fail('no-usb', 'There is no USB on this machine.', 'Use a network.');
      return Promise.resolve(answer);
    },
    watch(hint): Promise<Result<() => Promise<void>>> {
      listener = hint;
      return Promise.resolve(
        ok(() => {
          listener = undefined;
          return Promise.resolve();
        }),
      );
    },
  };
}

export interface FakeDevice extends NativeDevice {
  /** Calls, in order, e.g. `claim 0`. */
  readonly calls: string[];
}

/** A device with these descriptors. `fails`: what a call is answered with instead, by its name in `calls`. */
export function fakeDevice(
  handle: string,
  model: DeviceModel = HANDSET_MODEL,
  fails: Readonly<Record<string, string>> = {},
): FakeDevice {
  const calls: string[] = [];
  const { device, configuration, strings } = descriptorsOf(model);
  const call = (name: string): Promise<void> => {
    calls.push(name);
    const why = fails[name];
    return why === undefined ? Promise.resolve() : Promise.reject(new Error(why));
  };
  return {
    calls,
    handle,
    vendorId: model.vendorId,
    productId: model.productId,
    deviceClass: 0xef,
    manufacturerName: model.manufacturer,
    productName: model.product,
    serialNumber: model.serialNumber ?? null,
    bus: '001',
    address: 2,
    ports: [1],
    open: () => call('open'),
    close: () => call('close'),
    selectConfiguration: (value) => call(`configuration ${value}`),
    claimInterface: (number) => call(`claim ${number}`),
    releaseInterface: (number) => call(`release ${number}`),
    selectAlternateInterface: (number, setting) => call(`setting ${number} ${setting}`),
    async nativeControlTransferIn({ request, value }, _limit, length): Promise<Uint8Array> {
      await call(`ask ${request} ${value >> 8} ${value & 0xff}`);
      if (request === 8) return Uint8Array.of(1);
      const found = [device, configuration, strings[value & 0xff]][(value >> 8) - 1] ?? new Uint8Array();
      return found.subarray(0, length);
    },
    async nativeControlTransferOut({ request, value }): Promise<number> {
      await call(`tell ${request} ${value}`);
      return 0;
    },
    nativeTransferIn: () =>
      new Promise((_resolve, reject) => setTimeout(() => reject(new Error('transferIn error: Cancelled')), 20)),
    async nativeTransferOut(_endpoint, _limit, data): Promise<number> {
      await call(`out ${data.length}`);
      return data.length;
    },
    clearHalt: (direction) => call(`clear ${direction}`),
    detachKernelDriver: (number) => call(`detach ${number}`),
    attachKernelDriver: (number) => call(`attach ${number}`),
  };
}
