/**
 * How many cases the fuzz tests try, and from which seed. `npm test` tries CASES_IN_CI of them, `npm run fuzz` a million;
 * `npm run fuzz -- --seed N --cases N` does the same again. Every run says its seed.
 */
import { isDeepStrictEqual } from 'node:util';
import type * as fc from 'fast-check';
import { expect, vi } from 'vitest';

/** Shares of the whole, in cases of a CI run. */
const SHARES = { wbxml: 5000, xml: 4000, session: 600, documents: 1400 } as const;
const CASES_IN_CI = Object.values(SHARES).reduce((sum, share) => sum + share, 0);

const wanted = Number(process.env['SCOMO_FUZZ_CASES'] ?? CASES_IN_CI);
/** A run of more cases than CI's is a campaign; only there time is judged closely. */
const isCampaign = wanted > CASES_IN_CI;
const seed = Number(process.env['SCOMO_FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** How long a test may take, milliseconds: a busy machine in CI, a night in a campaign. */
vi.setConfig({ testTimeout: isCampaign ? 86_400_000 : 180_000 });

/** Milliseconds that no input of a few kilobytes may take. */
const PATIENCE = isCampaign ? 100 : 5000;
/** A machine may always stumble; a hang comes back. */
const ATTEMPTS = 3;

/** The parameters for fc.assert of one test; tells them. */
export function casesOf(area: keyof typeof SHARES, tests = 1): fc.Parameters<unknown> {
  const numRuns = Math.ceil((SHARES[area] * wanted) / CASES_IN_CI / tests);
  process.stdout.write(`${area}: ${numRuns} cases (npm run fuzz -- --seed ${seed} --cases ${wanted})\n`);
  return { numRuns, seed, endOnFailure: isCampaign };
}

/**
 * The result of a work that must not hang; remembers in `slowest` how long the slowest took, milliseconds. What counts
 * is the time that the processor worked on it: a busy machine changes nothing.
 */
export function inTime<T>(work: () => T, slowest?: { ms: number }): T {
  for (let attempt = 1; ; attempt++) {
    const started = process.threadCpuUsage();
    const result = work();
    const { user, system } = process.threadCpuUsage(started);
    const took = (user + system) / 1000;
    if (took < PATIENCE) {
      if (slowest !== undefined && took > slowest.ms) slowest.ms = took;
      return result;
    }
    if (attempt === ATTEMPTS) throw new Error(`It took ${took.toFixed(0)} ms.`);
  }
}

/** Says how long the slowest case of an area took. */
export function tellSlowest(area: keyof typeof SHARES, { ms }: { readonly ms: number }): void {
  process.stdout.write(`${area}: the slowest took ${ms.toFixed(1)} ms\n`);
}

/** As `toEqual`, which takes most of the time of a campaign; it is asked only for the words when they differ. */
export function expectSame(one: unknown, other: unknown): void {
  if (!isDeepStrictEqual(one, other)) expect(one).toStrictEqual(other);
}
