import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCoverage } from '../../../electron/packages/coverage.ts';
import { createOfferProgress } from '../../../electron/packages/offer-progress.ts';
import { createThrottle } from '../../../electron/packages/throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('coverage counts every octet once, however ranges meet', () => {
  const range = fc.tuple(fc.nat(60), fc.nat(20));
  fc.assert(
    fc.property(fc.array(range, { maxLength: 30 }), (ranges) => {
      const coverage = createCoverage();
      const model = new Set<number>();
      for (const [start, length] of ranges) {
        coverage.add(start, start + length);
        for (let i = start; i < start + length; i += 1) model.add(i);
        expect(coverage.total()).toBe(model.size);
        expect(coverage.isEmpty()).toBe(model.size === 0);
      }
    }),
  );
});

test('a throttle lets the first and the last through and not more than its rate between', () => {
  const at: number[] = [];
  const throttle = createThrottle(200, () => at.push(performance.now()));
  const start = performance.now();
  for (let i = 0; i < 1000; i += 1) {
    throttle.touch();
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1000);
  expect(at.map((time) => time - start)).toEqual([0, 200, 400, 600, 800, 1000]);
  throttle.touch();
  throttle.touch();
  throttle.flush();
  throttle.flush();
  expect(at).toHaveLength(8);
  throttle.touch();
  throttle.close();
  vi.advanceTimersByTime(1000);
  expect(at).toHaveLength(8);
});

type Report = { readonly sent: number; readonly size: number; readonly done: boolean };

function follow(isContinued = false): { reports: Report[]; progress: ReturnType<typeof createOfferProgress> } {
  const reports: Report[] = [];
  return { reports, progress: createOfferProgress(isContinued, (report) => reports.push(report)) };
}

test('done is told once, and again only when the whole is fetched again', () => {
  const { reports, progress } = follow();
  progress.begin(100, 0, true);
  progress.sent(0, 60);
  progress.sent(60, 100);
  progress.begin(100, 90, false);
  progress.sent(90, 100);
  vi.advanceTimersByTime(1000);
  expect(reports).toEqual([
    { sent: 60, size: 100, done: false },
    { sent: 100, size: 100, done: true },
  ]);
  progress.begin(100, 0, true);
  progress.sent(0, 50);
  progress.sent(50, 100);
  expect(reports.slice(2).map(({ sent }) => sent)).toEqual([50, 100]);
});

test('a look at the end first does not make it done', () => {
  const { reports, progress } = follow();
  progress.begin(100, 78, false);
  progress.sent(78, 100);
  progress.begin(100, 0, true);
  progress.sent(0, 78);
  vi.advanceTimersByTime(1000);
  expect(reports.map(({ sent, done }) => [sent, done])).toEqual([
    [22, false],
    [78, false],
  ]);
});

test('what a handset had before a restart of the workbench counts', () => {
  const { reports, progress } = follow(true);
  progress.begin(100, 40, false);
  progress.sent(40, 100);
  expect(reports).toEqual([{ sent: 100, size: 100, done: true }]);
});

test('what was not told yet is told when the offer ends', () => {
  const { reports, progress } = follow();
  progress.begin(100, 0, true);
  progress.sent(0, 10);
  progress.sent(10, 20);
  progress.close();
  expect(reports.map(({ sent }) => sent)).toEqual([10, 20]);
  vi.advanceTimersByTime(1000);
  expect(reports).toHaveLength(2);
});
