import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCalls } from '../../../electron/handset/calls.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Calls for so many minutes with these outcomes, the last one again and again; answers the pauses between them in seconds. */
async function pauses(minutes: number, outcomes: readonly Result<number>[]): Promise<readonly number[]> {
  const at: number[] = [];
  const stopping = new AbortController();
  const calls = createCalls({
    pollMs: 0,
    callsByItself: true,
    hold: () => Promise.resolve(outcomes[Math.min(at.push(performance.now()), outcomes.length) - 1] ?? ok(1)),
    hasReports: () => false,
    onFailure: () => undefined,
    signal: stopping.signal,
  });
  const calling = calls.run();
  await vi.advanceTimersByTimeAsync(minutes * 60_000);
  stopping.abort();
  await calling;
  return at.slice(1).map((time, index) => Math.round((time - (at[index] ?? 0)) / 1000));
}

function failed(code: string): Result<number> {
  return fail(code, 'It did not work.', 'Try again.', { retryable: true });
}

describe('a handset that calls its server', () => {
  it.each(['unreachable', 'http-status', 'told-later', 'header-refused'])(
    'tries again ever later while the server does not take it: %s',
    async (code) => {
      expect(await pauses(3, [failed(code)])).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30]);
    },
  );

  it('tries again soon when a session has broken off', async () => {
    expect(await pauses(0.1, [failed('no-final')])).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('is done when it was taken, and begins with short pauses the next time', async () => {
    expect(await pauses(3, [failed('told-later'), failed('told-later'), ok(2)])).toEqual([1, 2]);
  });
});
