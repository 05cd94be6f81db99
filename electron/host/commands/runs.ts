import type { Command } from 'commander';
import { ok } from '../../../shared/result.ts';
import type { Run } from '../../../shared/runbook/run.ts';
import { addCommonOptions, type Cli, type CommonOptions, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { giveUp } from '../lead-run.ts';
import { addRunOptions, type RunOptions, runOnHandset } from '../run-command.ts';
import { runSummary, showRun } from '../run-progress.ts';
import { formatAgo, formatTable } from '../table.ts';
import type { World } from '../world.ts';

interface AbortOptions extends CommonOptions {
  readonly undo?: true;
  readonly reason: string;
}

/** `scomo runs`: what runs there are; going on with one, and giving one up. */
export function addRuns(program: Command, { world, action }: Cli): void {
  const runs = program.command('runs').description('list runs, go on with one, or give one up');

  addCommonOptions(runs.command('list', { isDefault: true }))
    .description('list the runs, newest first')
    .argument('[DevId]')
    .action(action((devId: string | undefined, options: CommonOptions) => listRuns(world, devId, options)));

  addRunOptions(runs.command('resume'))
    .description('go on with a run; a failed step is tried again')
    .argument('<RunID>')
    .action(
      action((runId: string, options: RunOptions) =>
        runOnHandset(world, options, async ({ client }) => {
          const found = await client.call('runs.get', { runId });
          return found.ok ? ok({ run: found.value }) : found;
        }),
      ),
    );

  addCommonOptions(runs.command('abort'))
    .description('give a run up')
    .argument('<RunID>')
    .option('--undo', 'take back what was done')
    .option('--reason <text>', 'why', 'Given up on the command line.')
    .action(action((runId: string, options: AbortOptions) => abortRun(world, runId, options)));
}

function listRuns(world: World, devId: string | undefined, options: CommonOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: false }, async ({ client, report }) => {
    const runs = await client.call('runs.list', devId === undefined ? {} : { devId });
    if (!runs.ok) return report.failure(runs.error);
    report.result(
      runs.value.map(runSummary),
      runs.value.length === 0 ? 'No runs yet.' : table(runs.value, world.now()),
    );
    return 0;
  });
}

function abortRun(world: World, runId: string, options: AbortOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    const found = await client.call('runs.get', { runId });
    if (!found.ok) return report.failure(found.error);
    const progress = showRun(world, { json: report.json });
    const given = await giveUp(client, found.value, options.reason, options.undo === true, {
      ending: world.ending,
      onRun: (run) => options.undo === true && progress.show(run),
    });
    progress.end();
    if (!given.ok) return report.failure(given.error);
    report.result(runSummary(given.value), `${given.value.title}: ${given.value.state}`);
    return given.value.state === 'aborted' ? 0 : 1;
  });
}

function table(runs: readonly Run[], now: number): string {
  return formatTable<Run>(
    [
      { title: 'RunID', value: ({ id }) => id },
      { title: 'DevId', value: ({ devId }) => devId },
      { title: 'Run', value: ({ title }) => title },
      { title: 'State', value: ({ state }) => state },
      { title: 'Step', value: ({ current, steps }) => `${Math.min(current + 1, steps.length)} of ${steps.length}` },
      { title: 'Started', value: ({ createdAt }) => formatAgo(createdAt, now) },
    ],
    runs,
  );
}
