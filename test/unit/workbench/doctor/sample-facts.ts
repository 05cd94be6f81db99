/** A machine on which all is well; a test spoils one thing. */
import type { CableFacts, Facts } from '../../../../electron/workbench/doctor/facts.ts';
import type { UsbDevice } from '../../../../electron/links/machine/usb-devices.ts';
import type { Cable } from '../../../../shared/contract/cables.ts';

export const NOW = Date.UTC(2026, 5, 1);

export const WELL: Facts = {
  platform: 'linux',
  now: NOW,
  person: { name: 'tess', active: ['tess'], listed: [] },
  udev: { runs: true, hasTool: true, rule: 'installed', knowsSeats: true },
  cables: [cableAt({ state: 'ready', name: 'Acme A1', devId: 'IMEI:1' })],
  usb: [],
  typeCPartners: 0,
  listener: { address: '127.0.0.1', port: 8990, url: 'http://127.0.0.1:8990/dm', scope: 'this machine only' },
  entrances: [{ url: 'http://127.0.0.1:8990/dm', isThere: true, whyNot: undefined, certificate: undefined }],
  interfaces: [{ name: 'eth0', address: '192.168.1.5', cidr: '192.168.1.5/24' }],
  firewall: undefined,
  handsets: [],
  isClockKept: true,
  latestKept: NOW - 1000,
  madeAfter: 0,
};

/** The same as `WELL` but for this. */
export function spoilt(change: Partial<Facts>): Facts {
  return { ...WELL, ...change };
}

/** A cable at /dev/ttyUSB0, with its file. */
export function cableAt(cable: Partial<Cable>, more: Partial<Omit<CableFacts, 'cable'>> = {}): CableFacts {
  return {
    cable: { port: '/dev/ttyUSB0', link: 'serial', where: '/dev/ttyUSB0', named: false, state: 'trouble', ...cable },
    file: {
      path: '/dev/ttyUSB0',
      target: '/dev/ttyUSB0',
      group: 'dialout',
      rights: 'rw-rw----',
      mayOpen: true,
      groupMay: true,
    },
    holders: undefined,
    ...more,
  };
}

/** A cable in trouble with this failure. */
export function failed(code: string, more: Partial<Cable> = {}): CableFacts {
  return cableAt({ failure: { code, message: `It is ${code}.`, next: 'Do something.', retryable: true }, ...more });
}

/** A handset on USB at 1-2.4 with these interfaces. */
export function deviceWith(kinds: readonly string[], more: Partial<UsbDevice> = {}): UsbDevice {
  return {
    portPath: '1-2.4',
    vendorId: '0421',
    productId: '00ab',
    manufacturer: 'Acme',
    product: 'A1',
    isHub: false,
    isSelfPowered: false,
    needs: 500,
    configuration: 1,
    interfaces: kinds.map((kind) => ({ kind, driver: 'some' })),
    file: '/dev/bus/usb/001/017',
    mayOpen: true,
    ...more,
  };
}
