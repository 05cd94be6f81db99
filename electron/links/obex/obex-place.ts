/**
 * A place where a handset hangs, whatever the cable: opened, brought to OBEX, and used for one session at a time. A place
 * may offer several ways to the handset (functions of a USB device); they are tried in order, and the one that led to a
 * connection is the first from then on.
 */
import { fail, ok, type Failure, type Result } from '../../../shared/result.ts';
import type { ByteChannel } from '../byte-channel.ts';
import { NOT_TAKEN } from '../not-taken.ts';
import type { Identity } from '../serial/identify.ts';
import { awaitCaller } from './caller.ts';
import { createObexClient, type ObexClient, type ObexSettings } from './client.ts';
import { serveDmSession } from './dm-service.ts';
import { type DmSessionPorts, runDmSession } from './dm-session.ts';
import { cancelled } from './failures.ts';

/** How a place is doing. */
export type PlaceState = 'plugged' | 'identifying' | 'ready' | 'in-session' | 'trouble' | 'gone';

export interface Place {
  readonly state: PlaceState;
  readonly identity?: Identity;
  /** The handset that spoke here last. */
  readonly devId?: string;
  /** The handset begins its sessions here by itself: asking it would only disturb that. */
  readonly calls?: boolean;
  /** Why it is in trouble or gone. */
  readonly failure?: Failure;
}

/** One way to the handset. */
export interface Way {
  readonly link: 'serial' | 'usb';
  /** Where its sessions come from, e.g. `/dev/ttyUSB0`. */
  readonly address: string;
  /** Tells it from the other ways of the place. */
  readonly key: string;
  open(): Promise<Result<ByteChannel>>;
  /** Makes the handset at the other end speak OBEX. Errors: those of the channel, and why it does not. */
  enter(channel: ByteChannel): Promise<Result<Entered>>;
  /** The channel stays ours between sessions, so that a pulled cable is noticed; otherwise it is given back each time. */
  readonly staysOpen: boolean;
}

export interface Entered {
  /** Who it is, when it could be asked. */
  readonly identity?: Identity;
  /** It does speak OBEX now. */
  connected?(): void;
  /** Brings it back to where it was. */
  leave?(): Promise<void>;
}

export interface ObexPlace {
  current(): Place;
  /** Runs a session. Asked for while one runs, another one follows it: the running one may be about to end. */
  session(): Promise<Result<number>>;
  /**
   * Connects and leaves again, so that it is known whether somebody still speaks there; nothing when a session runs,
   * which tells as well.
   */
  check(): Promise<void>;
  /** The system says that it was pulled. While a session runs its channel tells. */
  pulled(failure: Failure): void;
  close(): Promise<void>;
}

export interface PlacePorts {
  /** Rejects when the message cannot be taken in. */
  exchange: DmSessionPorts['exchange'];
  /** Package 0 for the handset with this DevId, or for one that nobody knows yet. */
  notification(devId: string | undefined): Uint8Array | undefined;
  changed(place: Place): void;
  /**
   * Takes the handset for a session at this place; gives the way to let it go. Errors: `handset-in-session`, when it
   * talks somewhere else.
   */
  lease(devId: string, address: string): Result<() => void>;
  /** The connection is over: nothing more comes from this address in its session. */
  left(address: string): void;
  /** The ways as they are now, the likeliest first. */
  ways(): Result<readonly Way[]>;
}

/** OBEX targets in the order in which they are tried: the standard's, then what is met in the field (facts 3.2). */
const TARGETS = ['SYNCML-DM', 'SYNCML-SYNC'] as const;

/** The handset is not there any more, whoever says so. */
const GONE: ReadonlySet<string> = new Set(['channel-lost', 'usb-gone', 'port-missing']);

/** It talks somewhere else. */
const IN_SESSION = 'handset-in-session';

type Purpose = 'session' | 'check';

interface Attempt {
  /** A handset spoke OBEX here: no other way has to be tried. */
  readonly hasConnected: boolean;
  readonly result: Result<number>;
}

/** Makes the place; `session` opens it. */
export function createObexPlace(ports: PlacePorts, settings: ObexSettings): ObexPlace {
  const closing = new AbortController();
  let place: Place = { state: 'plugged' };
  let kept: { readonly way: Way; readonly channel: ByteChannel } | undefined;
  let best: string | undefined;
  let running: Promise<Result<number>> | undefined;
  let following: Promise<Result<number>> | undefined;

  function change(patch: Partial<Place>): void {
    const { failure: _before, ...rest } = place;
    place = { ...rest, ...patch };
    ports.changed(place);
  }

  async function run(how: Purpose): Promise<Result<number>> {
    const ways = ports.ways();
    if (!ways.ok) return failed(ways.error);
    let first: Result<number> | undefined;
    for (const way of bestFirst(ways.value)) {
      if (closing.signal.aborted) return cancelled();
      const { hasConnected, result } = await attempt(way, how);
      if (hasConnected) best = way.key;
      if (result.ok || hasConnected || isGone(result)) return ended(result);
      first ??= result;
    }
    return ended(first ?? cancelled());
  }

  function bestFirst(ways: readonly Way[]): readonly Way[] {
    return ways.toSorted((one, other) => Number(other.key === best) - Number(one.key === best));
  }

  async function attempt(way: Way, how: Purpose): Promise<Attempt> {
    const opened = await open(way);
    if (!opened.ok) return { hasConnected: false, result: opened };
    const channel = opened.value;
    if (how === 'session') change({ state: 'identifying' });
    const entered = await way.enter(channel);
    const done = entered.ok ? await talk(way, how, channel, entered.value) : { hasConnected: false, result: entered };
    if (isGone(done.result)) await letGo();
    else if (way.staysOpen) watch();
    else await letGo();
    return done;
  }

  async function open(way: Way): Promise<Result<ByteChannel>> {
    if (kept?.way.key === way.key) return { ok: true, value: kept.channel };
    await letGo();
    const opened = await way.open();
    if (opened.ok) kept = { way, channel: opened.value };
    return opened;
  }

  /** Between sessions nobody is asked: the handset may call by itself, or go. */
  function watch(): void {
    if (kept === undefined) return;
    const { way, channel } = kept;
    awaitCaller(channel, {
      lost: pulled,
      called(calling): void {
        const before = running;
        running = (before ?? Promise.resolve()).then(() => serve(way, calling)).finally(() => (running = undefined));
      },
    });
  }

  /** A session that the handset has begun. */
  async function serve(way: Way, channel: ByteChannel): Promise<Result<number>> {
    const result = await leased(way, (from) => serveDmSession(channel, { exchange, from }, settings, closing.signal));
    if (isGone(result)) await letGo();
    else watch();
    if (result.ok) place = { ...place, calls: true };
    return ended(result);
  }

  async function letGo(): Promise<void> {
    const channel = kept?.channel;
    kept = undefined;
    await channel?.close();
  }

  async function talk(way: Way, how: Purpose, channel: ByteChannel, entered: Entered): Promise<Attempt> {
    if (entered.identity !== undefined) meet(entered.identity);
    const client = createObexClient(channel, settings, closing.signal);
    const connected = await connect(client);
    if (connected.ok) {
      place = { ...place, calls: false };
      entered.connected?.();
    }
    const result = !connected.ok ? connected : how === 'session' ? await converse(way, client) : ok(0);
    if (!isGone(result)) {
      if (connected.ok) await client.disconnect();
      await entered.leave?.();
    }
    return { hasConnected: connected.ok, result };
  }

  /** Another handset than before may hang here now. */
  function meet(identity: Identity): void {
    const { devId: _other, ...rest } = place;
    if (place.identity?.imei !== identity.imei) place = rest;
    change({ state: place.state, identity });
  }

  function converse(way: Way, client: ObexClient): Promise<Result<number>> {
    const notification = ports.notification(place.devId ?? devIdOf(place.identity));
    return leased(way, (from) => runDmSession(client, { exchange, from, notification }));
  }

  /** What cannot be taken in ends the session here, and nothing else. */
  function exchange(...message: Parameters<DmSessionPorts['exchange']>): ReturnType<DmSessionPorts['exchange']> {
    return ports.exchange(...message).catch(() => ({ ok: false, error: NOT_TAKEN }));
  }

  /** Talks in the name of the place, with the handset leased as soon as it is known which one it is. */
  async function leased(
    { link, address }: Way,
    talkFrom: (from: DmSessionPorts['from']) => Promise<Result<number>>,
  ): Promise<Result<number>> {
    let release: (() => void) | undefined;
    function heard(devId: string): Failure | undefined {
      if (release === undefined) {
        const leased = ports.lease(devId, address);
        if (place.devId !== devId || leased.ok) change({ state: leased.ok ? 'in-session' : place.state, devId });
        if (!leased.ok) return leased.error;
        release = leased.value;
      }
      return undefined;
    }
    const ended = await talkFrom({ link, address, heard });
    ports.left(address);
    release?.();
    return ended;
  }

  function ended(result: Result<number>): Result<number> {
    // It is there and talks, only not here and now.
    if (!result.ok && result.error.code !== IN_SESSION) return failed(result.error);
    change({ state: 'ready' });
    return result;
  }

  function failed(failure: Failure): Result<never> {
    change({ state: GONE.has(failure.code) ? 'gone' : 'trouble', failure });
    return { ok: false, error: failure };
  }

  function pulled(failure: Failure): void {
    // What runs will hear of it, unless it is over just now.
    if (running !== undefined) return void running.then(() => pulled(failure));
    if (place.state === 'gone' || closing.signal.aborted) return;
    void letGo();
    change({ state: 'gone', failure });
  }

  function start(): Promise<Result<number>> {
    const session = run('session').finally(() => (running = undefined));
    running = session;
    return session;
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
    async check(): Promise<void> {
      running ??= run('check').finally(() => (running = undefined));
      await running;
    },
    pulled,
    async close(): Promise<void> {
      closing.abort();
      await Promise.all([running, following]);
      await letGo();
    },
  };
}

/** A place without a way: nothing that can be used is there. */
export function noWay(message: string, next: string, detail?: string): Result<never> {
  return fail('no-obex-function', message, next, { retryable: true, ...(detail === undefined ? {} : { detail }) });
}

function isGone(result: Result<unknown>): boolean {
  return !result.ok && GONE.has(result.error.code);
}

function devIdOf(identity: Identity | undefined): string | undefined {
  return identity?.imei === undefined ? undefined : `IMEI:${identity.imei}`;
}

/** Connects to the first target that is not refused. */
async function connect({ connect: to }: ObexClient): Promise<Result<unknown>> {
  let last: Result<unknown> = await to(TARGETS[0]);
  for (const target of TARGETS.slice(1)) {
    if (last.ok || last.error.code !== 'obex-refused') return last;
    last = await to(target);
  }
  return last;
}
