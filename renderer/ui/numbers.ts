/** Numbers as people read them. */

/** Octets in the unit that needs no more than four digits: `312 B`, `118 kB`, `2.1 GB` (decimal units). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const unit = UNITS.findLast((each) => bytes >= each.size) ?? { name: 'kB', size: 1000 };
  const value = bytes / unit.size;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit.name}`;
}

/** A count with its noun: `1 node`, `1,284 nodes`. */
export function formatCount(count: number, noun: string): string {
  return `${NUMBER.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number with thousands separators. */
export function formatNumber(value: number): string {
  return NUMBER.format(value);
}

const NUMBER = new Intl.NumberFormat('en');

const UNITS = [
  { name: 'kB', size: 1e3 },
  { name: 'MB', size: 1e6 },
  { name: 'GB', size: 1e9 },
] as const;
