/**
 * What hangs on a USB port, as far as the workbench is concerned: its functions with their names, read from descriptors.
 * Linux tells them without opening the device; elsewhere it is opened for a moment and asked.
 */
import { accessSync, constants } from 'node:fs';
import { ok, type Failure, type Result } from '../../../shared/result.ts';
import { type BrokenFunction, readFunctions, type UsbFunction } from './descriptors.ts';
import { explain } from './failures.ts';
import { portPathOf, type UsbIdentity } from './identity.ts';
import type { ControlSetup, NativeDevice } from './library.ts';
import type { Sysfs } from './sysfs.ts';

export interface NamedFunction extends UsbFunction {
  /** As the handset calls it, e.g. `SYNCML-DM`; some call it nothing. */
  readonly name: string | undefined;
  /** The serial port that the system made of it; links/serial opens it then. */
  readonly serialPort: string | undefined;
}

export interface UsbHandset {
  readonly identity: UsbIdentity;
  /** The file that is opened, where there is one. */
  readonly file: string | undefined;
  readonly manufacturer: string | undefined;
  readonly product: string | undefined;
  readonly functions: readonly NamedFunction[];
  /** Functions that are not whole. */
  readonly broken: readonly BrokenFunction[];
  /** Why it cannot be opened, as far as this is known before. */
  readonly obstacle: Failure | undefined;
}

const ASK_MS = 1_000;
const DESCRIPTOR = { device: 1, configuration: 2, string: 3 } as const;
const US_ENGLISH = 0x0409;
const HUB = 0x09;

/** Undefined for a hub. Errors: those of `explain`, when the device does not let itself be asked. */
export async function inspectDevice(
  device: NativeDevice,
  sysfs: Sysfs | undefined,
): Promise<Result<UsbHandset | undefined>> {
  if (device.deviceClass === HUB) return ok(undefined);
  const portPath = portPathOf(device.bus, device.ports);
  const known = sysfs?.descriptors(portPath);
  if (known !== undefined) return ok(fromSystem(device, portPath, known, sysfs));
  const name = `The USB device at ${portPath}`;
  try {
    await device.open();
    try {
      return ok(await fromDevice(device, portPath));
    } finally {
      await device.close();
    }
  } catch (error) {
    return { ok: false, error: explain(error, name) };
  }
}

function fromSystem(device: NativeDevice, portPath: string, octets: Uint8Array, sysfs: Sysfs | undefined): UsbHandset {
  const { functions, broken } = readAll(configurationsIn(octets));
  return {
    ...labels(device, portPath),
    file: fileOf(device),
    functions: functions.map((each) => {
      const spot = { portPath, configuration: each.configuration, number: each.control };
      return { ...each, name: sysfs?.name(spot), serialPort: sysfs?.serialPort(spot) };
    }),
    broken,
    obstacle: obstacleOn(device),
  };
}

async function fromDevice(device: NativeDevice, portPath: string): Promise<UsbHandset> {
  const about = await firstDescriptor(device);
  const configurations: Uint8Array[] = [];
  for (let index = 0; index < (about[17] ?? 0); index++) {
    configurations.push(await descriptor(device, DESCRIPTOR.configuration, index, 0xffff));
  }
  const { functions, broken } = readAll(configurations);
  const named: NamedFunction[] = [];
  for (const each of functions)
    named.push({ ...each, name: await textOf(device, each.nameIndex), serialPort: undefined });
  return { ...labels(device, portPath), file: undefined, functions: named, broken, obstacle: undefined };
}

function readAll(
  configurations: readonly Uint8Array[],
): Pick<UsbHandset, 'broken'> & { functions: readonly UsbFunction[] } {
  const read = configurations.map(readFunctions);
  return { functions: read.flatMap(({ functions }) => functions), broken: read.flatMap(({ broken }) => broken) };
}

/** Cuts what the system keeps: the device descriptor, then each configuration with its own length. */
function configurationsIn(octets: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = octets[0] ?? octets.length; at + 4 <= octets.length;) {
    const length = (octets[at + 2] ?? 0) | ((octets[at + 3] ?? 0) << 8);
    if (octets[at + 1] !== DESCRIPTOR.configuration || length < 9) break;
    found.push(octets.subarray(at, at + length));
    at += length;
  }
  return found;
}

async function descriptor(
  device: NativeDevice,
  type: number,
  index: number,
  length: number,
  language = 0,
): Promise<Uint8Array> {
  const setup: ControlSetup = {
    requestType: 'standard',
    recipient: 'device',
    request: 6,
    value: (type << 8) | index,
    index: language,
  };
  return (await device.nativeControlTransferIn(setup, ASK_MS, length)) ?? new Uint8Array();
}

/** Windows lets us ask only through an interface of ours: then the first one is claimed until the device is closed. */
async function firstDescriptor(device: NativeDevice): Promise<Uint8Array> {
  try {
    return await descriptor(device, DESCRIPTOR.device, 0, 18);
  } catch {
    await device.claimInterface(0);
    return descriptor(device, DESCRIPTOR.device, 0, 18);
  }
}

/** A handset that names a function and then does not know the name has none. */
async function textOf(device: NativeDevice, index: number): Promise<string | undefined> {
  if (index === 0) return undefined;
  try {
    const octets = await descriptor(device, DESCRIPTOR.string, index, 255, US_ENGLISH);
    return Buffer.from(octets.subarray(2)).toString('utf16le') || undefined;
  } catch {
    return undefined;
  }
}

function labels(device: NativeDevice, portPath: string): Pick<UsbHandset, 'identity' | 'manufacturer' | 'product'> {
  const { vendorId, productId } = device;
  const identity = { vendorId, productId, serialNumber: label(() => device.serialNumber), portPath };
  return { identity, manufacturer: label(() => device.manufacturerName), product: label(() => device.productName) };
}

/** The library opens the device for what the system does not know, and throws where it may not. */
function label(read: () => string | null): string | undefined {
  try {
    return read()?.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Linux: the file that is opened later. */
function fileOf({ bus, address }: NativeDevice): string {
  return `/dev/bus/usb/${bus.padStart(3, '0')}/${String(address).padStart(3, '0')}`;
}

/** A missing right is known before anything is opened. */
function obstacleOn(device: NativeDevice): Failure | undefined {
  const { bus, ports } = device;
  const path = fileOf(device);
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const name = `the USB device at ${portPathOf(bus, ports)}`;
    return explain(
      new Error(code === 'EACCES' || code === 'EPERM' ? `${path}: permission denied` : `${path}: no such device`),
      name,
    );
  }
}
