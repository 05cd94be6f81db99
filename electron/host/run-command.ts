/** Commands that run a runbook on a handset: start, show each step with its proof, and end with what came of it. */
import type { Command } from 'commander';
import { ok, type Failure, type Result } from '../../shared/result.ts';
import type { Run, RunParams, Step } from '../../shared/runbook/run.ts';
import { addCommonOptions, type CommonOptions, readCount, type Reached, withWorkbench } from './command.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { giveUp, leadRun, type LeadOptions, type RunRequest } from './lead-run.ts';
import { runSummary, type RunProgress, showRun } from './run-progress.ts';
import { formatDuration } from './table.ts';
import type { World } from './world.ts';

export interface RunOptions extends CommonOptions {
  /** Seconds. */
  readonly timeLimit?: number;
  readonly undo?: true;
  readonly keepRun?: true;
  readonly askUser?: true;
  readonly askText?: string;
  /** Seconds. */
  readonly askTime?: number;
  readonly tellUser?: true;
}

/** A workbench that is reached for a run. */
export interface RunReached extends Reached {
  /** What the person who holds the handset is asked before the first operation, and told after the last. */
  readonly person: RunParams;
}

/** What to run, once the workbench is reached. */
export interface PlannedCommand {
  readonly run: Run;
  /** The reason to leave a step out, or undefined to run it. */
  readonly leaveOut?: (step: Step) => string | undefined;
}

/** Adds the common options and those of a run. */
export function addRunOptions(command: Command): Command {
  return addCommonOptions(command)
    .option('--ask-user', 'ask the person who holds the handset first; only a yes goes on')
    .option('--ask-text <text>', 'the question in your own words; asks, like --ask-user')
    .option('--ask-time <seconds>', 'how long the handset waits for an answer (default: 120)', readCount)
    .option('--tell-user', 'show the person who holds the handset what was done')
    .option('--time-limit <seconds>', 'give the whole run up after this time', readCount)
    .option('--undo', 'when a step fails, take back what was done')
    .option('--keep-run', 'when a step fails, leave the run as it stands (see `scomo runs`)');
}

/** Reaches a workbench, plans with `plan`, leads the run and ends with its exit code. */
export function runOnHandset(
  world: World,
  options: RunOptions,
  plan: (reached: RunReached) => Promise<Result<PlannedCommand>>,
): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async (reached) => {
    const planned = await plan({ ...reached, person: personOf(options) });
    if (!planned.ok) return reached.report.failure(planned.error);
    return leadToEnd(world, reached, options, planned.value);
  });
}

/** Only what differs from a run that asks nobody. */
function personOf({ askUser, askText, askTime, tellUser }: RunOptions): RunParams {
  const asks = askUser === true || askText !== undefined;
  return {
    ...(asks ? { askUser: true } : {}),
    ...(askText === undefined ? {} : { askText }),
    ...(asks && askTime !== undefined ? { askSeconds: askTime } : {}),
    ...(tellUser === true ? { tellUser } : {}),
  };
}

/** Plans a run of the contract. */
export async function planRun(
  { client, person }: RunReached,
  { devId, runbook, params }: RunRequest,
  leaveOut?: PlannedCommand['leaveOut'],
): Promise<Result<PlannedCommand>> {
  const started = await client.call('runs.start', {
    devId,
    runbook,
    params: { ...params, ...person },
  });
  if (!started.ok) return started;
  return ok({ run: started.value, ...(leaveOut === undefined ? {} : { leaveOut }) });
}

async function leadToEnd(
  world: World,
  reached: Reached,
  options: RunOptions,
  planned: PlannedCommand,
): Promise<ExitCode> {
  const { client, report } = reached;
  const startedAt = world.now();
  const progress = showRun(world, { json: report.json });
  report.note(planned.run.title);
  const lead: LeadOptions = {
    ending: world.ending,
    ...(options.timeLimit === undefined ? {} : { timeLimit: options.timeLimit * 1000 }),
    ...(planned.leaveOut === undefined ? {} : { leaveOut: planned.leaveOut }),
    onRun: (run) => progress.show(run),
    onDelivery: (delivery) => progress.delivery(delivery),
  };
  const led = await leadRun(client, planned.run, lead);
  progress.end();
  if (!led.ok) {
    if (led.error.code === 'time-limit') await endRun(reached, planned.run, progress, world, false);
    return report.failure(led.error);
  }
  const error = failureOf(led.value);
  const run =
    led.value.state === 'failed' && options.keepRun !== true
      ? await endRun(reached, led.value, progress, world, options.undo === true)
      : led.value;
  const { length } = run.steps.filter(({ state }) => state === 'done');
  const took = formatDuration(world.now() - startedAt);
  report.result(
    { ...runSummary(run), ...(error === undefined ? {} : { error }) },
    `${run.title}: ${error === undefined ? run.state : 'failed'}, ${length} of ${run.steps.length} steps done in ${took}`,
  );
  if (run.state === 'paused') report.note(`Somebody paused it. Go on with \`scomo runs resume ${run.id}\`.`);
  if (error !== undefined) return exitCodeOf(error);
  return run.state === 'done' ? 0 : run.state === 'paused' ? 130 : 1;
}

/** A run that nobody will go on with must not keep the next one from starting. */
async function endRun({ client }: Reached, run: Run, progress: RunProgress, world: World, undo: boolean): Promise<Run> {
  const reason = 'The command line ended it after a failed step.';
  const given = await giveUp(client, run, reason, undo, {
    ending: world.ending,
    onRun: (next) => undo && progress.show(next),
  });
  progress.end();
  return given.ok ? given.value : run;
}

function failureOf(run: Run): Failure | undefined {
  return run.state === 'failed' ? run.steps[run.current]?.error : undefined;
}
