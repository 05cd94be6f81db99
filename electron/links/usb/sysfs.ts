/**
 * What Linux knows about USB devices without asking them, and without any permission: their descriptors, who drives an
 * interface, and the serial port it became. Other platforms have nothing like it: there everything is undefined.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where an interface is: the device's port path, its configuration and its number. */
export interface InterfaceSpot {
  readonly portPath: string;
  readonly configuration: number;
  readonly number: number;
}

export interface Sysfs {
  /** Device descriptor and all configuration descriptors, one behind another. */
  descriptors(portPath: string): Uint8Array | undefined;
  /** The configuration that is in use, undefined for none. */
  activeConfiguration(portPath: string): number | undefined;
  /** Name of the interface, when it has one. */
  name(spot: InterfaceSpot): string | undefined;
  /** Who drives it: a driver's name, `usbfs` for a program. */
  driver(spot: InterfaceSpot): string | undefined;
  /** Path of the serial port that it became. */
  serialPort(spot: InterfaceSpot): string | undefined;
}

/** `root`: where the devices are. */
export function createSysfs(root = '/sys/bus/usb/devices'): Sysfs {
  const folder = ({ portPath, configuration, number }: InterfaceSpot): string =>
    join(root, `${portPath}:${configuration}.${number}`);
  const text = (...path: readonly string[]): string | undefined =>
    tried(() => readFileSync(join(...path), 'utf8').trim());
  return {
    descriptors: (portPath) => tried(() => readFileSync(join(root, portPath, 'descriptors'))),
    activeConfiguration: (portPath) => Number(text(root, portPath, 'bConfigurationValue')) || undefined,
    name: (spot) => text(folder(spot), 'interface') || undefined,
    driver: (spot) => tried(() => basename(readlinkSync(join(folder(spot), 'driver')))),
    serialPort(spot): string | undefined {
      const [name] = tried(() => readdirSync(join(folder(spot), 'tty'))) ?? [];
      return name === undefined ? undefined : `/dev/${name}`;
    },
  };
}

function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
