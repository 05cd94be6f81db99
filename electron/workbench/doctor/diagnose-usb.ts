/** From what is on USB and is no handset, or not yet, to why. */
import type { Finding } from '../../../shared/contract/doctor.ts';
import type { UsbDevice } from '../../links/machine/usb-devices.ts';
import type { Facts } from './facts.ts';
import { writeFinding } from './finding-table.ts';
import { aboutDevice, hasIdleModem, hasObex, looksLikeHandset } from './usb-device-words.ts';
import { USB_FINDINGS } from './usb-findings.ts';

type UsbCode = keyof typeof USB_FINDINGS;

/** What is wrong with devices that are not among the cables, and with what should be there and is not. */
export function diagnoseUsb(facts: Facts): readonly Finding[] {
  const devices = (facts.usb ?? []).filter(({ isHub }) => !isHub);
  return [
    ...devices.flatMap((device) => {
      const code = codeOf(device, facts);
      return code === undefined ? [] : [write(code, device, facts)];
    }),
    ...nothingThere(devices, facts),
  ];
}

function codeOf(device: UsbDevice, facts: Facts): UsbCode | undefined {
  if (device.configuration === undefined) {
    const parent = device.portPath.replace(/\.\d+$/, '');
    const hub = facts.usb?.find((other) => other.isHub && other.portPath === parent);
    return hub?.isSelfPowered === false ? 'hub-without-power' : 'usb-not-switched-on';
  }
  // What has an OBEX function is among the cables, and judged there.
  if (hasObex(device) || !looksLikeHandset(device)) return undefined;
  if (hasIdleModem(device)) return 'usb-no-kernel-driver';
  return hasModem(device) ? undefined : 'usb-no-obex';
}

function hasModem({ interfaces }: UsbDevice): boolean {
  return interfaces.some(({ kind }) => kind.startsWith('02/02/'));
}

function nothingThere(devices: readonly UsbDevice[], facts: Facts): readonly Finding[] {
  if (facts.usb === undefined || facts.cables.length > 0 || devices.some(looksLikeHandset)) return [];
  const code = facts.typeCPartners > 0 && devices.length === 0 ? 'charge-only' : 'nothing-plugged';
  const about = aboutDevice(undefined, facts);
  return [writeFinding(code, USB_FINDINGS[code], about, { about: 'USB' }, facts.platform)];
}

function write(code: UsbCode, device: UsbDevice, facts: Facts): Finding {
  const subject = { about: `USB ${device.portPath}`, detail: interfacesText(device) };
  return writeFinding(code, USB_FINDINGS[code], aboutDevice(device, facts), subject, facts.platform);
}

function interfacesText({ vendorId, productId, interfaces }: UsbDevice): string {
  const each = interfaces.map(({ kind, driver }) => `${kind} ${driver ?? 'without driver'}`).join(', ');
  return `${vendorId}:${productId}${each === '' ? '' : `, interfaces ${each}`}`;
}
