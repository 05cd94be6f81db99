/** A clock that stands still until a test lets time pass. */
import type { Clock } from '../../electron/server/clock.ts';

export interface StandingClock extends Clock {
  /** Lets `ms` milliseconds pass; what is due then is called back, in the order in which it was asked for. */
  advance(ms: number): void;
}

/** Starts at `start`, milliseconds since the epoch. */
export function standingClock(start: number): StandingClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => now,
    after(ms, callback): () => void {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    soon: (callback) => void setImmediate(callback),
    advance(ms): void {
      now += ms;
      for (const timer of timers) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}
