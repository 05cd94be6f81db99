/** How many nodes changed: counted and said the same way above the tree and in a step of a run. */
import { formatNumber } from '../../ui/numbers.ts';

/**
 * `10 changed`, `2 gone`, `10 changed, 2 gone`; empty when nothing changed. New nodes count as changed. `formatted`
 * writes a number, e.g. with its noun.
 */
export function changeWords(
  { changed, removed }: { readonly changed: number; readonly removed: number },
  formatted: (count: number) => string = formatNumber,
): string {
  return [changed === 0 ? '' : `${formatted(changed)} changed`, removed === 0 ? '' : `${formatted(removed)} gone`]
    .filter((word) => word !== '')
    .join(', ');
}
