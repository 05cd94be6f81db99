/** The machine's clock, as the server and the desk take it. */
import type { Clock } from '../server/clock.ts';

/** Real time: milliseconds since the epoch, timers, and the next turn of the event loop. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    after(ms, callback): () => void {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    soon: (callback) => void setImmediate(callback),
  };
}
