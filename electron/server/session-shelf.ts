/**
 * Where a session table keeps its sessions: a few under each name, and those that have proven nothing yet counted.
 *
 * Sessions come and go with every few messages. A Map that is added to and deleted from all the time makes itself anew
 * now and then, and each table that it leaves behind keeps alive what it held until the next full collection. So the
 * keys here are names, which stay, and what changes are the places of short arrays.
 */

/** What a session is found by. */
export interface Shelved {
  readonly devId: string;
  readonly sessionId: string;
  readonly address: string;
  /** Its place among those that have proven nothing; -1 once it has. */
  unprovenAt: number;
  /** Counts up with each that is added. */
  born: number;
}

export interface SessionShelf<T extends Shelved> {
  find(devId: string, sessionId: string, address: string): T | undefined;
  /** Adds one that has proven nothing yet. Answers the oldest of its kind when there are too many now. */
  add(entry: T): T | undefined;
  proven(entry: T): void;
  remove(entry: T): void;
  all(): Iterable<T>;
}

/** `maxUnproven`: how many that have proven nothing may be here. */
export function createSessionShelf<T extends Shelved>(maxUnproven: number): SessionShelf<T> {
  const byName = new Map<string, T[]>();
  const unproven: T[] = [];
  let births = 0;

  function proven(entry: T): void {
    const last = unproven.pop();
    if (last === undefined) return;
    if (entry.unprovenAt === -1) unproven.push(last);
    else if (last !== entry) {
      unproven[entry.unprovenAt] = last;
      last.unprovenAt = entry.unprovenAt;
    }
    entry.unprovenAt = -1;
  }

  return {
    find: (devId, sessionId, address) =>
      byName.get(devId)?.find((entry) => entry.sessionId === sessionId && entry.address === address),
    add(entry): T | undefined {
      entry.born = births += 1;
      const namesakes = byName.get(entry.devId);
      if (namesakes === undefined) byName.set(entry.devId, [entry]);
      else namesakes.push(entry);
      entry.unprovenAt = unproven.push(entry) - 1;
      if (unproven.length <= maxUnproven) return undefined;
      return unproven.reduce((oldest, one) => (one.born < oldest.born ? one : oldest));
    },
    proven,
    remove(entry): void {
      const isStranger = entry.unprovenAt !== -1;
      proven(entry);
      const namesakes = byName.get(entry.devId) ?? [];
      const at = namesakes.indexOf(entry);
      if (at === -1) return;
      // The names of strangers would never end.
      if (isStranger && namesakes.length === 1) byName.delete(entry.devId);
      else namesakes.splice(at, 1);
    },
    all: () => [...byName.values()].flat(),
  };
}
