import type { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import { admitted, type Bench, complete, handsetOf, inState, must, openBench, until } from './bench.ts';

const opened = vi.hoisted(() => ({ databases: [] as DatabaseSync[] }));

vi.mock(import('node:sqlite'), async (original) => {
  const real = await original();
  class Kept extends real.DatabaseSync {
    constructor(...given: ConstructorParameters<typeof DatabaseSync>) {
      super(...given);
      opened.databases.push(this);
    }
  }
  return { ...real, DatabaseSync: Kept };
});

/** From now on SQLite refuses every write, as on a disk that is full or gone. */
function refuseWrites(refuse: boolean): void {
  for (const database of opened.databases.filter(({ isOpen }) => isOpen))
    database.exec(`PRAGMA query_only = ${refuse ? 'ON' : 'OFF'}`);
}

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 30_000);

afterAll(() => bench.close());

describe('a database that cannot be written any more while a handset is in session', { timeout: 60_000 }, () => {
  it('fails what was to be kept with the reason, lets the session end, and all goes on when there is room', async () => {
    const { call } = bench.workbench;
    const devId = await admitted(bench);
    const run = must(await call('runs.start', { devId, runbook: 'read-inventory', params: {} }));
    must(await call('runs.runStep', { runId: run.id }));
    await inState(bench, run.id, ['done']);
    expect((await handsetOf(bench.workbench, devId))?.state).toBe('in-session');

    refuseWrites(true);
    expect(await call('tree.read', { devId, scope: 'scomo' })).toMatchObject({
      ok: false,
      error: { code: 'database-unwritable' },
    });
    expect(await call('handsets.rename', { devId, name: 'Bench phone' })).toMatchObject({
      ok: false,
      error: { code: 'database-unwritable' },
    });
    await until(
      async () => (await handsetOf(bench.workbench, devId))?.state !== 'in-session',
      'the end of the session',
    );
    expect(must(await call('app.status', {})).problem).toMatch(/^The database of the workbench cannot be written/);

    expect((await handsetOf(bench.workbench, devId))?.name).not.toBe('Bench phone');

    refuseWrites(false);
    await complete(bench, devId, 'read-inventory');
  });

  it('does not hide what the handset has answered to the console', async () => {
    const { call, subscribe } = bench.workbench;
    const devId = await admitted(bench);
    const told: ConsoleEntry[] = [];
    const stop = subscribe((event) => {
      if (event.type !== 'console') return;
      told.push(event.entry);
      if (event.entry.state === 'sending') refuseWrites(true);
    });
    must(await call('console.send', { devId, text: 'get ./DevInfo/Man' }));
    await until(() => Promise.resolve(told.at(-1)?.endedAt !== undefined && told.length > 3), 'the answer');
    refuseWrites(false);
    stop();
    expect(told.at(-1)).toMatchObject({
      state: 'answered',
      mirror: { problem: 'The database of the workbench cannot be written.' },
    });
  });
});
