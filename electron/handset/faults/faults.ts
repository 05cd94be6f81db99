/**
 * The faults of a handset: which strike, and when. Whoever is at a point where something may go wrong asks by the
 * fault's name; a fault counts its point and strikes at the time that was asked for. The counts live as long as the
 * handset's process, over its simulated restarts, so that a fault that has struck does not strike again.
 */
import { type FaultName, type FaultPoint, type FaultSpec, formatFault } from '../../../shared/contract/fault.ts';
import { createDice, type Dice } from './dice.ts';

export interface Faults {
  /**
   * Does this fault strike here? `points`: everything that is happening at once, e.g. an operation and its Exec. Answers
   * the dice with which it shall do what it does. Ask only once at each point: asking counts.
   */
  strikes(name: FaultName, points: readonly FaultPoint[]): Dice | undefined;
}

/** One of the first messages, where a fault says nothing else: from the second to this one. */
const LAST_BY_CHANCE = 6;

interface Waiting {
  readonly spec: FaultSpec;
  readonly dice: Dice;
  readonly nth: number | 'every';
  seen: number;
}

/** Makes the faults of a handset; `tell` hears each time that one strikes, as it was written. */
export function createFaults(specs: readonly FaultSpec[], seed: number, tell: (fault: string) => void): Faults {
  const waiting = specs.map((spec, index): Waiting => {
    const dice = createDice(seed * 31 + index);
    const byChance = dice.roll(2, LAST_BY_CHANCE);
    return { spec, dice, nth: spec.nth ?? byChance, seen: 0 };
  });

  function strikes(name: FaultName, points: readonly FaultPoint[]): Dice | undefined {
    let dice: Dice | undefined;
    for (const fault of waiting) {
      const { spec } = fault;
      if (spec.name !== name || !isAt(spec, points)) continue;
      fault.seen++;
      const isDue = fault.nth === 'every' || fault.seen === nthOf(fault, points);
      if (!isDue || dice !== undefined) continue;
      dice = fault.dice;
      tell(formatFault(spec));
    }
    return dice;
  }

  return { strikes };
}

function isAt({ point }: FaultSpec, points: readonly FaultPoint[]): boolean {
  return point === undefined || points.includes(point);
}

/** By chance one of the first messages, but always the first operation, session or chunk: those are few. */
function nthOf({ spec, nth }: Waiting, points: readonly FaultPoint[]): number | 'every' {
  return spec.point === undefined && !points.includes('message') ? 1 : nth;
}
