/**
 * One serial port with whatever hangs on it, from the plug to the unplug: opened, asked who it is, switched to OBEX, and
 * used for one session at a time. The port stays ours while the handset is there, so that a pulled cable is noticed, and
 * is a modem again between sessions.
 */
import type { Failure, Result } from '../../../shared/result.ts';
import { createObexClient, type ObexSettings } from '../obex/client.ts';
import { cancelled } from '../obex/failures.ts';
import { type DmSessionPorts, runDmSession } from '../obex/dm-session.ts';
import type { Identity } from './identify.ts';
import { enterObex, leaveObex, type SwitchChoices } from './obex-switch.ts';
import { openSerialChannel, type SerialChannel, type SerialSettings } from './serial-channel.ts';

/** How a place is doing. */
export type PlaceState = 'plugged' | 'identifying' | 'ready' | 'in-session' | 'trouble' | 'gone';

export interface Place {
  /** What the system calls it. */
  readonly path: string;
  readonly state: PlaceState;
  readonly identity?: Identity;
  /** The handset that spoke here last. */
  readonly devId?: string;
  /** Why it is in trouble or gone. */
  readonly failure?: Failure;
}

export interface SerialPlace {
  current(): Place;
  /** Runs a session. Asked for while one runs, another one follows it: the running one may be about to end. */
  session(): Promise<Result<number>>;
  close(): Promise<void>;
}

export interface PlacePorts {
  exchange: DmSessionPorts['exchange'];
  /** Package 0 for the handset with this DevId, or for one that nobody knows yet. */
  notification(devId: string | undefined): Uint8Array | undefined;
  changed(place: Place): void;
  readonly choices: SwitchChoices;
}

export interface PlaceSettings {
  readonly serial: SerialSettings;
  readonly obex: ObexSettings;
}

/** OBEX targets in the order in which they are tried: the standard's, then what is met in the field (facts 3.2). */
const TARGETS = ['SYNCML-DM', 'SYNCML-SYNC'] as const;

/** Makes the place; `session` opens the port. */
export function createSerialPlace(path: string, ports: PlacePorts, settings: PlaceSettings): SerialPlace {
  const closing = new AbortController();
  let place: Place = { path, state: 'plugged' };
  let channel: SerialChannel | undefined;
  let running: Promise<Result<number>> | undefined;
  let following: Promise<Result<number>> | undefined;

  function change(patch: Partial<Place>): void {
    const { failure: _before, ...rest } = place;
    place = { ...rest, ...patch };
    ports.changed(place);
  }

  async function open(): Promise<Result<SerialChannel>> {
    if (channel !== undefined) return { ok: true, value: channel };
    const opened = await openSerialChannel(path, settings.serial);
    if (!opened.ok) return opened;
    channel = opened.value;
    watch();
    return opened;
  }

  /** Between sessions nobody reads: only the end of the cable is of interest. */
  function watch(): void {
    channel?.listen({ data: () => undefined, lost: gone });
  }

  function gone(failure: Failure): void {
    const lost = channel;
    channel = undefined;
    void lost?.close();
    change({ state: 'gone', failure });
  }

  async function run(): Promise<Result<number>> {
    if (closing.signal.aborted) return cancelled();
    const opened = await open();
    if (!opened.ok) return trouble(opened.error);
    change({ state: 'identifying' });
    const switched = await enterObex(opened.value, ports.choices);
    if (!switched.ok) return trouble(switched.error);
    const { identity, mode } = switched.value;
    if (identity !== undefined) change({ state: 'identifying', identity });
    const result = await talk(opened.value, place.devId ?? devIdOf(identity));
    if (channel === undefined) return result;
    await leaveObex(opened.value, mode);
    watch();
    if (!result.ok) return trouble(result.error);
    change({ state: 'ready' });
    return result;
  }

  async function talk(opened: SerialChannel, devId: string | undefined): Promise<Result<number>> {
    const client = createObexClient(opened, settings.obex, closing.signal);
    const connected = await connect(client.connect);
    if (!connected.ok) return connected;
    change({ state: 'in-session' });
    const ended = await runDmSession(client, {
      exchange: ports.exchange,
      from: {
        link: 'serial',
        address: path,
        heard: (from) => void (place.devId !== from && change({ state: 'in-session', devId: from })),
      },
      notification: ports.notification(devId),
    });
    if (ended.ok || ended.error.code !== 'channel-lost') await client.disconnect();
    else gone(ended.error);
    return ended;
  }

  function start(): Promise<Result<number>> {
    running = run().finally(() => (running = undefined));
    return running;
  }

  function trouble(failure: Failure): Result<never> {
    if (failure.code === 'channel-lost') gone(failure);
    else change({ state: 'trouble', failure });
    return { ok: false, error: failure };
  }

  return {
    current: () => place,
    session(): Promise<Result<number>> {
      if (running === undefined) return start();
      following ??= running.then(() => {
        following = undefined;
        return start();
      });
      return following;
    },
    async close(): Promise<void> {
      closing.abort();
      await Promise.all([running, following]);
      await channel?.close();
      channel = undefined;
    },
  };
}

function devIdOf(identity: Identity | undefined): string | undefined {
  return identity?.imei === undefined ? undefined : `IMEI:${identity.imei}`;
}

/** Connects to the first target that is not refused. */
async function connect(to: (target: string) => Promise<Result<unknown>>): Promise<Result<unknown>> {
  let last: Result<unknown> = await to(TARGETS[0]);
  for (const target of TARGETS.slice(1)) {
    if (last.ok || last.error.code !== 'obex-refused') return last;
    last = await to(target);
  }
  return last;
}
