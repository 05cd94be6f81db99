/** Numbers by chance that are the same whenever the seed is: what a fault does can be repeated. */

export interface Dice {
  /** A whole number from `low` to `high`, both included. */
  roll(low: number, high: number): number;
  /** One of the values; there is at least one. */
  pick<T>(values: readonly [T, ...T[]]): T;
}

/** Dice that always fall alike for this seed (mulberry32). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  function roll(low: number, high: number): number {
    return low + Math.floor(next() * (high - low + 1));
  }
  return { roll, pick: (values) => values[roll(0, values.length - 1)] ?? values[0] };
}
