/**
 * The `usb` library behind a small port. It is loaded when it is first needed, because its binary may be missing on a
 * platform, and its inner layer is used: the outer one throws from a timer where there is no USB bus, and opens devices
 * behind one's back to fill in their names.
 */
import { fail, ok, type Result } from '../../../shared/result.ts';
import { messageOf } from './failures.ts';

export interface ControlSetup {
  readonly requestType: 'standard' | 'class' | 'vendor';
  readonly recipient: 'device' | 'interface' | 'endpoint' | 'other';
  readonly request: number;
  readonly value: number;
  readonly index: number;
}

/**
 * A device as the library offers it. Everything rejects with an Error whose message alone tells the reason. Time limits
 * are milliseconds. An endpoint takes one transfer at a time; while one is under way nothing but transfers may be asked.
 */
export interface NativeDevice {
  /** Differs between two plugs of the same handset. */
  readonly handle: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly deviceClass: number;
  readonly manufacturerName: string | null;
  readonly productName: string | null;
  readonly serialNumber: string | null;
  readonly bus: string;
  readonly address: number;
  readonly ports: readonly number[];
  open(): Promise<void>;
  close(): Promise<void>;
  selectConfiguration(value: number): Promise<void>;
  claimInterface(number: number): Promise<void>;
  releaseInterface(number: number): Promise<void>;
  selectAlternateInterface(number: number, setting: number): Promise<void>;
  nativeControlTransferIn(setup: ControlSetup, timeLimit: number, length: number): Promise<Uint8Array | null>;
  nativeControlTransferOut(setup: ControlSetup, timeLimit: number, data?: Uint8Array): Promise<number>;
  nativeTransferIn(endpoint: number, timeLimit: number, length: number): Promise<Uint8Array | null>;
  nativeTransferOut(endpoint: number, timeLimit: number, data: Uint8Array): Promise<number>;
  clearHalt(direction: 'in' | 'out', endpoint: number): Promise<void>;
  detachKernelDriver(number: number): Promise<void>;
  attachKernelDriver(number: number): Promise<void>;
}

export interface UsbLibrary {
  /** Every device on every bus, each as a new object. Errors: `no-usb`. */
  devices(): Promise<Result<readonly NativeDevice[]>>;
  /**
   * `hint` is called when something may have come or gone; hints come late, and some never come. Gives the way to stop.
   * Errors: `no-usb`.
   */
  watch(hint: () => void): Promise<Result<() => Promise<void>>>;
}

/** Loads the library. Errors: `no-usb`. */
export async function loadUsbLibrary(): Promise<Result<UsbLibrary>> {
  try {
    const { Emitter, nativeGetDevices } = await import('usb/index.js');
    return ok({
      async devices(): Promise<Result<readonly NativeDevice[]>> {
        try {
          return ok(await nativeGetDevices());
        } catch (error) {
          return noUsb(error);
        }
      },
      async watch(hint): Promise<Result<() => Promise<void>>> {
        const emitter = new Emitter();
        const stop = async (): Promise<void> => {
          await Promise.allSettled([emitter.removeAttach(), emitter.removeDetach()]);
        };
        try {
          await emitter.addAttach(hint);
          await emitter.addDetach(hint);
          return ok(stop);
        } catch (error) {
          await stop();
          return noUsb(error);
        }
      },
    });
  } catch (error) {
    return noUsb(error);
  }
}

function noUsb(error: unknown): Result<never> {
  return fail(
    'no-usb',
    'There is no USB on this machine.',
    'Use the network or a serial port; or run the workbench where the cable is plugged in.',
    { detail: messageOf(error), retryable: true },
  );
}
