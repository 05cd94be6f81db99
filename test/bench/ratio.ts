/** How a measurement is printed: what was measured, its peer in the same run, the ratio, and the limit it is held to. */

export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: number;
  /** `most`: the ratio may be this at most; `least`: it must be this at least. */
  readonly limit: { readonly most: number } | { readonly least: number };
}

/** Prints rows; answers how many are outside their limit, and sets the exit code then. */
export function printRows(rows: readonly Row[]): number {
  let outside = 0;
  for (const { what, ours, peer, ratio, limit } of rows) {
    const isWithin = 'most' in limit ? ratio <= limit.most : ratio >= limit.least;
    if (!isWithin) outside += 1;
    const bound = 'most' in limit ? `≤ ${limit.most}` : `≥ ${limit.least}`;
    console.log(
      `${isWithin ? '✓' : '✗'} ${what.padEnd(58)} ${ours.padStart(14)}  ${peer.padStart(24)}  ratio ${ratio.toFixed(2)} (${bound})`,
    );
  }
  if (outside > 0) process.exitCode = 1;
  return outside;
}

/** The middle value of several. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
