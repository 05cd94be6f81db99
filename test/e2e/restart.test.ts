import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  admittedHandset,
  dataFolder,
  freePort,
  must,
  runUntil,
  sample,
  startWorkbench,
  until,
  type RunningWorkbench,
} from './running-workbench.ts';

let folder: ReturnType<typeof dataFolder>;
let workbench: RunningWorkbench;
let dmPort: number;

beforeEach(async () => {
  folder = dataFolder();
  dmPort = await freePort();
  workbench = await startWorkbench({ data: folder.path, dmPort });
});

afterEach(async () => {
  await workbench.stop();
  folder.remove();
});

async function startAgain(): Promise<void> {
  workbench = await startWorkbench({ data: folder.path, dmPort });
}

describe('a workbench that is killed', () => {
  it('finishes a run whose step waited for the handset, without sending the operation twice', async () => {
    const { client } = workbench;
    const devId = await admittedHandset(client);
    const notes = await sample(client, 'Notes', '2.0');
    const run = must(
      await client.call('runs.start', { devId, runbook: 'push-install', params: { digest: notes.digest } }),
    );
    must(await client.call('runs.runAll', { runId: run.id }));
    await runUntil(client, run.id, ['waiting']);
    await workbench.kill();

    await startAgain();
    const again = must(await workbench.client.call('runs.get', { runId: run.id }));
    expect(again.steps.filter((step) => step.state === 'done').length).toBeGreaterThan(1);
    const done = await runUntil(workbench.client, run.id, ['done', 'failed']);
    expect(done.steps.map((step) => [step.title, step.state, step.error?.message])).toEqual(
      done.steps.map((step) => [step.title, 'done', undefined]),
    );
    const { inventory } = must(await workbench.client.call('tree.inventory', { devId }));
    expect(inventory?.deployed).toMatchObject([{ id: 'com.acme.notes', version: '2.0', active: true }]);
    const sent = must(await workbench.client.call('trace.list', { devId, limit: 500 })).entries.filter(
      (entry) => entry.direction === 'out' && entry.summary.includes('Exec'),
    );
    expect(sent).toHaveLength(1);
  });

  it('stands where it stood between two steps', async () => {
    const { client } = workbench;
    const devId = await admittedHandset(client);
    const notes = await sample(client, 'Notes', '2.0');
    const run = must(
      await client.call('runs.start', { devId, runbook: 'push-inactive-activate', params: { digest: notes.digest } }),
    );
    must(await client.call('runs.runStep', { runId: run.id }));
    const before = await runUntil(client, run.id, ['ready']);
    await workbench.kill();

    await startAgain();
    const after = must(await workbench.client.call('runs.get', { runId: run.id }));
    expect(after).toEqual(before);
    must(await workbench.client.call('runs.runAll', { runId: run.id }));
    await runUntil(workbench.client, run.id, ['done']);
  });

  it('keeps packages, trees and the trace', async () => {
    const { client } = workbench;
    const devId = await admittedHandset(client);
    const packages = must(await client.call('packages.list', {}));
    const tree = must(await client.call('tree.snapshot', { devId }));
    const { total } = must(await client.call('trace.list', { limit: 1 }));
    await workbench.kill();

    await startAgain();
    expect(must(await workbench.client.call('packages.list', {}))).toEqual(packages);
    expect(must(await workbench.client.call('tree.snapshot', { devId })).rows.length).toBe(tree.rows.length);
    expect(must(await workbench.client.call('trace.list', { limit: 1 })).total).toBeGreaterThanOrEqual(total);
  });
});

describe('a handset that vanishes', () => {
  it('leaves the step waiting, then failed with what was known last, and the retry goes on', async () => {
    const { client } = workbench;
    const devId = await admittedHandset(client);
    must(await client.call('app.changeSettings', { stepTimeLimitSeconds: 5 }));
    const notes = await sample(client, 'Notes', '2.0');
    const run = must(
      await client.call('runs.start', { devId, runbook: 'push-install', params: { digest: notes.digest } }),
    );
    for (let step = 0; step < 3; step += 1) {
      must(await client.call('runs.runStep', { runId: run.id }));
      await runUntil(client, run.id, ['ready']);
    }
    must(await client.call('handsets.stopVirtual', { devId }));
    must(await client.call('runs.runStep', { runId: run.id }));
    await until(
      async () => ['waiting', 'running'].includes(must(await client.call('runs.get', { runId: run.id })).state),
      'the step to wait',
    );
    const failed = await runUntil(client, run.id, ['failed'], 60_000);
    const error = failed.steps[failed.current]?.error;
    expect(error?.code).toBe('handset-not-there');
    expect(error?.message).toContain('Last known');

    must(await client.call('handsets.startVirtual', { devId }));
    must(await client.call('runs.retry', { runId: run.id }));
    await runUntil(client, run.id, ['ready', 'done']);
  });
});
