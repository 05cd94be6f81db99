import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { fail, ok, type Failure, type Result } from '../../../shared/result.ts';
import { orEnd, type Cli } from '../command.ts';
import { DEMO_LINKS, type DemoLink, startDemoHandset } from '../demo-handset.ts';
import { demoJobs, executedOperations, operationsOver, samplesOf } from '../demo-jobs.ts';
import type { ExitCode } from '../exit-codes.ts';
import { giveUp, startAndLead } from '../lead-run.ts';
import { failureText, makeReport } from '../report.ts';
import { showRun, stepSummary } from '../run-progress.ts';
import { formatDuration } from '../table.ts';
import { ownWorkbench, type WorkbenchClient } from '../workbench-client.ts';
import type { World } from '../world.ts';

interface DemoOptions {
  readonly json?: true;
  readonly keep?: true;
  readonly link: DemoLink;
}

/** What the demo has to show in the end. */
interface Tally {
  readonly steps: Readonly<Record<string, unknown>>[];
  readonly operations: Set<string>;
  passed: number;
  failed: number;
}

/** How long one run may take, milliseconds: seconds, a minute on a machine in software; one that hangs must not. */
const RUN_LIMIT = 180_000;

/** `scomo demo`: the whole main job against a fresh virtual handset, every operation at least once. */
export function addDemo(program: Command, { world, action }: Cli): void {
  program
    .command('demo')
    .description('run the whole main job against a fresh virtual handset, each step with its proof')
    .option('--json', 'print one JSON document for programs')
    .option('--keep', 'keep the data folder and say where it is')
    .addOption(
      new Option(
        '--link <link>',
        'how the handset is reached: http, serial over two ptys, or the virtual USB bus of Linux',
      )
        .choices(DEMO_LINKS)
        .default('http'),
    )
    .action(action((options: DemoOptions) => demo(world, options)));
}

async function demo(world: World, options: DemoOptions): Promise<ExitCode> {
  const report = makeReport(world, options.json === true);
  const startedAt = world.now();
  const folder = await mkdtemp(join(tmpdir(), 'scomo-demo-'));
  const tally: Tally = { steps: [], operations: new Set(), passed: 0, failed: 0 };
  try {
    const failure = await walk(world, folder, tally, report.json, options.link);
    if (failure?.code === 'ended') return report.failure(failure);
  } finally {
    if (options.keep !== true) await rm(folder, { recursive: true, force: true });
  }
  if (options.keep === true) report.note(`The data folder is ${folder}`);
  const { steps, operations, passed, failed } = tally;
  report.note(`The whole demo took ${formatDuration(world.now() - startedAt)}.`);
  report.result({ passed, failed, operations: [...operations], steps }, `${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Every step until the first that fails; answers that failure. */
async function walk(
  world: World,
  folder: string,
  tally: Tally,
  json: boolean,
  link: DemoLink,
): Promise<Failure | undefined> {
  const opened = await step(world, tally, json, 'Open a workbench on a fresh data folder', async () => {
    const workbench = await world.openWorkbench({
      dataFolder: folder,
      dmPort: 0,
      host: 'in-process',
      handsetProgram: world.handsetProgram,
      samples: true,
    });
    return workbench.ok
      ? ok({ value: ownWorkbench(workbench.value), proof: `handsets call ${workbench.value.listener.url}` })
      : workbench;
  });
  if (!opened.ok) return opened.error;
  const client = opened.value;
  try {
    const handset = await step(world, tally, json, 'Start a virtual handset', async () => {
      const started = await orEnd(world, client, startDemoHandset(world, client, link, folder));
      return started.ok ? ok({ value: started.value, proof: started.value.proof }) : started;
    });
    if (!handset.ok) return handset.error;
    try {
      return await walkHandset(world, client, tally, json, link, handset.value.devId);
    } finally {
      await handset.value.stop();
    }
  } finally {
    await client.close();
  }
}

async function walkHandset(
  world: World,
  client: WorkbenchClient,
  tally: Tally,
  json: boolean,
  link: DemoLink,
  devId: string,
): Promise<Failure | undefined> {
  const admitted = await step(world, tally, json, `Admit ${devId}`, () => admit(client, devId));
  if (!admitted.ok) return admitted.error;

  const samples = samplesOf(await client.call('packages.list', {}));
  if (!samples.ok) return tellFailure(world, tally, json, 'Find the sample packages', samples.error);

  for (const { runbook, params } of demoJobs(samples.value)) {
    const failure = await leadJob(world, client, tally, json, { devId, runbook, params });
    if (failure !== undefined) return failure;
  }
  const covered = await step(
    world,
    tally,
    json,
    link === 'http'
      ? 'Check that every operation of the three subtrees was executed'
      : 'Check that every operation but those of Download was executed',
    async () => proveCoverage(operationsOver(link), tally.operations),
  );
  return covered.ok ? undefined : covered.error;
}

async function leadJob(
  world: World,
  client: WorkbenchClient,
  tally: Tally,
  json: boolean,
  request: Parameters<typeof startAndLead>[1],
): Promise<Failure | undefined> {
  const progress = showRun(world, { json });
  const options = { ending: world.ending, timeLimit: RUN_LIMIT, onRun: progress.show, onDelivery: progress.delivery };
  let title = '';
  const led = await startAndLead(client, request, {
    ...options,
    onRun(run) {
      if (title === '' && !json) world.stdout.write(`\n${run.title}\n`);
      title = run.title;
      progress.show(run);
    },
  });
  progress.end();
  if (!led.ok) return tellFailure(world, tally, json, title === '' ? request.runbook : title, led.error);
  const run = led.value;
  for (const one of run.steps) {
    if (one.state === 'done') tally.passed += 1;
    else if (one.state === 'failed') tally.failed += 1;
    else continue;
    tally.steps.push({ run: run.title, ...stepSummary(one) });
  }
  for (const operation of executedOperations(run)) tally.operations.add(operation);
  if (run.state === 'done') return undefined;
  await giveUp(client, run, 'The demo ends with the first failure.', false, { ...options, onRun: () => undefined });
  const error = run.steps[run.current]?.error;
  return (
    error ??
    tellFailure(world, tally, json, run.title, fail('not-done', `The run is ${run.state}.`, 'Look at the trace.').error)
  );
}

async function admit(client: WorkbenchClient, devId: string): Promise<Result<{ value: null; proof: string }>> {
  const account = await client.call('handsets.admit', { devId });
  if (!account.ok) return account;
  return ok({
    value: null,
    proof: `user ${account.value.user}, server ${account.value.serverId}, ${account.value.auth}`,
  });
}

function proveCoverage(
  wanted: readonly string[],
  executed: ReadonlySet<string>,
): Result<{ value: null; proof: string }> {
  const missing = wanted.filter((operation) => !executed.has(operation));
  return missing.length === 0
    ? ok({ value: null, proof: `${wanted.length} of ${wanted.length}: ${wanted.join(', ')}` })
    : fail('not-covered', `Not executed: ${missing.join(', ')}.`, 'See which step should have done it.');
}

/** One step of our own: works, then tells how it went with its proof and its time. */
async function step<T>(
  world: World,
  tally: Tally,
  json: boolean,
  title: string,
  work: () => Promise<Result<{ readonly value: T; readonly proof: string }>>,
): Promise<Result<T>> {
  const startedAt = world.now();
  const result = await work();
  if (!result.ok) {
    tellFailure(world, tally, json, title, result.error);
    return result;
  }
  const ms = world.now() - startedAt;
  const { value, proof } = result.value;
  tally.passed += 1;
  tally.steps.push({ title, state: 'done', proof, ms });
  if (json) world.stderr.write(`${JSON.stringify({ step: tally.steps.at(-1) })}\n`);
  else world.stdout.write(`✓ ${title} — ${proof} (${formatDuration(ms)})\n`);
  return ok(value);
}

function tellFailure(world: World, tally: Tally, json: boolean, title: string, error: Failure): Failure {
  if (error.code === 'ended') return error;
  tally.failed += 1;
  tally.steps.push({ title, state: 'failed', error });
  if (json) world.stderr.write(`${JSON.stringify({ step: tally.steps.at(-1) })}\n`);
  else world.stdout.write(`✗ ${title} — ${failureText(error)}\n`);
  return error;
}
