/** A list of the inventory in one line: how many, and how they are. */
import type { InventoryEntry } from '../../../shared/scomo/inventory-types.ts';
import { stateWordOf } from './entry-state.ts';

/** `4: 2 active, 1 inactive, 1 remove failed`; what needs a person comes first. Empty for an empty list. */
export function summaryOf(entries: readonly InventoryEntry[]): string {
  if (entries.length === 0) return '';
  const counts = new Map<string, { count: number; rank: number }>();
  for (const entry of entries) {
    const { word, tone } = stateWordOf(entry);
    const known = counts.get(word);
    counts.set(word, { count: (known?.count ?? 0) + 1, rank: RANKS[tone] });
  }
  return [...counts]
    .toSorted(([, a], [, b]) => a.rank - b.rank || b.count - a.count)
    .map(([word, { count }]) => `${count} ${word.charAt(0).toLowerCase()}${word.slice(1)}`)
    .join(', ');
}

const RANKS = { failed: 0, waiting: 1, busy: 1, ok: 2, neutral: 3 } as const;
