/**
 * Everything on the USB of a Linux machine, handset or not, as the kernel tells it without any permission: what a device
 * offers, who drives it, how it is powered. The bus of links/usb knows handsets alone; this is for finding out why
 * something is none.
 */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mayOpen } from './port-file.ts';

export interface UsbInterface {
  /** Class, subclass and protocol, e.g. `06/01/01`. */
  readonly kind: string;
  /** Undefined when nobody drives it. */
  readonly driver: string | undefined;
}

export interface UsbDevice {
  /** Bus and ports from the root, e.g. `1-2.4`. */
  readonly portPath: string;
  readonly vendorId: string;
  readonly productId: string;
  readonly manufacturer: string | undefined;
  readonly product: string | undefined;
  readonly isHub: boolean;
  /** Has its own power; a device without takes it from the hub. */
  readonly isSelfPowered: boolean;
  /** The most it takes from the hub, milliamperes. */
  readonly needs: number;
  /** Undefined: it was found, but the system has not switched it on. */
  readonly configuration: number | undefined;
  readonly interfaces: readonly UsbInterface[];
  /** The file that is opened to speak to it. */
  readonly file: string;
  readonly mayOpen: boolean;
}

const SELF_POWERED = 0x40;
const HUB = '09';

/** Looks; undefined where there is no USB. */
export async function lookAtUsb(root = '/sys/bus/usb/devices'): Promise<readonly UsbDevice[] | undefined> {
  const names = await readdir(root).catch(() => undefined);
  if (names === undefined) return undefined;
  // `usb1` is a root hub, `1-2:1.0` an interface.
  const paths = names.filter((name) => /^\d+-[\d.]+$/.test(name));
  return Promise.all(paths.map((path) => deviceAt(root, path, names)));
}

async function deviceAt(root: string, portPath: string, names: readonly string[]): Promise<UsbDevice> {
  const read = (name: string): Promise<string> => text(join(root, portPath, name));
  const interfaces = names
    .filter((name) => name.startsWith(`${portPath}:`))
    .map((name) => interfaceAt(join(root, name)));
  const [vendorId, productId, manufacturer, product, kind, attributes, power, value, bus, number] = await Promise.all(
    [
      'idVendor',
      'idProduct',
      'manufacturer',
      'product',
      'bDeviceClass',
      'bmAttributes',
      'bMaxPower',
      'bConfigurationValue',
      'busnum',
      'devnum',
    ].map(read),
  );
  const file = `/dev/bus/usb/${(bus ?? '').padStart(3, '0')}/${(number ?? '').padStart(3, '0')}`;
  return {
    portPath,
    vendorId: vendorId ?? '',
    productId: productId ?? '',
    manufacturer: manufacturer || undefined,
    product: product || undefined,
    isHub: kind === HUB,
    isSelfPowered: (Number.parseInt(attributes ?? '', 16) & SELF_POWERED) !== 0,
    needs: Number.parseInt(power ?? '', 10) || 0,
    configuration: Number(value) || undefined,
    interfaces: await Promise.all(interfaces),
    file,
    mayOpen: await mayOpen(file),
  };
}

async function interfaceAt(folder: string): Promise<UsbInterface> {
  const [kind, driver] = await Promise.all([
    Promise.all(
      ['bInterfaceClass', 'bInterfaceSubClass', 'bInterfaceProtocol'].map((name) => text(join(folder, name))),
    ),
    readlink(join(folder, 'driver')).catch(() => undefined),
  ]);
  return { kind: kind.join('/'), driver: driver === undefined ? undefined : basename(driver) };
}

/** How many USB-C ports have something in them, whether or not it has shown itself on the bus. */
export async function typeCPartners(root = '/sys/class/typec'): Promise<number> {
  const names = await readdir(root).catch(() => []);
  return names.filter((name) => /^port\d+-partner$/.test(name)).length;
}

function text(path: string): Promise<string> {
  return readFile(path, 'utf8').then(
    (content) => content.trim(),
    () => '',
  );
}
