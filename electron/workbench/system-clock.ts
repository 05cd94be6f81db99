/** The machine's clock, as the server and the desk take it. */
import type { Clock } from '../server/clock.ts';

/**
 * Real time: milliseconds since the epoch, timers, and the end of the present turn of the event loop: a tick that is
 * asked for among the promises runs when they all have run.
 */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    after(ms, callback): () => void {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    soon: (callback) => queueMicrotask(() => process.nextTick(callback)),
  };
}
