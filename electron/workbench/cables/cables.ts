/**
 * The cables of this machine: the ports that a person has named, and what the finder takes in. Here they come and go; how
 * each of them is doing is in cable.ts.
 */
import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Cable as CableFacts, CableNotice } from '../../../shared/contract/cables.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type CableSystem, NO_CABLES } from '../../links/cable-system.ts';
import type { PlacePorts } from '../../links/obex/obex-place.ts';
import { type DeviceKind, kindOf, mayBeAsked } from '../../links/serial/likely-handset.ts';
import type { Clock } from '../../server/clock.ts';
import type { Settings as StoredSettings } from '../../storage/settings.ts';
import type { EventHub } from '../event-hub.ts';
import type { Leases } from '../leases.ts';
import { findCables } from './cable-finder.ts';
import { type Cable, type CableSource, createCable } from './cable.ts';
import { type ObexModeBook, openObexModeBook } from './obex-mode-book.ts';
import { type SerialLineWish, serialSource } from './serial-source.ts';
import { usbSource } from './usb-source.ts';

export interface Cables {
  list(): readonly CableFacts[];
  /** Why not every cable of this machine can be found. */
  notices(): readonly CableNotice[];
  /** Errors: `port-missing`. */
  add(port: string, line?: SerialLineWish): Promise<Result<CableFacts>>;
  remove(port: string): Promise<Result<void>>;
  retry(port: string): Result<void>;
  /** The settings may be others now: what may be asked is asked. */
  ask(): void;
  readonly modes: ObexModeBook;
  /** The cables that this handset hangs on. */
  of(devId: string): readonly CableFacts[];
  /** Begins a session on this cable; answers whether there is one on which it is us who begin. */
  wake(port: string): boolean;
  close(): Promise<void>;
}

export interface CablesPorts {
  readonly settings: StoredSettings;
  readonly events: EventHub;
  readonly leases: Leases;
  readonly exchange: PlacePorts['exchange'];
  readonly notification: PlacePorts['notification'];
  readonly left: PlacePorts['left'];
  /** May what is plugged in be asked by itself? */
  mayAsk(): boolean;
  /** Something about the cable of this handset changed. */
  changed(devId: string): void;
  /** Who tells what hangs on this machine; undefined when nothing shall be taken up by itself. */
  readonly system: CableSystem | undefined;
}

/** Names in the settings table. */
const NAMED = 'serial-ports';
const LINES = 'serial-lines';
const PROVEN = 'handset-kinds';

/** By port. */
type Lines = Readonly<Record<string, SerialLineWish>>;

const SETTINGS = {
  serial: { speed: 115_200, rtscts: false, writeMs: 10_000 },
  usb: { writeMs: 10_000 },
  obex: { maxPacket: 65_535, responseMs: 10_000, connectMs: 4_000, objectMs: 150_000, maxObject: 8 * 1024 * 1024 },
};

/** Takes up the ports that a person named before, and watches what else comes. */
export function createCables(ports: CablesPorts, clock: Clock): Cables {
  const { settings } = ports;
  const cables = new Map<string, Cable>();
  const modes = openObexModeBook(settings);
  let isClosed = false;

  const texts = (name: string): readonly string[] => (settings.get(name) as readonly string[] | undefined) ?? [];
  const named = (): readonly string[] => texts(NAMED);
  const lines = (): Lines => (settings.get(LINES) as Lines | undefined) ?? {};

  function open(source: CableSource): Cable {
    const { port } = source;
    const cable = createCable(
      source,
      {
        changed: (now) => {
          tell(now);
          if (now.state === 'in-session') heard(now);
        },
        unexpected: () => queueMicrotask(() => void leave(port)),
      },
      clock,
    );
    cables.set(port, cable);
    tell(cable.current());
    return cable;
  }

  function tell(cable: CableFacts): void {
    if (isClosed) return;
    ports.events.emit({ type: 'cable', cable });
    if (cable.devId !== undefined) ports.changed(cable.devId);
  }

  /** A handset speaks here: where it was before it is not expected back, and its kind is a handset. */
  function heard({ port, devId, system }: CableFacts): void {
    if (devId === undefined) return;
    for (const cable of cables.values()) {
      const other = cable.current();
      const isLeft = other.devId === devId && other.state === 'gone' && !cable.named;
      if (isLeft && other.port !== port) void drop(other.port);
    }
    if (system !== undefined) proven(system);
  }

  /** A device of this kind is a handset. */
  function proven(device: DeviceKind): void {
    const kind = kindOf(device);
    if (kind !== undefined && !texts(PROVEN).includes(kind)) settings.put(PROVEN, [...texts(PROVEN), kind]);
  }

  /** What a person has named stays. */
  async function leave(port: string): Promise<void> {
    if (cables.get(port)?.named === false) await drop(port);
  }

  async function drop(port: string): Promise<void> {
    const cable = cables.get(port);
    if (cable === undefined) return;
    cables.delete(port);
    // Told before it is closed, which may take a while: the port may be in the list again by then.
    ports.events.emit({ type: 'cable-removed', port });
    const { devId } = cable.current();
    if (devId !== undefined) ports.changed(devId);
    await cable.close();
  }

  const { exchange, notification, left, leases } = ports;
  const placePorts = { exchange, notification, left, lease: leases.take };

  function openPort(path: string, isNamed: boolean): Cable {
    const system = () => finder.port(path);
    const notAsked = (): CableFacts['notAsked'] => {
      if (!ports.mayAsk()) return 'switched-off';
      return mayBeAsked(system() ?? {}, new Set(texts(PROVEN))) ? undefined : 'may-be-anything';
    };
    return open(
      serialSource(
        path,
        { named: isNamed, notAsked, line: lines()[path] ?? {}, system },
        placePorts,
        modes.choices,
        SETTINGS,
      ),
    );
  }

  const finder = findCables(
    {
      system: ports.system ?? NO_CABLES,
      cable: (port) => cables.get(port),
      openUsb(handset, bus): void {
        const notAsked = () => (ports.mayAsk() ? undefined : ('switched-off' as const));
        open(usbSource(handset, bus, notAsked, placePorts, modes.choices, SETTINGS));
      },
      openPort: (path) => void openPort(path, false),
      drop: (port) => void drop(port),
      noticed: (notices) => void (isClosed || ports.events.emit({ type: 'cable-notices', notices })),
    },
    clock,
  );
  if (ports.system !== undefined) for (const port of named()) openPort(port, true);

  return {
    list: () => Array.from(cables.values(), (cable) => cable.current()),
    notices: finder.notices,
    modes,
    async add(port, line = {}): Promise<Result<CableFacts>> {
      const known = cables.get(port);
      const isDriven = Object.keys(line).length === 0 || isDeepStrictEqual(line, lines()[port] ?? {});
      if (known?.current().link === 'usb' || (known?.named === true && isDriven)) return ok(known.current());
      if (!existsSync(port) && !/^COM\d+$/i.test(port))
        return fail('port-missing', `There is no port ${port}.`, 'Plug the handset in, or check the name of the port.');
      settings.put(NAMED, [...new Set([...named(), port])]);
      if (isDriven) known?.keep();
      else {
        settings.put(LINES, { ...lines(), [port]: line });
        await drop(port);
      }
      return ok((cables.get(port) ?? openPort(port, true)).current());
    },
    async remove(port): Promise<Result<void>> {
      const cable = cables.get(port);
      if (cable === undefined) return unknown(port);
      settings.put(
        NAMED,
        named().filter((one) => one !== port),
      );
      const { [port]: _line, ...others } = lines();
      settings.put(LINES, others);
      finder.ignore(port);
      await drop(port);
      return ok(undefined);
    },
    retry(port): Result<void> {
      const cable = cables.get(port);
      if (cable === undefined) return unknown(port);
      cable.begin();
      return ok(undefined);
    },
    ask(): void {
      for (const cable of cables.values()) cable.ask();
    },
    of: (devId) => Array.from(cables.values(), (cable) => cable.current()).filter((cable) => cable.devId === devId),
    wake: (port) => cables.get(port)?.wake() === true,
    async close(): Promise<void> {
      isClosed = true;
      await finder.close();
      await Promise.all(Array.from(cables.values(), (cable) => cable.close()));
    },
  };
}

function unknown(port: string): Result<never> {
  return fail('port-unknown', `${port} is not among the cables.`, 'Choose one of the list.');
}
