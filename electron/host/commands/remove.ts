import { Argument, type Command, Option } from 'commander';
import { fail } from '../../../shared/result.ts';
import type { Cli } from '../command.ts';
import { addRunOptions, planRun, type RunOptions, runOnHandset } from '../run-command.ts';

interface RemoveOptions extends RunOptions {
  readonly deactivateFirst?: true;
  readonly package?: string;
}

/** `scomo remove`: removes a component, or a delivered package. */
export function addRemove(program: Command, { world, action }: Cli): void {
  addRunOptions(program.command('remove'))
    .description('remove a component, or with --package a delivered package')
    .argument('<DevId>')
    .addArgument(new Argument('[ComponentID]'))
    .addOption(new Option('--package <PkgID>', 'remove this delivered package instead of a component'))
    .option('--deactivate-first', 'deactivate the component before; some handsets remove only what is inactive')
    .action(
      action((devId: string, componentId: string | undefined, options: RemoveOptions) =>
        runOnHandset(world, options, async (reached) => {
          const pkgId = options.package;
          if (pkgId !== undefined && componentId === undefined)
            return planRun(reached, { devId, runbook: 'remove-delivered', params: { pkgId } });
          if (componentId !== undefined && pkgId === undefined)
            return planRun(reached, {
              devId,
              runbook: 'remove-component',
              params: { componentId, ...(options.deactivateFirst === true ? { deactivateFirst: true } : {}) },
            });
          return fail(
            'invalid-input',
            'Name either a component or, with --package, a package.',
            'See `scomo remove --help`.',
          );
        }),
      ),
    );
}
