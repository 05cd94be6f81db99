/**
 * What on this machine becomes a cable. A USB device with an OBEX function is a handset; its modem, which the system may
 * make a serial port of, is not asked beside it. A USB device that is only a modem is spoken to over the system's serial
 * port, and over USB itself only when no port comes. Serial ports that the system lists are taken in as
 * likely-handset.ts says.
 */
import type { CableNotice } from '../../../shared/contract/cables.ts';
import type { Failure } from '../../../shared/result.ts';
import type { CableSystem } from '../../links/cable-system.ts';
import { isWorthListing } from '../../links/serial/likely-handset.ts';
import { portMissing } from '../../links/serial/failures.ts';
import type { SystemPort } from '../../links/serial/system-ports.ts';
import { pulled } from '../../links/usb/failures.ts';
import type { PluggedHandset, UsbBus } from '../../links/usb/usb-bus.ts';
import type { Clock } from '../../server/clock.ts';
import type { Cable } from './cable.ts';
import { portOf, systemFactsOf } from './usb-source.ts';

export interface FinderPorts {
  readonly system: CableSystem;
  cable(port: string): Cable | undefined;
  openUsb(handset: PluggedHandset, bus: UsbBus): void;
  openPort(path: string): void;
  /** Takes a cable that was found out of the list again. */
  drop(port: string): void;
  noticed(notices: readonly CableNotice[]): void;
}

export interface CableFinder {
  /** What the system knows of a serial port. */
  port(path: string): SystemPort | undefined;
  notices(): readonly CableNotice[];
  /** A found port that a person does not want to see until it is plugged in again. */
  ignore(port: string): void;
  close(): Promise<void>;
}

/** The system makes a serial port of a modem within this time, milliseconds. */
const DRIVER_MS = 2_000;

/** Watches from now on. */
export function findCables(ports: FinderPorts, clock: Clock): CableFinder {
  const obstacles = new Map<'usb' | 'serial', Failure>();
  const ignored = new Set<string>();
  /** Serial ports that USB devices became, as the bus tells; the list of the system may be missing. */
  const ofUsb = new Map<string, { readonly id: string; readonly port: SystemPort }>();
  let isClosed = false;

  const usb = ports.system.watchUsb({
    plugged: (handset) => (hasObex(handset) ? handsetCame(handset) : modemCame(handset)),
    unplugged: (id) => {
      ignored.delete(portOf(id));
      for (const [path, known] of ofUsb) if (known.id === id) ofUsb.delete(path);
      const cable = ports.cable(portOf(id));
      cable?.pulled(pulled(cable.current().where));
    },
    state: (failure) => noticed('usb', failure),
  });
  const serial = ports.system.watchPorts({
    // The bus may know that it belongs to a handset which speaks OBEX.
    appeared: (port) => void usb.look().then(() => portCame(port)),
    vanished(path): void {
      ignored.delete(path);
      ports.cable(path)?.pulled(portMissing(path));
    },
    state: (failure) => noticed('serial', failure),
  });

  function noticed(where: 'usb' | 'serial', failure: Failure | undefined): void {
    if (failure === undefined) obstacles.delete(where);
    else obstacles.set(where, failure);
    ports.noticed(notices());
  }

  function notices(): readonly CableNotice[] {
    return [...obstacles.values()];
  }

  function handsetCame(handset: PluggedHandset): void {
    const name = portOf(handset.id);
    if (isClosed || ignored.has(name)) return;
    for (const { serialPort } of handset.functions) {
      if (serialPort !== undefined && ports.cable(serialPort)?.named === false) ports.drop(serialPort);
    }
    const cable = ports.cable(name);
    if (cable === undefined) ports.openUsb(handset, usb);
    else cable.plugged();
  }

  function modemCame(handset: PluggedHandset): void {
    const paths = handset.functions.map(({ serialPort }) => serialPort).filter((path) => path !== undefined);
    for (const path of paths) {
      const { portPath: _at, product: _product, ...facts } = systemFactsOf(handset);
      const port = { path, ...facts };
      ofUsb.set(path, { id: handset.id, port });
      portCame(port);
    }
    if (paths.length === 0) clock.after(DRIVER_MS, () => withoutDriver(handset.id));
  }

  /** No port came: the modem is spoken to over USB itself. */
  function withoutDriver(id: string): void {
    const handset = usb.handsets.find((each) => each.id === id);
    if (isClosed || handset === undefined || hasObex(handset)) return;
    const isPort = handset.functions.some(({ serialPort }) => serialPort !== undefined);
    if (isPort || serial.ports.some((port) => isSameDevice(port, systemFactsOf(handset)))) return;
    if (ports.cable(portOf(id)) === undefined && !ignored.has(portOf(id))) ports.openUsb(handset, usb);
  }

  function portCame(port: SystemPort): void {
    const { path } = port;
    if (isClosed || ignored.has(path)) return;
    const cable = ports.cable(path);
    if (cable !== undefined) cable.plugged();
    else if (isWorthListing(port) && !isModemOfHandset(port)) ports.openPort(path);
  }

  /** Belongs it to a handset that speaks OBEX on USB itself? */
  function isModemOfHandset(port: SystemPort): boolean {
    return usb.handsets.some(
      (handset) =>
        hasObex(handset) &&
        (handset.functions.some(({ serialPort }) => serialPort === port.path) ||
          isSameDevice(port, systemFactsOf(handset))),
    );
  }

  return {
    port: (path) => serial.ports.find((port) => port.path === path) ?? ofUsb.get(path)?.port,
    notices,
    ignore: (port) => void ignored.add(port),
    async close(): Promise<void> {
      isClosed = true;
      await Promise.all([usb.close(), serial.close()]);
    },
  };
}

/** A device that has one, if only a broken one, is a handset. */
function hasObex({ functions, broken }: PluggedHandset): boolean {
  return broken.length > 0 || functions.some(({ kind }) => kind === 'obex');
}

function isSameDevice(one: Omit<SystemPort, 'path'>, other: Omit<SystemPort, 'path'>): boolean {
  if (one.vendorId !== other.vendorId || one.productId !== other.productId) return false;
  // The system writes blanks and the like in a serial number in its own way.
  const [first, second] = [one.serialNumber, other.serialNumber].map((text) => text?.replaceAll(/[^A-Za-z0-9]/g, ''));
  return first === undefined || second === undefined || first === second;
}
