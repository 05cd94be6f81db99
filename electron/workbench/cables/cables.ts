/**
 * The cables of this machine: the ports that a person has named, and the handsets that hang on USB. Here they come and
 * go; how each of them is doing is in cable.ts.
 */
import { existsSync } from 'node:fs';
import type { Cable as CableFacts, CableNotice } from '../../../shared/contract/cables.ts';
import { fail, ok, type Failure, type Result } from '../../../shared/result.ts';
import { type CableSystem, NO_CABLES } from '../../links/cable-system.ts';
import type { PlacePorts } from '../../links/obex/obex-place.ts';
import { createSerialPlace } from '../../links/serial/serial-place.ts';
import type { SwitchChoices } from '../../links/serial/obex-switch.ts';
import { pulled } from '../../links/usb/failures.ts';
import type { PluggedHandset, UsbBus } from '../../links/usb/usb-bus.ts';
import type { Clock } from '../../server/clock.ts';
import type { Settings as StoredSettings } from '../../storage/settings.ts';
import type { EventHub } from '../event-hub.ts';
import { type Cable, type CableSource, createCable } from './cable.ts';
import { portOf, usbSource } from './usb-source.ts';

export interface Cables {
  list(): readonly CableFacts[];
  /** Why not every cable of this machine can be found. */
  notices(): readonly CableNotice[];
  add(port: string): Result<CableFacts>;
  remove(port: string): Promise<Result<void>>;
  retry(port: string): Result<void>;
  /** Begins a session with the handset when it hangs on a cable; answers whether it does. */
  wake(devId: string): boolean;
  /** Is there a cable on which it could be woken? */
  has(devId: string): boolean;
  close(): Promise<void>;
}

export interface CablesPorts {
  readonly settings: StoredSettings;
  readonly events: EventHub;
  readonly exchange: PlacePorts['exchange'];
  readonly notification: PlacePorts['notification'];
  /** Something about the cable of this handset changed. */
  changed(devId: string): void;
  /** Who tells what hangs on this machine; undefined when nothing shall be taken up by itself. */
  readonly system: CableSystem | undefined;
}

/** Names of ports in the settings table. */
const NAMED = 'serial-ports';
const MODES = 'obex-modes';

/** Nothing can be begun with a handset on a cable in one of these states. */
const UNREACHABLE: ReadonlySet<CableFacts['state']> = new Set(['busy', 'trouble', 'silent', 'gone']);

const SETTINGS = {
  serial: { speed: 115_200, rtscts: false, writeMs: 10_000 },
  usb: { writeMs: 10_000 },
  obex: { maxPacket: 8_192, responseMs: 10_000, objectMs: 150_000, maxObject: 8 * 1024 * 1024 },
};

/** Takes up the ports that a person named before, and watches what else comes. */
export function createCables(ports: CablesPorts, clock: Clock): Cables {
  const cables = new Map<string, Cable>();
  let obstacle: Failure | undefined;
  let isClosed = false;

  const choices: SwitchChoices = { remembered: ({ model }) => modes()[model ?? ''] };

  function modes(): Readonly<Record<string, string>> {
    return (ports.settings.get(MODES) as Readonly<Record<string, string>> | undefined) ?? {};
  }

  function remembered(): readonly string[] {
    return (ports.settings.get(NAMED) as readonly string[] | undefined) ?? [];
  }

  function open(source: CableSource): Cable {
    const { port } = source;
    const cable = createCable(source, { changed: tell, unexpected: () => void (source.named || drop(port)) }, clock);
    cables.set(port, cable);
    tell(cable.current());
    return cable;
  }

  function tell(cable: CableFacts): void {
    if (isClosed) return;
    ports.events.emit({ type: 'cable', cable });
    if (cable.devId !== undefined) ports.changed(cable.devId);
  }

  async function drop(port: string): Promise<void> {
    const cable = cables.get(port);
    cables.delete(port);
    await cable?.close();
    ports.events.emit({ type: 'cable-removed', port });
    const devId = cable?.current().devId;
    if (devId !== undefined) ports.changed(devId);
  }

  const placePorts = { exchange: ports.exchange, notification: ports.notification };

  function namedPort(port: string): CableSource {
    return {
      port,
      link: 'serial',
      named: true,
      facts: () => ({ where: port }),
      isThere: () => existsSync(port),
      makePlace: (changed) => createSerialPlace(port, { ...placePorts, changed }, choices, SETTINGS),
    };
  }

  function handsetPlugged(handset: PluggedHandset): void {
    if (isClosed || !hasObex(handset)) return;
    const known = cables.get(portOf(handset.id));
    if (known === undefined) open(usbSource(handset, usb, placePorts, choices, SETTINGS));
    else known.plugged();
  }

  const { system = NO_CABLES } = ports;
  if (ports.system !== undefined) for (const port of remembered()) open(namedPort(port));
  const usb: UsbBus = system.watchUsb({
    plugged: handsetPlugged,
    unplugged(id): void {
      const cable = cables.get(portOf(id));
      cable?.pulled(pulled(cable.current().where));
    },
    state(failure): void {
      obstacle = failure;
      ports.events.emit({ type: 'cable-notices', notices: notices() });
    },
  });

  function notices(): readonly CableNotice[] {
    return obstacle === undefined ? [] : [obstacle];
  }

  function reachable(devId: string): Cable | undefined {
    return [...cables.values()].find((cable) => {
      const { devId: heard, state } = cable.current();
      return heard === devId && !UNREACHABLE.has(state);
    });
  }

  return {
    list: () => Array.from(cables.values(), (cable) => cable.current()),
    notices,
    add(port): Result<CableFacts> {
      const known = cables.get(port);
      if (known !== undefined) return ok(known.current());
      if (!existsSync(port) && !/^COM\d+$/i.test(port))
        return fail('port-missing', `There is no port ${port}.`, 'Plug the handset in, or check the name of the port.');
      ports.settings.put(NAMED, [...new Set([...remembered(), port])]);
      return ok(open(namedPort(port)).current());
    },
    async remove(port): Promise<Result<void>> {
      if (!cables.has(port)) return unknown(port);
      ports.settings.put(
        NAMED,
        remembered().filter((one) => one !== port),
      );
      await drop(port);
      return ok(undefined);
    },
    retry(port): Result<void> {
      const cable = cables.get(port);
      if (cable === undefined) return unknown(port);
      cable.begin();
      return ok(undefined);
    },
    wake(devId): boolean {
      const cable = reachable(devId);
      cable?.begin();
      return cable !== undefined;
    },
    has: (devId) => reachable(devId) !== undefined,
    async close(): Promise<void> {
      isClosed = true;
      await usb.close();
      await Promise.all(Array.from(cables.values(), (cable) => cable.close()));
    },
  };
}

/** A device that only is a modem may be anything. */
function hasObex({ functions, broken }: PluggedHandset): boolean {
  return broken.length > 0 || functions.some(({ kind }) => kind === 'obex');
}

function unknown(port: string): Result<never> {
  return fail('port-unknown', `${port} is not among the cables.`, 'Choose one of the list.');
}
