import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SequencedEvent } from '../../../shared/contract/events.ts';
import type { Run } from '../../../shared/runbook/run.ts';
import { findComponent, findDelivered } from '../../../shared/scomo/inventory.ts';
import {
  admitted,
  complete,
  inState,
  inventory,
  must,
  openBench,
  samplePackage,
  start,
  step,
  until,
  type Bench,
} from './bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 30_000);

afterAll(() => bench.close());

const IN_SESSION = { delivery: 'in-session' } as const;

/** The files that a virtual handset has taken, as they lie in its folder. */
function filesOf(devId: string): readonly Buffer[] {
  const folder = join(bench.folder, 'handsets', encodeURIComponent(devId), 'packages');
  return readdirSync(folder).map((name) => readFileSync(join(folder, name)));
}

function storedFile(digest: string): Buffer {
  return readFileSync(join(bench.folder, 'packages', digest));
}

function stepOf(run: Run, kind: string): Run['steps'][number] {
  const found = run.steps.find(({ action }) => action.kind === kind);
  if (found === undefined) throw new Error(`There is no step ${kind}.`);
  return found;
}

describe('a package that is delivered in the session', () => {
  it.each([
    ['xml', 65_536],
    ['xml', 1_500],
    ['wbxml', 65_536],
    ['wbxml', 1_500],
  ] as const)(
    'in %s, with messages of %i octets, is pushed and installed',
    async (encoding, maxMsgSize) => {
      const devId = await admitted(bench, { encoding, maxMsgSize });
      const { digest, pkgId } = await samplePackage(bench, 'acme-notes-2.1');
      const run = await complete(bench, devId, 'push-install', { digest, ...IN_SESSION });
      expect(run.steps.map(({ action }) => action.kind)).toEqual([
        'check-package',
        'read-inventory',
        'deliver-data',
        'execute',
      ]);
      const read = await inventory(bench, devId);
      expect(findComponent(read, 'com.acme.notes')).toMatchObject({ state: { word: 'Active' } });
      expect(findDelivered(read, pkgId)).toBeDefined();
      expect(filesOf(devId)).toEqual([storedFile(digest)]);
      const data = stepOf(run, 'deliver-data').commands.at(-1);
      expect(data).toMatchObject({ format: 'bin', octets: storedFile(digest).length, status: { code: 200 } });
      const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 500 }));
      for (const { bytes, kind } of entries.filter((entry) => entry.kind === 'message')) {
        expect(kind).toBe('message');
        expect(bytes).toBeLessThanOrEqual(maxMsgSize);
      }
    },
    40_000,
  );

  it('is delivered only, activated after an inactive install, and updates a component', async () => {
    const devId = await admitted(bench);
    const old = await samplePackage(bench, 'acme-notes-2.0');
    const next = await samplePackage(bench, 'acme-notes-2.1');
    const delivered = await complete(bench, devId, 'deliver-package', { digest: old.digest, ...IN_SESSION });
    expect(delivered.steps.map(({ action }) => action.kind)).not.toContain('execute');
    await complete(bench, devId, 'install-delivered', { pkgId: old.pkgId });
    await complete(bench, devId, 'update-component', {
      digest: next.digest,
      componentId: 'com.acme.notes',
      deactivateFirst: true,
      ...IN_SESSION,
    });
    const read = await inventory(bench, devId);
    expect(findComponent(read, 'com.acme.notes')).toMatchObject({ version: '2.1', state: { word: 'Active' } });
    expect(findDelivered(read, old.pkgId)).toBeUndefined();
    await complete(bench, devId, 'remove-component', { componentId: 'com.acme.notes' });
    await complete(bench, devId, 'push-inactive-activate', { digest: old.digest, ...IN_SESSION });
    expect(findComponent(await inventory(bench, devId), 'com.acme.notes')).toMatchObject({ version: '2.0' });
  }, 60_000);

  it('goes this way by itself, and says why, when the handset has no Download list', async () => {
    const devId = await admitted(bench, { personality: 'direct-only' });
    const { digest } = await samplePackage(bench, 'acme-notes-2.1');
    const run = await complete(bench, devId, 'push-install', { digest });
    expect(stepOf(run, 'deliver-data').hint).toMatch(/^This handset has no Download list/);
    expect(findComponent(await inventory(bench, devId), 'com.acme.notes')).toBeDefined();
  }, 30_000);

  it('is written with Replace where the handset has made Data itself', async () => {
    const devId = await admitted(bench, { personality: 'redbend' });
    const { digest } = await samplePackage(bench, 'acme-notes-2.1');
    const run = await complete(bench, devId, 'deliver-package', { digest, ...IN_SESSION });
    const data = stepOf(run, 'deliver-data').commands.filter(({ octets }) => octets !== undefined);
    expect(data.map(({ cmd, status }) => [cmd, status?.code])).toEqual([
      ['Add', 418],
      ['Replace', 200],
    ]);
    expect(filesOf(devId)).toEqual([storedFile(digest)]);
  }, 30_000);

  it('tells how far it is, a few times a second and at the end', async () => {
    const events: SequencedEvent[] = [];
    const stop = bench.workbench.subscribe((event) => void events.push(event));
    const devId = await admitted(bench, { maxMsgSize: 1_500, latencyMs: 20 });
    const { digest, size } = await samplePackage(bench, 'acme-notes-2.1');
    const run = await complete(bench, devId, 'deliver-package', { digest, ...IN_SESSION });
    stop();
    const told = events.flatMap((event) => (event.type === 'delivery' && event.runId === run.id ? [event] : []));
    expect(told.at(-1)).toMatchObject({ devId, digest, sent: size, size, done: true });
    expect(told.length).toBeGreaterThan(1);
    expect(told.map(({ sent }) => sent)).toEqual(told.map(({ sent }) => sent).toSorted((a, b) => a - b));
  }, 30_000);

  it('breaks off with the link and keeps nothing; a retry sends it again from the start', async () => {
    const devId = await admitted(bench, { maxMsgSize: 1_500, latencyMs: 40 });
    const { digest } = await samplePackage(bench, 'acme-notes-2.1');
    const run = await start(bench, devId, 'push-install', { digest, ...IN_SESSION });
    await step(bench, run.id);
    await step(bench, run.id);
    let sent = 0;
    const stop = bench.workbench.subscribe((event) => {
      if (event.type === 'delivery' && event.runId === run.id) sent = event.sent;
    });
    must(await bench.workbench.call('runs.runStep', { runId: run.id }));
    await until(() => sent > 0, 'the first chunks');
    must(await bench.workbench.call('handsets.stopVirtual', { devId }));
    must(await bench.workbench.call('handsets.startVirtual', { devId }));
    const broken = await inState(bench, run.id, ['failed'], 60_000);
    stop();
    expect(broken.steps[broken.current]?.error).toMatchObject({ code: 'delivery-interrupted', retryable: true });
    expect(filesOf(devId)).toEqual([]);
    must(await bench.workbench.call('runs.runAll', { runId: run.id }));
    await inState(bench, run.id, ['done'], 40_000);
    expect(filesOf(devId)).toEqual([storedFile(digest)]);
    expect(findComponent(await inventory(bench, devId), 'com.acme.notes')).toBeDefined();
  }, 120_000);

  it('is taken off the handset again when the run is aborted with undo', async () => {
    const devId = await admitted(bench);
    const { digest, pkgId } = await samplePackage(bench, 'acme-notes-2.1');
    const run = await start(bench, devId, 'push-install', { digest, ...IN_SESSION });
    for (let count = 0; count < 3; count += 1) await step(bench, run.id);
    expect(findDelivered(await inventory(bench, devId), pkgId)).toBeDefined();
    must(await bench.workbench.call('runs.abort', { runId: run.id, reason: 'not wanted', undo: true }));
    const ended = await inState(bench, run.id, ['aborted', 'failed']);
    expect(ended.steps.at(-1)).toMatchObject({ state: 'done', undoes: 's3' });
    expect(findDelivered(await inventory(bench, devId), pkgId)).toBeUndefined();
  }, 30_000);
});
