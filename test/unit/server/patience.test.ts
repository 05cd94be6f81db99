import { describe, expect, it } from 'vitest';
import { type Awaited, createPatience } from '../../../electron/server/patience.ts';
import { standingClock } from '../standing-clock.ts';

interface Handset extends Awaited {
  readonly name: string;
}

function testPatience() {
  const clock = standingClock(1_000_000);
  let timers = 0;
  const counting = {
    ...clock,
    after(ms: number, callback: () => void): () => void {
      timers += 1;
      return clock.after(ms, callback);
    },
  };
  const all = new Set<Handset>();
  const gone: string[] = [];
  const patience = createPatience<Handset>(
    counting,
    () => all,
    (handset) => {
      all.delete(handset);
      gone.push(handset.name);
    },
  );
  function arrive(name: string): Handset {
    const handset = { name, deadline: Number.POSITIVE_INFINITY };
    all.add(handset);
    return handset;
  }
  return { clock, patience, arrive, gone, timers: () => timers };
}

describe('patience', () => {
  it('gives each handset up at its own deadline', () => {
    const { clock, patience, arrive, gone } = testPatience();
    patience.expect(arrive('slow'), 30_000);
    patience.expect(arrive('quick'), 3_000);
    clock.advance(2_999);
    expect(gone).toEqual([]);
    clock.advance(1);
    expect(gone).toEqual(['quick']);
    clock.advance(27_000);
    expect(gone).toEqual(['quick', 'slow']);
  });

  it('begins anew with every message, without a timer for each', () => {
    const { clock, patience, arrive, gone, timers } = testPatience();
    const handset = arrive('talking');
    for (let message = 0; message < 100; message += 1) {
      patience.expect(handset, 30_000);
      clock.advance(1_000);
    }
    expect(gone).toEqual([]);
    expect(timers()).toBeLessThan(10);
    clock.advance(29_000);
    expect(gone).toEqual(['talking']);
  });

  it('waits for nobody of whom nothing is expected', () => {
    const { clock, patience, arrive, gone } = testPatience();
    const handset = arrive('held');
    patience.expect(handset, 30_000);
    handset.deadline = Number.POSITIVE_INFINITY;
    clock.advance(100_000);
    expect(gone).toEqual([]);
    patience.expect(handset, 30_000);
    clock.advance(30_000);
    expect(gone).toEqual(['held']);
  });

  it('is still after it was closed', () => {
    const { clock, patience, arrive, gone } = testPatience();
    patience.expect(arrive('any'), 30_000);
    patience.close();
    clock.advance(100_000);
    expect(gone).toEqual([]);
  });
});
