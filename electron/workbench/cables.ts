/**
 * The cables of this machine: every port that a handset may hang on, from the plug to the unplug. A port that was
 * plugged is asked at once who is there, and a handset that answers holds its first session, so that its tree is on the
 * screen without anybody doing anything. What is in trouble is tried again now and then; what was pulled is awaited for
 * a while, because a handset restarts in the middle of an install.
 */
import { existsSync } from 'node:fs';
import type { Cable } from '../../shared/contract/cables.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { createSerialPlace, type Place, type PlacePorts, type SerialPlace } from '../links/serial/serial-place.ts';
import type { Clock } from '../server/clock.ts';
import type { Settings as StoredSettings } from '../storage/settings.ts';
import type { EventHub } from './event-hub.ts';

export interface Cables {
  list(): readonly Cable[];
  add(port: string): Result<Cable>;
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
}

interface Entry {
  readonly port: string;
  readonly named: boolean;
  readonly place: SerialPlace;
  told: Cable;
  backUntil: number | undefined;
  stopTimer: () => void;
}

/** Names of ports in the settings table. */
const NAMED = 'serial-ports';
const MODES = 'obex-modes';

/** A port in trouble is looked at again after this, milliseconds. */
const RETRY_MS = 4_000;
/** Where a pulled port comes back is looked at this often, milliseconds. */
const LOOK_MS = 300;
/** A handset that was pulled or restarts is expected back within this time, milliseconds. */
const BACK_MS = 120_000;

/** Nothing can be begun with a handset on a cable in one of these states. */
const UNREACHABLE: ReadonlySet<Cable['state']> = new Set(['busy', 'trouble', 'gone']);

const SETTINGS = {
  serial: { speed: 115_200, rtscts: false, writeMs: 10_000 },
  obex: { maxPacket: 8_192, responseMs: 10_000, objectMs: 150_000, maxObject: 8 * 1024 * 1024 },
};

/** Takes up the ports that a person named before. */
export function createCables(ports: CablesPorts, clock: Clock): Cables {
  const entries = new Map<string, Entry>();
  let isClosed = false;

  function remembered(): readonly string[] {
    return (ports.settings.get(NAMED) as readonly string[] | undefined) ?? [];
  }

  function open(port: string, named: boolean): Entry {
    const place = createSerialPlace(
      port,
      {
        exchange: ports.exchange,
        notification: ports.notification,
        changed: (now) => changed(entry, now),
        choices: { remembered: ({ model }) => modes()[model ?? ''] },
      },
      SETTINGS,
    );
    const entry: Entry = {
      port,
      named,
      place,
      told: { port, link: 'serial', state: 'plugged', named },
      backUntil: undefined,
      stopTimer: () => undefined,
    };
    entries.set(port, entry);
    tell(entry, entry.told);
    begin(entry);
    return entry;
  }

  function modes(): Readonly<Record<string, string>> {
    return (ports.settings.get(MODES) as Readonly<Record<string, string>> | undefined) ?? {};
  }

  /** A session now; what comes of it is in the state of the place. */
  function begin(entry: Entry): void {
    entry.stopTimer();
    void entry.place.session();
  }

  function changed(entry: Entry, place: Place): void {
    if (isClosed || entries.get(entry.port) !== entry) return;
    entry.stopTimer();
    if (place.state === 'gone') awaitReturn(entry);
    else entry.backUntil = undefined;
    if (place.state === 'trouble') entry.stopTimer = clock.after(RETRY_MS, () => begin(entry));
    tell(entry, cableOf(entry, place));
  }

  /** Looks whether the port is there again, for as long as a restart may take. */
  function awaitReturn(entry: Entry): void {
    entry.backUntil ??= clock.now() + BACK_MS;
    entry.stopTimer = clock.after(LOOK_MS, () => {
      if (existsSync(entry.port)) return begin(entry);
      if (clock.now() < (entry.backUntil ?? 0)) return awaitReturn(entry);
      entry.backUntil = undefined;
      tell(entry, cableOf(entry, entry.place.current()));
      entry.stopTimer = clock.after(RETRY_MS, () => awaitReturn(entry));
    });
  }

  function tell(entry: Entry, cable: Cable): void {
    entry.told = cable;
    ports.events.emit({ type: 'cable', cable });
    if (cable.devId !== undefined) ports.changed(cable.devId);
  }

  function entryOf(devId: string): Entry | undefined {
    return [...entries.values()].find(({ told }) => told.devId === devId && !UNREACHABLE.has(told.state));
  }

  for (const port of remembered()) open(port, true);

  return {
    list: () => [...entries.values()].map(({ told }) => told),
    add(port): Result<Cable> {
      const known = entries.get(port);
      if (known !== undefined) return ok(known.told);
      if (!existsSync(port) && !/^COM\d+$/i.test(port))
        return fail('port-missing', `There is no port ${port}.`, 'Plug the handset in, or check the name of the port.');
      ports.settings.put(NAMED, [...new Set([...remembered(), port])]);
      return ok(open(port, true).told);
    },
    async remove(port): Promise<Result<void>> {
      const entry = entries.get(port);
      if (entry === undefined) return unknown(port);
      ports.settings.put(
        NAMED,
        remembered().filter((one) => one !== port),
      );
      entries.delete(port);
      entry.stopTimer();
      await entry.place.close();
      ports.events.emit({ type: 'cable-removed', port });
      if (entry.told.devId !== undefined) ports.changed(entry.told.devId);
      return ok(undefined);
    },
    retry(port): Result<void> {
      const entry = entries.get(port);
      if (entry === undefined) return unknown(port);
      begin(entry);
      return ok(undefined);
    },
    wake(devId): boolean {
      const entry = entryOf(devId);
      if (entry === undefined) return false;
      begin(entry);
      return true;
    },
    has: (devId) => entryOf(devId) !== undefined,
    async close(): Promise<void> {
      isClosed = true;
      await Promise.all(
        [...entries.values()].map((entry) => {
          entry.stopTimer();
          return entry.place.close();
        }),
      );
    },
  };
}

function cableOf({ port, named, backUntil }: Entry, { state, identity, devId, failure }: Place): Cable {
  const name = [identity?.manufacturer, identity?.model].filter((part) => part !== undefined).join(' ');
  return {
    port,
    link: 'serial',
    state: state === 'trouble' && failure?.code === 'port-busy' ? 'busy' : state,
    named,
    ...(name === '' ? {} : { name }),
    ...(devId === undefined ? {} : { devId }),
    ...(failure === undefined ? {} : { failure }),
    ...(backUntil === undefined ? {} : { backUntil }),
  };
}

function unknown(port: string): Result<never> {
  return fail('port-unknown', `${port} is not among the cables.`, 'Choose one of the list.');
}
