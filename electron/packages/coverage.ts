/**
 * Which octets of a file a handset has been sent, so that "sent" is right for every way of fetching: at once, on
 * from where it broke off, block by block, or with a look at the end first.
 */

/** Ranges in ascending order that neither touch nor overlap; `end` is excluded. */
export interface Coverage {
  /** Notes octets `start` to `end` (excluded) as sent. */
  add(start: number, end: number): void;
  /** Octets sent at least once. */
  total(): number;
  isEmpty(): boolean;
  clear(): void;
}

/** More pieces than any handset fetches out of order; what comes beyond is not counted. */
const MOST_RANGES = 1000;

/** Makes an empty coverage. */
export function createCoverage(): Coverage {
  let ranges: readonly { readonly start: number; readonly end: number }[] = [];
  return {
    add(start, end) {
      if (end <= start) return;
      const apart = ranges.filter((range) => range.end < start || range.start > end);
      const joined = ranges.filter((range) => range.end >= start && range.start <= end);
      if (joined.length === 0 && ranges.length >= MOST_RANGES) return;
      const whole = {
        start: Math.min(start, ...joined.map((range) => range.start)),
        end: Math.max(end, ...joined.map((range) => range.end)),
      };
      ranges = [...apart, whole].toSorted((a, b) => a.start - b.start);
    },
    total: () => ranges.reduce((sum, { start, end }) => sum + end - start, 0),
    isEmpty: () => ranges.length === 0,
    clear() {
      ranges = [];
    },
  };
}
