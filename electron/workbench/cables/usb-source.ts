/** A handset on USB as a cable. */
import { createHash } from 'node:crypto';
import type { SystemFacts } from '../../../shared/contract/cables.ts';
import type { PlacePorts } from '../../links/obex/obex-place.ts';
import type { SwitchChoices } from '../../links/serial/obex-switch.ts';
import type { PluggedHandset, UsbBus } from '../../links/usb/usb-bus.ts';
import { addressOf, createUsbPlace, type UsbPlaceSettings } from '../../links/usb/usb-place.ts';
import type { CableSource } from './cable.ts';

/** Characters of a serial number in a name. */
const LONGEST = 120;

/** What a USB handset is called among the cables: the same after a restart, and on another port of the machine. */
export function portOf(id: string): string {
  const [vendor = '', product = '', ...rest] = id.split(':');
  const [, number = '', path = ''] = /^(.*?)(@\d+-[\d.]+)?$/s.exec(rest.join(':')) ?? [];
  return `usb:${vendor}:${product}:${plain(number)}${path}`;
}

/** Serial numbers are any text; one that is too long for a name is told by its digest. */
function plain(serialNumber: string): string {
  const text = encodeURIComponent(serialNumber.toWellFormed());
  return text.length <= LONGEST ? text : createHash('sha256').update(serialNumber).digest('hex');
}

/** The handset as a source; the bus tells how it is now. */
export function usbSource(
  { id }: PluggedHandset,
  bus: Pick<UsbBus, 'handsets' | 'open'>,
  notAsked: CableSource['notAsked'],
  ports: Omit<PlacePorts, 'ways' | 'changed'>,
  choices: SwitchChoices,
  settings: UsbPlaceSettings,
): CableSource {
  let last: Pick<ReturnType<CableSource['facts']>, 'where' | 'system'> = { where: 'USB' };

  function now(): PluggedHandset | undefined {
    return bus.handsets.find((each) => each.id === id);
  }

  return {
    port: portOf(id),
    link: 'usb',
    named: false,
    notAsked,
    file: () => now()?.file,
    facts() {
      const handset = now();
      if (handset !== undefined) last = { where: addressOf(handset), system: systemFactsOf(handset) };
      return last;
    },
    isThere: () => now() !== undefined,
    makePlace: (changed) => createUsbPlace(id, bus, { ...ports, changed }, choices, settings),
  };
}

/** What the system knows of a device on USB. */
export function systemFactsOf({ identity, manufacturer, product }: PluggedHandset): SystemFacts {
  const { vendorId, productId, serialNumber, portPath } = identity;
  return {
    vendorId: hex(vendorId),
    productId: hex(productId),
    portPath,
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(product === undefined ? {} : { product }),
  };
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}
