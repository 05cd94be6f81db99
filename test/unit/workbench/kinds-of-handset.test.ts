/** What some kinds of handset ask of a run (facts 7); test/matrix runs all kinds through the life of a component. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admitted, type Bench, complete, inState, inventory, must, openBench, samplePackage, start } from './bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 30_000);

afterAll(() => bench.close());

const ID = 'com.acme.notes';

describe('a handset with one fixed Download node', () => {
  it('takes package after package through it, and keeps it', async () => {
    const devId = await admitted(bench, { personality: 'redbend', installMs: 10 });
    const [old, newer] = await Promise.all(['acme-notes-2.0', 'acme-notes-2.1'].map((id) => samplePackage(bench, id)));
    const pushed = await complete(bench, devId, 'push-install', { digest: old?.digest ?? '' });
    await complete(bench, devId, 'update-component', { componentId: ID, digest: newer?.digest ?? '' });

    const read = await inventory(bench, devId);
    expect(devId).toMatch(/^IMEI: \d{15}$/);
    expect(read.deployed).toMatchObject([{ id: ID, version: '2.1', active: true }]);
    expect(read.downloads).toMatchObject([{ nodeName: 'RB_DP', pkgId: 'acme-notes-2.1' }]);
    const describing = pushed.steps.find(({ action }) => action.kind === 'describe-download');
    const sent = describing?.commands.map(({ cmd, uri, status }) => [cmd, uri, status?.code]);
    expect(sent?.[1]).toEqual(['Add', expect.stringMatching(/\/Download\/acme-notes/), 403]);
    expect(sent).toContainEqual(['Replace', './SCOMO/Download/RB_DP/PkgURL', 200]);
    expect(pushed.steps.at(-1)?.proof).toBe('RB_DP is a fixed node: it stays (405)');
  }, 60_000);
});

describe('a handset that removes only what is inactive', () => {
  it('refuses, and the run says what to do; deactivating first works', async () => {
    const devId = await admitted(bench, { personality: 'symbian', installMs: 10 });
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    await complete(bench, devId, 'push-install', { digest });
    const run = await start(bench, devId, 'remove-component', { componentId: ID });
    must(await bench.workbench.call('runs.runAll', { runId: run.id }));
    const failed = await inState(bench, run.id, ['failed']);

    expect(failed.steps[failed.current]?.error).toMatchObject({
      code: 'operation-refused',
      next: 'It is active: abort this run, and remove it with deactivating it first.',
    });
    must(await bench.workbench.call('runs.abort', { runId: run.id, reason: 'active', undo: false }));
    await complete(bench, devId, 'remove-component', { componentId: ID, deactivateFirst: true });
    expect((await inventory(bench, devId)).deployed).toEqual([]);
  }, 60_000);
});
