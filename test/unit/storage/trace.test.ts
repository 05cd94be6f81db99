import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { NewTraceEntry } from '../../../electron/storage/trace.ts';
import type { Failure } from '../../../shared/result.ts';
import { dataFolder, opened } from './data-folder.ts';

function entry(more: Partial<NewTraceEntry> = {}): NewTraceEntry {
  return {
    at: 1,
    link: 'http',
    direction: 'in',
    kind: 'message',
    summary: 'Alert 1201',
    statuses: [],
    notes: [],
    body: undefined,
    ...more,
  };
}

const body = new Uint8Array([0, 1, 2, 255]);

test('an entry comes back with its octets and notes, after a restart too', () => {
  const folder = dataFolder();
  const first = opened(folder);
  const whole = entry({
    devId: 'a',
    sessionId: '1A',
    msgId: '2',
    contentType: 'application/vnd.syncml.dm+xml',
    body,
    statuses: [{ code: 200, word: 'OK' }],
    notes: ['n'],
  });
  const id = first.trace.append(whole);
  const bare = first.trace.append(entry({ direction: 'none', kind: 'session' }));
  first.close();
  const { trace } = opened(folder);
  const { body: _body, notes, contentType, ...rest } = whole;
  expect(trace.get(id)).toEqual({ entry: { ...rest, id, bytes: 4 }, contentType, body, notes });
  expect(trace.get(bare)).toEqual({
    entry: {
      id: bare,
      at: 1,
      link: 'http',
      direction: 'none',
      kind: 'session',
      bytes: 0,
      summary: 'Alert 1201',
      statuses: [],
    },
    notes: [],
  });
  expect(trace.get(99)).toBeUndefined();
  expect(trace.list({ limit: 10 }).total).toBe(2);
});

test('an entry without a body keeps how many octets it speaks of, and they do not count as held', () => {
  const { trace } = opened(dataFolder(), { traceLimits: { entries: 100, bytes: 1000 } });
  const id = trace.append(entry({ kind: 'delivery', bytes: 2_000_000_000 }));
  expect(trace.get(id)?.entry.bytes).toBe(2_000_000_000);
  expect(trace.list({ limit: 10 }).total).toBe(1);
});

test('the list is newest first, by range, by handset, with the total', () => {
  const { trace } = opened(dataFolder());
  const ids = Array.from({ length: 10 }, (_, i) => trace.append(entry({ devId: i % 2 === 0 ? 'even' : 'odd', at: i })));
  expect(trace.list({ limit: 3 }).entries.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 3));
  const rest = trace.list({ limit: 500, before: ids[3] ?? 0 });
  expect(rest.entries.map(({ at }) => at)).toEqual([2, 1, 0]);
  expect(rest.total).toBe(10);
  const odd = trace.list({ limit: 2, devId: 'odd' });
  expect(odd.entries.map(({ at }) => at)).toEqual([9, 7]);
  expect(odd.total).toBe(5);
  expect(trace.list({ limit: 2, devId: 'nobody' })).toEqual({ entries: [], total: 0 });
});

test('the oldest entries go when there are too many', () => {
  const { trace } = opened(dataFolder(), { traceLimits: { entries: 100, bytes: 1e9 } });
  for (let i = 0; i < 350; i += 1) trace.append(entry({ at: i }));
  const { entries, total } = trace.list({ limit: 500 });
  expect(total).toBe(entries.length);
  expect(total).toBeLessThanOrEqual(100);
  expect(total).toBeGreaterThan(80);
  expect(entries[0]?.at).toBe(349);
});

test('the oldest entries go when they hold too many octets, and the counts survive a restart', () => {
  const folder = dataFolder();
  const limits = { traceLimits: { entries: 1000, bytes: 100_000 } };
  const first = opened(folder, limits);
  for (let i = 0; i < 100; i += 1) first.trace.append(entry({ at: i, body: new Uint8Array(5000) }));
  const held = first.trace.list({ limit: 500 });
  expect(held.total).toBeGreaterThan(10);
  expect(held.total).toBeLessThan(20);
  expect(held.entries[0]?.at).toBe(99);
  first.close();
  const { trace } = opened(folder, limits);
  expect(trace.list({ limit: 500 })).toEqual(held);
  for (let i = 0; i < 5; i += 1) trace.append(entry({ body: new Uint8Array(5000) }));
  expect(trace.list({ limit: 500 }).total).toBeLessThan(20);
});

test('an entry larger than the whole limit is not kept, and the next one is', () => {
  const { trace } = opened(dataFolder(), { traceLimits: { entries: 10, bytes: 1000 } });
  trace.append(entry({ body: new Uint8Array(5000) }));
  expect(trace.list({ limit: 10 })).toEqual({ entries: [], total: 0 });
  trace.append(entry());
  expect(trace.list({ limit: 10 }).total).toBe(1);
});

test('clearing removes all and never uses an id again', () => {
  const { trace } = opened(dataFolder());
  const id = trace.append(entry({ body }));
  trace.clear();
  expect(trace.list({ limit: 10 })).toEqual({ entries: [], total: 0 });
  expect(trace.get(id)).toBeUndefined();
  expect(trace.append(entry())).toBeGreaterThan(id);
});

test('clearing gives the disk back', () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const { trace, folder, close } = opened(dataFolder());
  for (let i = 0; i < 100; i += 1) trace.append(entry({ body: new Uint8Array(100_000) }));
  trace.clear();
  trace.append(entry({ body }));
  vi.runAllTimers();
  vi.useRealTimers();
  close();
  expect(statSync(join(folder, 'workbench.db')).size).toBeLessThan(500_000);
});

test('a trace that does not fit on the disk says so and does not throw', () => {
  const problems: Failure[] = [];
  const { trace } = opened(dataFolder(), { maxBytes: 1024 * 1024, onProblem: (failure) => problems.push(failure) });
  expect(trace.append(entry())).toBeGreaterThan(0);
  expect(trace.append(entry({ body: new Uint8Array(2_000_000) }))).toBe(0);
  expect(problems).toMatchObject([{ code: 'disk-full' }]);
  expect(trace.list({ limit: 10 }).total).toBe(1);
  expect(trace.append(entry({ body }))).toBeGreaterThan(0);
});
