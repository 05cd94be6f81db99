/**
 * Patience: by when each handset must have been heard, with one timer for all. The deadline moves with every message;
 * moving it costs a number here, where a timer of its own for each message would cost as much as reading it.
 */
import type { Clock } from './clock.ts';

/** What is kept of each handset. */
export interface Awaited {
  /** When it is given up, milliseconds since the epoch; infinite while nothing is expected of it. */
  deadline: number;
}

export interface Patience<T extends Awaited> {
  /** It has to be heard within `ms` milliseconds, or its deadline be moved. */
  expect(awaited: T, ms: number): void;
  close(): void;
}

/** Watches `all`; tells `gone` of each whose deadline has passed, which takes it out of `all`. */
export function createPatience<T extends Awaited>(
  clock: Clock,
  all: () => Iterable<T>,
  gone: (awaited: T) => void,
): Patience<T> {
  let armedFor = Number.POSITIVE_INFINITY;
  let disarm = (): void => undefined;

  function arm(at: number): void {
    disarm();
    armedFor = at;
    disarm = clock.after(Math.max(0, at - clock.now()), look);
  }

  function look(): void {
    const now = clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const awaited of all()) {
      if (awaited.deadline <= now) gone(awaited);
      else next = Math.min(next, awaited.deadline);
    }
    armedFor = next;
    if (next !== Number.POSITIVE_INFINITY) arm(next);
  }

  return {
    expect(awaited, ms): void {
      const one: Awaited = awaited;
      one.deadline = clock.now() + ms;
      if (one.deadline < armedFor) arm(one.deadline);
    },
    close: () => disarm(),
  };
}
