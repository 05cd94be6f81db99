import type { Command } from 'commander';
import type { Cli } from '../command.ts';
import { addRunOptions, planRun, type RunOptions, runOnHandset } from '../run-command.ts';

/** `scomo activate`: make a component active. */
export function addActivate(program: Command, { world, action }: Cli): void {
  addRunOptions(program.command('activate'))
    .description('make a component active')
    .argument('<DevId>')
    .argument('<ComponentID>')
    .action(
      action((devId: string, componentId: string, options: RunOptions) =>
        runOnHandset(world, options, (reached) =>
          planRun(reached, { devId, runbook: 'activate', params: { componentId } }),
        ),
      ),
    );
}
