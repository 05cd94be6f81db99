/**
 * Who came over HTTPS with nothing newer than TLS 1.1 and was refused before it could say its name. A person must see
 * them: an old handset that nobody here knows yet shows itself in no other way.
 */
export interface OldCaller {
  readonly address: string;
  /** When it came last, milliseconds since the epoch. */
  readonly at: number;
}

export interface OldCallers {
  refused(address: string): void;
  /** Something got in from this address: it needs no help any more. */
  heard(address: string): void;
  /** The latest first. */
  list(): readonly OldCaller[];
}

/** As many as a person looks at. */
const MAX_CALLERS = 10;
/** One that has not come again for this long has been helped, or has gone, milliseconds. */
const FORGET_MS = 24 * 3_600_000;
/** One that tries again and again is told once in this time, milliseconds. */
const TELL_EVERY_MS = 60_000;

/** Makes an empty list; `changed` is called when it tells something new. */
export function createOldCallers(now: () => number, changed: () => void): OldCallers {
  /** The latest last. */
  const callers = new Map<string, number>();
  return {
    refused(address): void {
      const before = callers.get(address);
      if (before !== undefined && now() - before < TELL_EVERY_MS) return;
      callers.delete(address);
      callers.set(address, now());
      const [oldest] = callers.keys();
      if (callers.size > MAX_CALLERS && oldest !== undefined) callers.delete(oldest);
      changed();
    },
    heard(address): void {
      if (callers.delete(address)) changed();
    },
    list: () =>
      Array.from(callers, ([address, at]) => ({ address, at }))
        .filter(({ at }) => now() - at < FORGET_MS)
        .toReversed(),
  };
}
