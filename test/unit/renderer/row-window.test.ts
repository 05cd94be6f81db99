import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowWindow } from '../../../renderer/ui/use-row-window.ts';

const list = fc.record({ count: fc.nat(500), height: fc.constant(25), beyond: fc.nat(20) });

describe('the rows of a long list', () => {
  it('that are drawn are those in view, with some beyond each edge', () => {
    expect(rowWindow({ count: 100_000, height: 25, beyond: 10 }, 0, 30)).toEqual({ first: 0, end: 41 });
    expect(rowWindow({ count: 100_000, height: 25, beyond: 10 }, 5000, 30)).toEqual({ first: 4990, end: 5041 });
    expect(rowWindow({ count: 100_000, height: 25, beyond: 10 }, 99_970, 30)).toEqual({ first: 99_960, end: 100_000 });
  });

  it('are in the list and cover the view, wherever it was scrolled to when it became shorter', () => {
    fc.assert(
      fc.property(list, fc.nat(1000), fc.nat(60), (rows, top, room) => {
        const { first, end } = rowWindow(rows, top, room);
        const last = Math.max(0, rows.count - room);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(rows.count);
        expect(first).toBeLessThanOrEqual(Math.min(top, last));
        expect(end).toBeGreaterThanOrEqual(Math.min(rows.count, Math.min(top, last) + room));
        expect(end - first).toBeLessThanOrEqual(room + 1 + 2 * rows.beyond);
      }),
    );
  });
});
