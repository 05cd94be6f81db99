/** How a measurement is printed: what was measured, its peer in the same run, the ratio, and the limit it is held to. */

export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: number;
  /** `most`: the ratio may be this at most; `least`: it must be this at least; `none`: it is only told. */
  readonly limit: { readonly most: number } | { readonly least: number } | 'none';
}

/** Prints rows; answers how many are outside their limit, and sets the exit code then. */
export function printRows(rows: readonly Row[]): number {
  let outside = 0;
  for (const { what, ours, peer, ratio, limit } of rows) {
    const { mark, bound } = judge(ratio, limit);
    if (mark === '✗') outside += 1;
    console.log(
      `${mark} ${what.padEnd(58)} ${ours.padStart(14)}  ${peer.padStart(24)}  ratio ${ratio.toFixed(2)} (${bound})`,
    );
  }
  if (outside > 0) process.exitCode = 1;
  return outside;
}

function judge(ratio: number, limit: Row['limit']): { readonly mark: '✓' | '✗' | '·'; readonly bound: string } {
  if (limit === 'none') return { mark: '·', bound: 'no limit' };
  if ('most' in limit) return { mark: ratio <= limit.most ? '✓' : '✗', bound: `≤ ${limit.most}` };
  return { mark: ratio >= limit.least ? '✓' : '✗', bound: `≥ ${limit.least}` };
}

/** The middle value of several. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * The ratio of two measurements whose rounds alternated: the middle of the ratios of neighbours. What else the machine
 * does comes and goes more slowly than the rounds do, so it weighs on both of a pair.
 */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

/**
 * The value that a fifth of them lie below. For short rounds on a machine that does other things as well: those can
 * only add to what a round takes, and some rounds they miss.
 */
export function fastest(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 5)] ?? Number.NaN;
}
