import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TraceEntry } from '../../../../shared/contract/trace.ts';
import { ok } from '../../../../shared/result.ts';
import { type CommandLine, openCommandLine } from '../command-line.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

test('trace pages through what it needs, oldest first, and follows what comes', async () => {
  const entries: TraceEntry[] = [4, 3, 2, 1].map((id) => entry(id));
  cli.workbench.answers.set('trace.list', () => {
    const { limit, before = 99 } = (cli.workbench.calls.at(-1)?.input ?? {}) as {
      limit: number;
      before?: number;
    };
    return ok({ entries: entries.filter(({ id }) => id < before).slice(0, Math.min(limit, 2)), total: 4 });
  });
  expect(JSON.parse((await cli.run('trace', '--limit', '3', '--json')).out)).toMatchObject([
    { id: 2 },
    { id: 3 },
    { id: 4 },
  ]);
  expect((await cli.run('trace')).out.split('\n')[0]).toBe('00:00:01.000  →  IMEI:1  Alert 1201  1.2 kB  [200 OK]');

  const following = cli.type(['trace', '--follow', '--json', '--dev-id', 'IMEI:1']);
  await vi.waitFor(() => expect(following.out()).toContain('"id":4'));
  cli.workbench.emit({ seq: 1, type: 'trace', entry: entry(5) });
  cli.workbench.emit({ seq: 2, type: 'trace', entry: { ...entry(6), devId: 'IMEI:2' } });
  cli.ending.abort();
  const { code, out } = await following.done;
  expect(code).toBe(0);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TraceEntry);
  expect(lines.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
});

function entry(id: number): TraceEntry {
  return {
    id,
    at: id * 1000,
    devId: 'IMEI:1',
    link: 'http',
    direction: 'in',
    kind: 'message',
    bytes: 1234,
    summary: 'Alert 1201',
    statuses: [{ code: 200, word: 'OK' }],
  };
}
