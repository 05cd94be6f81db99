import type { Command } from 'commander';
import type { Cli } from '../command.ts';
import { addRunOptions, planRun, type RunOptions, runOnHandset } from '../run-command.ts';

/** `scomo deactivate`: make a component inactive; it stays installed. */
export function addDeactivate(program: Command, { world, action }: Cli): void {
  addRunOptions(program.command('deactivate'))
    .description('make a component inactive; it stays installed')
    .argument('<DevId>')
    .argument('<ComponentID>')
    .action(
      action((devId: string, componentId: string, options: RunOptions) =>
        runOnHandset(world, options, (reached) =>
          planRun(reached, { devId, runbook: 'deactivate', params: { componentId } }),
        ),
      ),
    );
}
