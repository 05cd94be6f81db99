/**
 * Whether a serial port may be asked who is there without a person having said so. The question is a few AT commands, the
 * escape sequence and an OBEX packet: a handset takes them, but a board, an instrument or a printer may be disturbed. So
 * the rule is careful:
 *
 * - A port that is no USB device (the machine's own UARTs) is not even listed: nobody can tell what is wired to it.
 * - A USB device of a maker of handsets or of their modules is asked.
 * - A device whose kind (vendor and product) has been a handset here before is asked.
 * - Everything else, bare adapters above all, is listed and left alone until a person says so.
 */
import type { SystemPort } from './system-ports.ts';

/** Makers of handsets and of the modules in them, by the vendor number they have at the USB-IF. */
// oxfmt-ignore
const MAKERS = {
  '0421': 'Nokia',          '0482': 'Kyocera',        '0489': 'Foxconn',        '04c5': 'Fujitsu',
  '04da': 'Panasonic',      '04dd': 'Sharp',          '04e8': 'Samsung',        '0502': 'Acer',
  '05c6': 'Qualcomm',       '0930': 'Toshiba',        '0af0': 'Option',         '0b05': 'Asus',
  '0bb4': 'HTC',            '0bdb': 'Ericsson',       '0e8d': 'MediaTek',       '0f3d': 'Sierra',
  '0fca': 'BlackBerry',     '0fce': 'Sony Ericsson',  '1004': 'LG',             '109b': 'Hisense',
  '1199': 'Sierra',         '11f5': 'Siemens',        '12d1': 'Huawei',         '1410': 'Novatel',
  '1519': 'Comneon',        '1782': 'Spreadtrum',     '18d1': 'Google',         '19d2': 'ZTE',
  '1bbb': 'TCL',            '1bc7': 'Telit',          '1e0e': 'SIMCom',         '1ebf': 'Coolpad',
  '1f53': 'SK Telesys',     '2116': 'KT Tech',        '22b8': 'Motorola',       '22d9': 'Oppo',
  '2717': 'Xiaomi',         '2a45': 'Meizu',          '2a70': 'OnePlus',        '2ae5': 'Fairphone',
  '2c7c': 'Quectel',        '2d95': 'Vivo',
} as const satisfies Readonly<Record<string, string>>;

/** What is known about a USB device without asking it. */
export type DeviceKind = Pick<SystemPort, 'vendorId' | 'productId'>;

/** `0421:0508`, the same for all devices of a kind; undefined where there is no USB device. */
export function kindOf({ vendorId, productId }: DeviceKind): string | undefined {
  return vendorId === undefined ? undefined : `${vendorId}:${productId ?? ''}`;
}

/** Is it worth listing at all? */
export function isWorthListing(port: DeviceKind): boolean {
  return port.vendorId !== undefined;
}

/** May it be asked? `proven`: kinds that have been handsets here. */
export function mayBeAsked(port: DeviceKind, proven: ReadonlySet<string>): boolean {
  const kind = kindOf(port);
  return kind !== undefined && (Object.hasOwn(MAKERS, port.vendorId ?? '') || proven.has(kind));
}
