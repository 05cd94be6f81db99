/** A USB device in words: what it is called, and what it offers. */
import type { Cable } from '../../../shared/contract/cables.ts';
import type { UsbDevice, UsbInterface } from '../../links/machine/usb-devices.ts';
import type { Facts } from './facts.ts';
import type { AboutUsb } from './usb-findings.ts';

/** What an interface is for, by class, subclass and protocol; the first row that fits counts. */
const OFFERS: readonly { readonly kind: RegExp; readonly word: string; readonly ofPhone: boolean }[] = [
  { kind: /^02\/0b\//, word: 'OBEX', ofPhone: true },
  { kind: /^02\/02\//, word: 'a modem', ofPhone: true },
  { kind: /^06\/01\//, word: 'pictures and files (PTP or MTP)', ofPhone: true },
  { kind: /^ff\/42\/01$/, word: 'debugging (ADB)', ofPhone: true },
  { kind: /^e0\/01\/03$/, word: 'a network (RNDIS)', ofPhone: true },
  { kind: /^02\/(?:06|0d|0e)\//, word: 'a network', ofPhone: true },
  { kind: /^08\//, word: 'a disk', ofPhone: false },
  { kind: /^03\//, word: 'keys or a pointer', ofPhone: false },
  { kind: /^01\//, word: 'sound', ofPhone: false },
  { kind: /^ff\//, word: 'something of its maker’s own', ofPhone: false },
];

const OBEX = /^02\/0b\//;
const MODEM = /^02\/02\//;

export function hasObex({ interfaces }: UsbDevice): boolean {
  return interfaces.some(({ kind }) => OBEX.test(kind));
}

/** Modem functions that nobody drives. */
export function hasIdleModem({ interfaces }: UsbDevice): boolean {
  return interfaces.some(({ kind, driver }) => MODEM.test(kind) && driver === undefined);
}

/** Does it offer what only phones and modems offer? A camera looks the same to the system, which the words allow for. */
export function looksLikeHandset({ interfaces }: UsbDevice): boolean {
  return interfaces.some(({ kind }) => rowOf(kind)?.ofPhone === true);
}

function rowOf(kind: string): (typeof OFFERS)[number] | undefined {
  return OFFERS.find((row) => row.kind.test(kind));
}

/** What it offers, as a list in words. */
function offersOf(interfaces: readonly UsbInterface[]): string {
  const words = [...new Set(interfaces.flatMap(({ kind }) => rowOf(kind)?.word ?? []))];
  if (words.length === 0) return 'nothing that is known here';
  return words.length === 1 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** `Acme A1 at USB 1-2`, or by its numbers. */
function nameOf({ manufacturer, product, vendorId, productId, portPath }: UsbDevice): string {
  const name = [manufacturer, product].filter((part) => part !== undefined).join(' ');
  return `${name === '' ? `The device ${vendorId}:${productId}` : name} at USB ${portPath}`;
}

/** The device behind a cable on USB, by the numbers in its name. */
export function deviceOf({ port }: Pick<Cable, 'port'>, devices: readonly UsbDevice[]): UsbDevice | undefined {
  const { vendorId, productId } = numbersOf(port);
  const kin = devices.filter((each) => each.vendorId === vendorId && each.productId === productId);
  return kin.find(({ portPath }) => port.endsWith(`@${portPath}`)) ?? kin[0];
}

/** Vendor and product, which the name of a cable on USB holds: known where the system tells nothing about the device. */
export function numbersOf(port: string): Pick<UsbDevice, 'vendorId' | 'productId'> {
  const [, vendorId = '', productId = ''] = /^usb:([0-9a-f]{4}):([0-9a-f]{4}):/.exec(port) ?? [];
  return { vendorId, productId };
}

/** What a finding says about the device. */
export function aboutDevice(device: UsbDevice | undefined, { person, usb }: Facts): AboutUsb {
  const parent = device?.portPath.replace(/\.\d+$/, '');
  const hub = usb?.find(({ portPath, isHub }) => isHub && portPath === parent && portPath !== device?.portPath);
  return {
    name: device === undefined ? 'The handset' : nameOf(device),
    person: person.name,
    vendorId: device?.vendorId ?? '',
    productId: device?.productId ?? '',
    offers: offersOf(device?.interfaces ?? []),
    holders: [],
    file: device?.file ?? '',
    hub: hub === undefined ? '' : nameOf(hub),
    needs: device?.needs ?? 0,
    said: '',
  };
}
