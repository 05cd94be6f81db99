/**
 * A handset on USB: its OBEX functions, the one that calls itself a DM server first, because some handsets name none and
 * answer only when they are asked (facts 3.4); then its modem functions that the system has made no serial port of. A
 * function is claimed for one session and given back idle.
 */
import { ok, type Result } from '../../../shared/result.ts';
import type { ObexSettings } from '../obex/client.ts';
import { createObexPlace, type Entered, noWay, type ObexPlace, type PlacePorts, type Way } from '../obex/obex-place.ts';
import type { SwitchChoices } from '../serial/obex-switch.ts';
import { enterFromModem } from '../serial/serial-place.ts';
import { gone } from './failures.ts';
import type { NamedFunction } from './handset.ts';
import type { PluggedHandset, UsbBus } from './usb-bus.ts';
import type { UsbSettings } from './usb-channel.ts';

export interface UsbPlaceSettings {
  readonly usb: UsbSettings;
  readonly obex: ObexSettings;
}

/** Makes the place of the handset with this id; `session` opens it. */
export function createUsbPlace(
  id: string,
  bus: Pick<UsbBus, 'handsets' | 'open'>,
  ports: Omit<PlacePorts, 'ways'>,
  choices: SwitchChoices,
  { usb, obex }: UsbPlaceSettings,
): ObexPlace {
  function ways(): Result<readonly Way[]> {
    const handset = bus.handsets.find((each) => each.id === id);
    if (handset === undefined) return gone();
    const usable = handset.functions.filter(isOurs).toSorted((one, other) => rank(one) - rank(other));
    return usable.length === 0 ? withoutFunction(handset) : ok(usable.map((each) => wayTo(handset, each)));
  }

  function wayTo(handset: PluggedHandset, what: NamedFunction): Way {
    return {
      link: 'usb',
      address: addressOf(handset),
      key: `${what.kind} ${what.configuration}.${what.control}`,
      open: () => bus.open(id, what, usb),
      enter: (channel) =>
        what.kind === 'obex' ? Promise.resolve(ok(knownOf(handset))) : enterFromModem(channel, choices),
      staysOpen: false,
    };
  }

  return createObexPlace({ ...ports, ways }, obex);
}

/** What an OBEX function cannot be asked: many handsets have their IMEI as serial number. */
function knownOf({ identity: { serialNumber = '' } }: PluggedHandset): Entered {
  return IMEI.test(serialNumber) ? { identity: { imei: serialNumber } } : {};
}

/** Where the handset hangs, for a person. */
export function addressOf({ identity }: Pick<PluggedHandset, 'identity'>): string {
  return `USB ${identity.portPath}`;
}

/** A modem that became a serial port of the system is opened there. */
function isOurs({ kind, serialPort }: NamedFunction): boolean {
  return kind === 'obex' || serialPort === undefined;
}

const IMEI = /^\d{15}$/;

/** Likeliest first. */
const NAMES: readonly RegExp[] = [/syncml[ -]?dm/i, /syncml|device management/i, /pc suite|sync/i];

function rank({ kind, name = '' }: NamedFunction): number {
  const named = NAMES.findIndex((pattern) => pattern.test(name));
  return (kind === 'acm' ? 100 : 0) + (named === -1 ? NAMES.length : named);
}

function withoutFunction(handset: PluggedHandset): Result<never> {
  const why = handset.broken.map(({ control, why: what }) => `interface ${control}: ${what}`).join('; ');
  return noWay(
    `The handset at ${addressOf(handset)} offers nothing over which it can be managed.`,
    'Set its cable mode to “PC Suite” or “sync” on the handset, then plug it in again.',
    why === '' ? undefined : why,
  );
}
