import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { fail, ok, type Failure, type Result } from '../../../shared/result.ts';
import { orEnd, type Cli } from '../command.ts';
import { demoJobs, everyOperation, executedOperations, samplesOf } from '../demo-jobs.ts';
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
}

/** What the demo has to show in the end. */
interface Tally {
  readonly steps: Readonly<Record<string, unknown>>[];
  readonly operations: Set<string>;
  passed: number;
  failed: number;
}

/** How long one run may take, milliseconds. The whole demo takes seconds; a virtual handset that hangs must not. */
const RUN_LIMIT = 60_000;

/** How long the virtual handset may take to call for the first time, milliseconds. */
const CALL_LIMIT = 15_000;

/** `scomo demo`: the whole main job against a fresh virtual handset, every operation at least once. */
export function addDemo(program: Command, { world, action }: Cli): void {
  program
    .command('demo')
    .description('run the whole main job against a fresh virtual handset, each step with its proof')
    .option('--json', 'print one JSON document for programs')
    .option('--keep', 'keep the data folder and say where it is')
    .action(action((options: DemoOptions) => demo(world, options)));
}

async function demo(world: World, options: DemoOptions): Promise<ExitCode> {
  const report = makeReport(world, options.json === true);
  const startedAt = world.now();
  const folder = await mkdtemp(join(tmpdir(), 'scomo-demo-'));
  const tally: Tally = { steps: [], operations: new Set(), passed: 0, failed: 0 };
  try {
    const failure = await walk(world, folder, tally, report.json);
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
async function walk(world: World, folder: string, tally: Tally, json: boolean): Promise<Failure | undefined> {
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
    return await walkHandset(world, client, tally, json);
  } finally {
    await client.close();
  }
}

async function walkHandset(
  world: World,
  client: WorkbenchClient,
  tally: Tally,
  json: boolean,
): Promise<Failure | undefined> {
  const handset = await step(world, tally, json, 'Start a virtual handset', () =>
    orEnd(world, client, startHandset(client)),
  );
  if (!handset.ok) return handset.error;
  const devId = handset.value;

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
    'Check that every operation of the three subtrees was executed',
    async () => proveCoverage(tally.operations),
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

/** Adds a virtual handset and waits until it has called. */
async function startHandset(client: WorkbenchClient): Promise<Result<{ value: string; proof: string }>> {
  const added = await client.call('handsets.addVirtual', {});
  if (!added.ok) return added;
  const { devId } = added.value;
  for (const until = Date.now() + CALL_LIMIT; Date.now() < until; await pause(50)) {
    const handsets = await client.call('handsets.list', {});
    if (!handsets.ok) return handsets;
    const found = handsets.value.find((one) => one.devId === devId);
    if (found?.lastSeen !== undefined)
      return ok({
        value: devId,
        proof: `${devId} called over ${found.link} from ${found.address ?? 'this machine'}, state ${found.state}`,
      });
  }
  return fail(
    'handset-not-there',
    'The virtual handset has not called.',
    'Look at the trace: `scomo demo --keep`, then `scomo trace --data <dir>`.',
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

function proveCoverage(executed: ReadonlySet<string>): Result<{ value: null; proof: string }> {
  const missing = everyOperation.filter((operation) => !executed.has(operation));
  return missing.length === 0
    ? ok({ value: null, proof: `${everyOperation.length} of ${everyOperation.length}: ${everyOperation.join(', ')}` })
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

function pause(ms: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, ms));
}
