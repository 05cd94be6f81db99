/**
 * Lock-out: who may not try again for a while, because it showed wrong credentials too often.
 *
 * A lock lies on a DevId *and* an address. On the DevId alone, anybody who knows a handset's name (it is printed on
 * its box) could keep it out by failing in its name; on the address alone, one misconfigured handset would keep out
 * the whole rack behind the same gateway. So a stranger locks out only himself: the handset at another address, and
 * every session that has proven itself, never meets the lock. Who shares an address with a stranger that uses its
 * name can be told apart by nobody; a person unlocks it.
 *
 * Memory is bounded: the oldest callers are forgotten first. Names that nobody here knows have a room of their own,
 * so that made-up names cannot push out the failures that were counted in the name of an admitted handset.
 */

/** A caller that may not try again before `until`, milliseconds since the epoch. */
export interface Lock {
  readonly address: string;
  readonly until: number;
  /** Wrong credentials so far. */
  readonly failures: number;
}

export interface LockOut {
  /** Until when this caller is not listened to; undefined when it may try. */
  lockedUntil(devId: string, address: string): number | undefined;
  /** It showed a wrong credential. `isKnown`: the DevId has an account of its own here. */
  failed(devId: string, address: string, isKnown: boolean): void;
  /** It has proven itself: its failures are forgotten. */
  proven(devId: string, address: string): void;
  /** The locks in the name of a handset, soonest to end first. */
  of(devId: string): readonly Lock[];
  /** A person lets all callers with this name try again. */
  unlock(devId: string): void;
}

/** Wrong credentials that are free: a typing error or two, with the retries a session makes. */
const FREE_FAILURES = 5;
/** The first lock, and the longest; each is twice as long as the one before. Milliseconds. */
const FIRST_MS = 30_000;
const LONGEST_MS = 60 * 60_000;
/** Failures older than this count no more, milliseconds. */
const FORGET_MS = 24 * 60 * 60_000;
/** Callers that are remembered in each of the two rooms. */
const MAX_CALLERS = 500;

interface Caller {
  readonly devId: string;
  readonly address: string;
  failures: number;
  failedAt: number;
  until: number;
}

/** Makes an empty lock-out. `changed` hears of each DevId whose locks are not what they were. */
export function createLockOut(now: () => number, changed: (devId: string) => void = () => undefined): LockOut {
  const known = new Map<string, Caller>();
  const unknown = new Map<string, Caller>();

  function find(devId: string, address: string): Caller | undefined {
    if (known.size === 0 && unknown.size === 0) return undefined;
    const key = keyOf(devId, address);
    return known.get(key) ?? unknown.get(key);
  }

  function forget(caller: Caller): void {
    const key = keyOf(caller.devId, caller.address);
    known.delete(key);
    unknown.delete(key);
  }

  return {
    lockedUntil(devId, address) {
      const until = find(devId, address)?.until ?? 0;
      return until > now() ? until : undefined;
    },
    failed(devId, address, isKnown) {
      const before = find(devId, address);
      const caller =
        before === undefined || now() - before.failedAt > FORGET_MS
          ? { devId, address, failures: 0, failedAt: 0, until: 0 }
          : before;
      caller.failures += 1;
      caller.failedAt = now();
      const locks = caller.failures - FREE_FAILURES;
      if (locks >= 0) caller.until = now() + Math.min(FIRST_MS * 2 ** locks, LONGEST_MS);
      forget(caller);
      const room = isKnown ? known : unknown;
      room.set(keyOf(devId, address), caller);
      for (const oldest of room.values()) {
        if (room.size <= MAX_CALLERS) break;
        forget(oldest);
        changed(oldest.devId);
      }
      if (locks >= 0) changed(devId);
    },
    proven(devId, address) {
      const caller = find(devId, address);
      if (caller === undefined) return;
      forget(caller);
      if (caller.until > 0) changed(devId);
    },
    of(devId) {
      return [...known.values(), ...unknown.values()]
        .filter((caller) => caller.devId === devId && caller.until > now())
        .map(({ address, until, failures }) => ({ address, until, failures }))
        .toSorted((a, b) => a.until - b.until);
    },
    unlock(devId) {
      const callers = [...known.values(), ...unknown.values()].filter((caller) => caller.devId === devId);
      callers.forEach(forget);
      if (callers.length > 0) changed(devId);
    },
  };
}

/** A NUL stands in neither: no two callers share a key. */
function keyOf(devId: string, address: string): string {
  return `${devId}\0${address}`;
}
