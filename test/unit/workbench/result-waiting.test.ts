import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { waitForResult } from '../../../electron/workbench/runs/result-waiting.ts';
import type { StepContext } from '../../../electron/workbench/runs/step-context.ts';

const LIMIT_MS = 11_900;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** When a step that waits in vain has looked at its handset, milliseconds after it began. A look takes `lookMs`. */
async function looks(isTethered: boolean, lookMs: number): Promise<readonly number[]> {
  const began = Date.now();
  const seen: number[] = [];
  const context = {
    ports: {
      now: () => Date.now(),
      isTethered: () => isTethered,
      desk: {
        async inSession(): Promise<{ readonly ok: false }> {
          seen.push(Date.now() - began);
          if (lookMs > 0) await new Promise((resolve) => setTimeout(resolve, lookMs));
          return { ok: false };
        },
      },
      mirrors: { inventory: () => undefined },
    },
    signal: new AbortController().signal,
    until: began + LIMIT_MS,
    run: () => ({ devId: 'IMEI:1', facts: {} }),
    step: () => ({ id: 's1', action: { kind: 'execute' }, commands: [{ cmd: 'Exec', uri: './x' }] }),
    journal: () => undefined,
  } as unknown as StepContext;
  const waited = waitForResult(context, () => false);
  await vi.advanceTimersByTimeAsync(LIMIT_MS + lookMs);
  expect(await waited).toMatchObject({ ok: false, error: { code: 'no-result' } });
  return seen;
}

it('looks at a handset on a cable at once, because it cannot report by itself, and then ever later', async () => {
  expect(await looks(true, 0)).toEqual([200, 600, 1_400, 3_000, 6_000, 9_000]);
});

it('does not fill a slow line with looks', async () => {
  expect(await looks(true, 1_000)).toEqual([200, 3_200, 7_200, 11_200]);
});

it('leaves a handset on the network time to report by itself', async () => {
  expect(await looks(false, 0)).toEqual([1_000, 4_000, 7_000, 10_000]);
});
