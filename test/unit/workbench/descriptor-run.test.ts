import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForResult } from '../../../electron/workbench/runs/result-waiting.ts';
import type { StepContext } from '../../../electron/workbench/runs/step-context.ts';
import { parseInstallNotify } from '../../../shared/scomo/install-notify.ts';
import {
  admitted,
  complete,
  inState,
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

async function deliveries(devId: string) {
  const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 500 }));
  return entries.filter(({ kind }) => kind === 'delivery').toReversed();
}

describe('a package that is led to by a descriptor', () => {
  it('is pushed as any other, with the report of the download agent in trace and run', async () => {
    const devId = await admitted(bench);
    const { digest } = await samplePackage(bench, 'acme-notes-2.1');
    const run = await complete(bench, devId, 'push-install', { digest, delivery: 'descriptor' });
    expect((await deliveries(devId)).map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/^GET descriptor: HTTP 200/),
      expect.stringMatching(/^GET package: HTTP 200/),
      'Install notify: 900 Success',
    ]);
    expect(run.steps.find(({ notify }) => notify !== undefined)?.notify).toMatchObject({ code: 900, name: 'Success' });
  });

  it('a report that comes while nothing waits for it is in the trace all the same', async () => {
    const devId = await admitted(bench);
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await start(bench, devId, 'push-install', { digest, delivery: 'descriptor' });
    for (let at = 0; at < 3; at += 1) {
      const now = await runOf(bench, run.id);
      if (now.steps[now.current]?.action.kind === 'execute') break;
      await step(bench, run.id);
    }
    const { rows } = must(await bench.workbench.call('tree.snapshot', { devId }));
    const url = rows.find(([uri]) => uri.endsWith('/PkgURL'))?.[2] ?? '';
    expect(url).toMatch(/\/p\/[\w-]{43}\/dota\/package\.dd$/);
    const answer = await fetch(url.replace('package.dd', 'notify'), {
      method: 'POST',
      body: '901 Insufficient memory',
    });
    expect(answer.status).toBe(200);
    await until(async () => (await deliveries(devId)).length > 0, 'the report in the trace');
    expect((await deliveries(devId)).at(-1)).toMatchObject({
      summary: 'Install notify: 901 Insufficient memory, no step waits for it',
      direction: 'in',
      statuses: [{ code: 901, word: 'The handset has no room for the package' }],
    });
    must(await bench.workbench.call('runs.abort', { runId: run.id, reason: 'enough', undo: false }));
    await inState(bench, run.id, ['aborted']);
  });
});

/** A step whose Exec was answered 202, at a clock that runs 5 s per look. */
function waiting(body: string): StepContext {
  let now = 1_000_000;
  const at = now;
  const notify = parseInstallNotify(body);
  return {
    ports: {
      now: () => (now += 5_000),
      desk: { inSession: () => Promise.resolve({ ok: false }) },
      isTethered: () => false,
      mirrors: { inventory: () => undefined },
    },
    signal: new AbortController().signal,
    until: now + 90_000,
    run: () => ({ devId: 'IMEI:1', facts: {} }),
    step: () => ({
      id: 's1',
      action: { kind: 'execute' },
      commands: [{ cmd: 'Exec', uri: './x' }],
      ...(notify === undefined ? {} : { notify: { ...notify, at } }),
    }),
    journal: () => undefined,
  } as unknown as StepContext;
}

describe('a step that waits for a result', () => {
  it('fails with what the download agent reported when the report of the operation does not come', async () => {
    const result = await waitForResult(waiting('901 Insufficient memory'), () => false);
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'download-failed',
        message: expect.stringContaining('901 Insufficient memory') as string,
        detail: 'install-notify 901, stands for 1404',
        retryable: true,
      },
    });
  });

  it('goes on waiting after a download that went well', async () => {
    const result = await waitForResult(waiting('900 Success'), () => false);
    expect(result).toMatchObject({ ok: false, error: { code: 'no-result' } });
  });
});
