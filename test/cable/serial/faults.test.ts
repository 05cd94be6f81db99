/**
 * A real workbench and handsets that are processes of their own, on real ptys, with something wrong on their cables:
 * every run ends done, and no operation is done twice. Cables that are pulled have a test of their own.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Run, RunbookId } from '../../../shared/runbook/run.ts';
import { publish } from '../../matrix/markdown-table.ts';
import { pooled } from '../../matrix/pool.ts';
import {
  type Bench,
  inState,
  inventory,
  must,
  openBench,
  runOf,
  samplePackage,
  start,
  until,
} from '../../unit/workbench/bench.ts';
import { handsetOnCable, plugAndAdmit, type Plugged } from './plugged.ts';

const WIDTH = 5;
const OTHERS = [
  'single-octets',
  'echo-stays',
  'no-echo',
  'modem-talks',
  'late-answer@5',
  'noise-after@5',
  'babble@5',
  'length-zero@7',
];
/** An octet that comes by itself takes a millisecond here: the shortest run that has an operation in it. */
const RUNBOOKS: Readonly<Record<string, RunbookId>> = { 'single-octets': 'push-install' };
/** A stalled handset is given up after the time limits of two requests. */
const SLOW = ['stall@6', 'cut-answer@6'];

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

it('ends every run done, whatever goes wrong on the cable and wherever', async () => {
  const faults = [...SLOW, ...OTHERS];
  const rows = await pooled(faults, WIDTH, async (fault) => {
    const handset = await handsetOnCable(bench, `IMEI:3512345678${String(90_000 + faults.indexOf(fault))}`);
    try {
      return [fault, ...(await live(handset, fault))];
    } finally {
      await handset.close();
    }
  });
  publish('cable-runs', 'A run on a serial cable with a fault on it', [
    ['fault', 'the run', 'the cable', 'in the end'],
    ...rows,
  ]);
  expect(rows.map(([fault, , , end]) => [fault, end])).toEqual(faults.map((fault) => [fault, 'done']));
}, 240_000);

/** What happened to the run, what the cable said, and how it ended. */
async function live(handset: Plugged, fault: string): Promise<readonly string[]> {
  await plugAndAdmit(bench, handset);
  await handset.pull();
  await handset.is('gone');
  await handset.plug(['--fault', fault]);
  const { digest } = await samplePackage(bench, 'acme-notes-2.0');
  const { id } = await start(bench, handset.devId, RUNBOOKS[fault] ?? 'push-inactive-activate', { digest });
  must(await bench.workbench.call('runs.runAll', { runId: id }));
  const seen = new Set<string>();
  let run: Run | undefined;
  await until(
    async () => {
      run = await runOf(bench, id);
      seen.add((await handset.cable())?.failure?.code ?? 'no failure');
      return run.state === 'done' || run.state === 'failed';
    },
    `the run with ${fault} to end`,
    90_000,
  );
  const failures: string[] = [];
  for (;;) {
    run = await inState(bench, id, ['done', 'failed', 'aborted'], 90_000);
    if (run.state !== 'failed' || failures.length > 3) break;
    failures.push(run.steps[run.current]?.error?.code ?? 'no code');
    must(await bench.workbench.call('runs.retry', { runId: id }));
  }
  seen.delete('no failure');
  const [component] = (await inventory(bench, handset.devId)).deployed;
  const twice = Object.entries(await handset.completed()).filter(([, count]) => count > 1);
  const isActive = component?.state?.word === 'Active' && twice.length === 0;
  return [
    failures.join(', ') || 'waits',
    [...seen].join(', ') || '–',
    run.state === 'done' && !isActive ? 'wrong' : run.state,
  ];
}
