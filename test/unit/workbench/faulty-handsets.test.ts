/** What a run makes of a handset that goes wrong; test/matrix lets every fault strike at every step. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { admitted, type Bench, inState, must, openBench, samplePackage, start, until } from './bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 30_000);

afterAll(() => bench.close());

/** How often each operation was executed on the handset. */
async function executions(devId: string): Promise<readonly number[]> {
  const path = join(bench.folder, 'handsets', encodeURIComponent(devId), 'state.json');
  const { executed } = JSON.parse(await readFile(path, 'utf8')) as { readonly executed: Record<string, number> };
  return Object.values(executed);
}

async function pushUntilRefused(devId: string): Promise<string> {
  const { digest } = await samplePackage(bench, 'acme-notes-2.0');
  const run = await start(bench, devId, 'push-install', { digest });
  must(await bench.workbench.call('runs.runAll', { runId: run.id }));
  const failed = await inState(bench, run.id, ['failed']);
  expect(failed.steps[failed.current]?.error?.code).toBe('operation-refused');
  return run.id;
}

it.each([
  ['that runs on behind its refusal', 3_000, 'async'],
  ['that has ended behind its refusal', 1, 'async'],
  ['that was done at once', 1, 'sync'],
] as const)(
  'an operation %s is not sent again by a retry',
  async (_, installMs, results) => {
    const devId = await admitted(bench, { faults: ['wrong-status@DownloadInstall'], seed: 4, installMs, results });
    const runId = await pushUntilRefused(devId);
    if (installMs < 100) await new Promise((settle) => setTimeout(settle, 1_000));
    must(await bench.workbench.call('runs.retry', { runId }));
    const ended = await inState(bench, runId, ['done', 'failed'], 30_000);

    expect([ended.state, ended.steps[ended.current]?.error?.message]).toEqual(['done', undefined]);
    expect(await executions(devId)).toEqual([1]);
  },
  60_000,
);

it.each([
  ['drop-reply@Download', []],
  ['wrong-status@Download', ['operation-refused']],
] as const)(
  'a package that is there but not put away yet is waited for, not taken for one that needs nothing (%s)',
  async (fault, failures) => {
    const devId = await admitted(bench, { faults: [fault], seed: 4, installMs: 4_000 });
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const { id: runId } = await start(bench, devId, 'deliver-package', { digest });
    must(await bench.workbench.call('runs.runAll', { runId }));
    for (const code of failures) {
      const { steps, current } = await inState(bench, runId, ['done', 'failed']);
      expect(steps[current]?.error?.code).toBe(code);
      must(await bench.workbench.call('runs.retry', { runId }));
    }
    const ended = await inState(bench, runId, ['done', 'failed']);

    expect([ended.state, ended.steps[ended.current]?.error?.message]).toEqual(['done', undefined]);
    expect(await executions(devId)).toEqual([1]);
  },
  60_000,
);

it('faults are chosen anew for a handset that is there, and seen on it and in the trace', async () => {
  const devId = await admitted(bench);
  must(await bench.workbench.call('handsets.setFaults', { devId, faults: ['repeat-message@session'], seed: 9 }));
  const [handset] = must(await bench.workbench.call('handsets.list', {})).filter((one) => one.devId === devId);

  expect(handset?.virtual).toEqual({ running: true, faults: ['repeat-message@session'], seed: 9 });
  await until(async () => {
    const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 100 }));
    return entries.some(({ summary }) => summary.endsWith('does what was asked for: repeat-message@session'));
  }, 'the fault in the trace');
  const unknown = await bench.workbench.call('handsets.setFaults', { devId: 'IMEI:0', faults: [], seed: 1 });
  expect(unknown).toMatchObject({ ok: false, error: { code: 'not-virtual' } });
}, 30_000);
