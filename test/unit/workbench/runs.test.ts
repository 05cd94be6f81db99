import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  admitted,
  complete,
  inState,
  inventory,
  must,
  openBench,
  runOf,
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

/** The matcher, typed: vitest's own is `any`. */
function containing(part: string): unknown {
  return expect.stringContaining(part);
}

async function* octets(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

/** How often an Exec went out to the handset. */
async function execs(devId: string): Promise<number> {
  const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 500 }));
  return entries.filter((entry) => entry.direction === 'out' && /\bExec\b/.test(entry.summary)).length;
}

describe('a run step by step', () => {
  it('shows the commands of a step before it sends them, and proof, changes and time afterwards', async () => {
    const devId = await admitted(bench);
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await start(bench, devId, 'push-inactive-activate', { digest });
    expect(run.state).toBe('ready');
    expect(await execs(devId)).toBe(0);
    await step(bench, run.id);
    const atDescribe = await step(bench, run.id);
    const describing = atDescribe.steps[atDescribe.current];
    expect(describing?.action.kind).toBe('describe-download');
    expect(describing?.commands.map((command) => command.cmd)).toContain('Add');
    expect(describing?.commands.find((command) => command.uri.endsWith('/PkgURL'))?.value).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/p\/[\w-]{43}\//,
    );
    expect(describing?.sent).toBe(false);
    const atInstall = await step(bench, run.id);
    const described = atInstall.steps[atDescribe.current];
    expect(described).toMatchObject({ state: 'done', sent: true });
    expect(described?.commands.every((command) => command.status?.code === 200)).toBe(true);
    expect(described?.changes.some((change) => change.before === undefined && change.uri.endsWith('/PkgID'))).toBe(
      true,
    );
    const install = atInstall.steps[atInstall.current];
    expect(install?.commands).toMatchObject([{ cmd: 'Exec', correlator: containing(run.id) }]);
    const installed = await step(bench, run.id);
    expect(installed.steps[atInstall.current]).toMatchObject({
      state: 'done',
      proof: containing('Inactive'),
      commands: [{ status: { code: 202 }, result: { code: 1200 } }],
    });
    expect((await inventory(bench, devId)).deployed).toMatchObject([{ id: 'com.acme.notes', active: false }]);
    must(await bench.workbench.call('runs.runAll', { runId: run.id }));
    await inState(bench, run.id, ['done']);
    expect((await inventory(bench, devId)).deployed).toMatchObject([{ id: 'com.acme.notes', active: true }]);
  });

  it('holds the session between steps and ends it when nobody goes on', async () => {
    const devId = await admitted(bench);
    must(await bench.workbench.call('app.changeSettings', { holdSeconds: 1 }));
    const run = await start(bench, devId, 'read-inventory');
    const read = await step(bench, run.id);
    const get = { cmd: 'Get', uri: './SCM?list=StructData', status: { code: 200 } };
    expect(read.steps[0]?.commands).toMatchObject([get]);
    const state = async (): Promise<string | undefined> =>
      must(await bench.workbench.call('handsets.list', {})).find((one) => one.devId === devId)?.state;
    expect(await state()).toBe('in-session');
    await until(async () => (await state()) === 'ready', 'the session to end');
    must(await bench.workbench.call('app.changeSettings', { holdSeconds: 20 }));
  });

  it('does every runbook with a handset that answers synchronously', async () => {
    const devId = await admitted(bench, { results: 'sync' });
    const [old, newer, suite] = await Promise.all(
      ['acme-notes-2.0', 'acme-notes-2.1', 'acme-radio-suite-5.0'].map((id) => samplePackage(bench, id)),
    );
    await complete(bench, devId, 'deliver-package', { digest: old?.digest ?? '' });
    expect((await inventory(bench, devId)).delivered).toMatchObject([{ pkgId: 'acme-notes-2.0', state: { code: 10 } }]);
    await complete(bench, devId, 'install-delivered', { pkgId: 'acme-notes-2.0', inactive: true });
    await complete(bench, devId, 'activate', { componentId: 'com.acme.notes' });
    await complete(bench, devId, 'deactivate', { componentId: 'com.acme.notes' });
    await complete(bench, devId, 'update-component', { componentId: 'com.acme.notes', digest: newer?.digest ?? '' });
    expect((await inventory(bench, devId)).deployed).toMatchObject([
      { id: 'com.acme.notes', version: '2.1', active: true },
    ]);
    expect((await inventory(bench, devId)).delivered.map((one) => one.pkgId)).toEqual(['acme-notes-2.1']);
    await complete(bench, devId, 'push-install', { digest: suite?.digest ?? '' });
    expect((await inventory(bench, devId)).deployed).toHaveLength(4);
    await complete(bench, devId, 'remove-component', { componentId: 'com.acme.notes' });
    await complete(bench, devId, 'remove-delivered', { pkgId: 'acme-notes-2.1' });
    expect((await inventory(bench, devId)).delivered.map((one) => one.pkgId)).toEqual(['acme-radio-suite-5.0']);
  }, 40_000);

  it('does the life of a component with a handset that speaks WBXML, and shows its messages', async () => {
    const devId = await admitted(bench, { encoding: 'wbxml' });
    const [old, newer] = await Promise.all(['acme-notes-2.0', 'acme-notes-2.1'].map((id) => samplePackage(bench, id)));
    const component = { componentId: 'com.acme.notes' };
    await complete(bench, devId, 'push-install', { digest: old?.digest ?? '' });
    await complete(bench, devId, 'deactivate', component);
    await complete(bench, devId, 'activate', component);
    await complete(bench, devId, 'update-component', { ...component, digest: newer?.digest ?? '' });
    expect((await inventory(bench, devId)).deployed).toMatchObject([
      { id: 'com.acme.notes', version: '2.1', active: true },
    ]);
    await complete(bench, devId, 'remove-component', component);
    expect((await inventory(bench, devId)).deployed).toEqual([]);
    const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 500 }));
    const messages = entries.filter((entry) => entry.kind === 'message');
    for (const direction of ['in', 'out']) {
      const id = messages.find((entry) => entry.direction === direction)?.id ?? 0;
      const { contentType, text } = must(await bench.workbench.call('trace.get', { id }));
      expect(contentType).toBe('application/vnd.syncml.dm+wbxml');
      expect(text).toMatch(/^<!-- WBXML 1\.2, .+ -->\n<SyncML>\n {2}<SyncHdr>\n/);
    }
  }, 40_000);

  it('reads the tree of a handset that refuses ?list, and remembers how', async () => {
    const devId = await admitted(bench, { refuseList: true });
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    await complete(bench, devId, 'push-install', { digest });
    const handset = must(await bench.workbench.call('handsets.list', {})).find((one) => one.devId === devId);
    expect(handset?.readMethod).toBe('child-lists');
    expect((await inventory(bench, devId)).deployed).toMatchObject([{ id: 'com.acme.notes', active: true }]);
  });
});

describe('a run that a person leads', () => {
  it('pauses a run-all after the step that runs, and goes on', async () => {
    const devId = await admitted(bench);
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await start(bench, devId, 'push-install', { digest });
    must(await bench.workbench.call('runs.runAll', { runId: run.id }));
    await inState(bench, run.id, ['waiting']);
    must(await bench.workbench.call('runs.pause', { runId: run.id }));
    const paused = await inState(bench, run.id, ['paused', 'ready']);
    expect(paused.steps.filter((one) => one.state === 'pending').length).toBeGreaterThan(0);
    must(await bench.workbench.call('runs.runAll', { runId: run.id }));
    await inState(bench, run.id, ['done']);
  });

  it('skips a step with a reason that stays in the run', async () => {
    const devId = await admitted(bench);
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await start(bench, devId, 'push-install', { digest });
    const skipped = must(await bench.workbench.call('runs.skip', { runId: run.id, reason: 'checked by hand' }));
    expect(skipped.steps[0]).toMatchObject({ state: 'skipped', skipReason: 'checked by hand' });
    expect(skipped.current).toBe(1);
    must(await bench.workbench.call('runs.abort', { runId: run.id, reason: 'only a test', undo: false }));
    expect((await runOf(bench, run.id)).state).toBe('aborted');
  });

  it('takes back what was done when it is aborted with undo', async () => {
    const devId = await admitted(bench);
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await start(bench, devId, 'push-inactive-activate', { digest });
    for (let count = 0; count < 4; count += 1) await step(bench, run.id);
    expect((await inventory(bench, devId)).deployed).toHaveLength(1);
    must(await bench.workbench.call('runs.abort', { runId: run.id, reason: 'wrong package', undo: true }));
    const aborted = await inState(bench, run.id, ['aborted', 'failed']);
    expect(
      aborted.steps.filter((one) => one.undoes !== undefined).map((one) => [one.title, one.state, one.error?.message]),
    ).toEqual(aborted.steps.filter((one) => one.undoes !== undefined).map((one) => [one.title, 'done', undefined]));
    const after = await inventory(bench, devId);
    expect([after.deployed, after.delivered, after.downloads]).toEqual([[], [], []]);
  });

  it('gives up a step that waits for a handset which is switched off', async () => {
    const devId = await admitted(bench);
    must(await bench.workbench.call('handsets.stopVirtual', { devId }));
    const run = await start(bench, devId, 'read-inventory');
    must(await bench.workbench.call('runs.runStep', { runId: run.id }));
    const waiting = await inState(bench, run.id, ['waiting']);
    expect(waiting.steps[0]?.waiting).toMatchObject({ kind: 'handset' });
    must(await bench.workbench.call('runs.abort', { runId: run.id, reason: 'it is broken', undo: false }));
    await inState(bench, run.id, ['aborted']);
  });

  it('refuses a second run while one is unfinished, and says which', async () => {
    const devId = await admitted(bench);
    await start(bench, devId, 'read-inventory');
    const second = await bench.workbench.call('runs.start', { devId, runbook: 'read-inventory', params: {} });
    expect(second).toMatchObject({
      ok: false,
      error: { code: 'run-unfinished', message: containing('Read the inventory') },
    });
  });

  it('fails a step whose operation is not possible now, with the reason, and sends nothing', async () => {
    const devId = await admitted(bench);
    const run = await start(bench, devId, 'activate', { componentId: 'com.acme.nothing' });
    must(await bench.workbench.call('runs.runAll', { runId: run.id }));
    const failed = await inState(bench, run.id, ['failed']);
    expect(failed.steps[failed.current]?.error).toMatchObject({
      code: 'not-there',
      message: containing('com.acme.nothing'),
    });
    expect(await execs(devId)).toBe(0);
  });

  it('reports what the handset said when a package is not what it promises', async () => {
    const devId = await admitted(bench);
    const handle = must(
      await bench.workbench.handOver({
        fileName: 'broken-1.0.zip',
        bytes: octets('this is no zip'),
      }),
    );
    const broken = must(await bench.workbench.call('packages.add', { handle }));
    const run = await start(bench, devId, 'push-install', { digest: broken.digest });
    must(await bench.workbench.call('runs.runAll', { runId: run.id }));
    const failed = await inState(bench, run.id, ['failed']);
    const error = failed.steps[failed.current]?.error;
    expect(error).toMatchObject({ code: 'operation-failed', message: containing('1407') });
    expect(error?.next.length).toBeGreaterThan(10);
    must(await bench.workbench.call('runs.abort', { runId: run.id, reason: 'as expected', undo: true }));
    await inState(bench, run.id, ['aborted']);
    expect((await inventory(bench, devId)).downloads).toEqual([]);
  });
});

describe('asking the person who holds the handset', () => {
  it('goes on after a yes, and shows question and answer', async () => {
    const devId = await admitted(bench);
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await complete(bench, devId, 'push-install', { digest, askUser: true });
    const step = run.steps.find((one) => one.commands.some((command) => command.cmd === 'Alert'));
    expect(step?.commands).toMatchObject([
      { cmd: 'Alert', value: 'Push and install Notes 2.0?', status: { code: 200 } },
      { cmd: 'Exec', status: { code: 202 }, result: { code: 1200 } },
    ]);
    expect((await inventory(bench, devId)).deployed).toHaveLength(1);
  });

  it('asks in own words, and tells at the end what was done', async () => {
    const devId = await admitted(bench);
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const person = { askUser: true, askText: ' May we? ', askSeconds: 30, tellUser: true };
    const run = await complete(bench, devId, 'push-install', { digest, ...person });
    const alerts = run.steps.flatMap(({ commands }) => commands.filter(({ cmd }) => cmd === 'Alert'));
    expect(alerts).toMatchObject([
      { value: 'May we?', status: { code: 200 } },
      { value: 'Notes 2.0 is installed.', asks: false, status: { code: 200 } },
    ]);
    expect(run.steps.at(-1)).toMatchObject({ state: 'done', proof: 'The handset has taken the text' });
    const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 500 }));
    const texts = await Promise.all(
      entries
        .filter(({ direction, summary }) => direction === 'out' && summary.includes('Alert'))
        .map(async ({ id }) => must(await bench.workbench.call('trace.get', { id })).text),
    );
    expect(texts.join('')).toContain('MAXDT=30&amp;DR=0');
    expect(texts.join('')).toContain('<Data>1100</Data>');
  });

  it.each([
    ['says no', 'reject', 'user-refused', 304],
    ['cancels', 'cancel', 'user-silent', 214],
    ['says nothing, which counts as no', 'ignore', 'user-refused', 304],
  ] as const)('sends no operation when the person %s', async (_what, confirm, code, status) => {
    const devId = await admitted(bench, { confirm });
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await start(bench, devId, 'push-install', { digest, askUser: true });
    must(await bench.workbench.call('runs.runAll', { runId: run.id }));
    const failed = await inState(bench, run.id, ['failed']);
    const step = failed.steps[failed.current];
    expect(step?.error?.code).toBe(code);
    expect(step?.commands).toMatchObject([{ cmd: 'Alert', status: { code: status } }]);
    expect(step?.commands).toHaveLength(1);
    expect(await execs(devId)).toBe(0);
    expect((await inventory(bench, devId)).deployed).toEqual([]);
  });
});
