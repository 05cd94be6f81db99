import type { Command } from 'commander';
import type { Cli } from '../command.ts';
import { packageNamed } from '../package-argument.ts';
import { addRunOptions, planRun, type RunOptions, runOnHandset } from '../run-command.ts';

interface UpdateOptions extends RunOptions {
  readonly deactivateFirst?: true;
  readonly keepReplaced?: true;
  readonly inSession?: true;
}

/** `scomo update`: pushes a newer package for a component and removes what it replaced. */
export function addUpdate(program: Command, { world, action }: Cli): void {
  addRunOptions(program.command('update'))
    .description('update a component with a newer package')
    .argument('<DevId>')
    .argument('<ComponentID>')
    .argument('<package>', 'a file, or digest or PkgID of a package of the library')
    .option('--deactivate-first', 'deactivate the installed component before the package is pushed')
    .option('--keep-replaced', 'keep the package that the new one replaced')
    .option('--in-session', 'write the package into the handset in the session, in chunks (direct delivery)')
    .action(
      action((devId: string, componentId: string, name: string, options: UpdateOptions) =>
        runOnHandset(world, options, async (reached) => {
          const library = await packageNamed(reached.client, name);
          if (!library.ok) return library;
          return planRun(reached, {
            devId,
            runbook: 'update-component',
            params: {
              componentId,
              digest: library.value.digest,
              deactivateFirst: options.deactivateFirst === true,
              removeReplaced: options.keepReplaced !== true,
              ...(options.inSession === true ? { delivery: 'in-session' as const } : {}),
            },
          });
        }),
      ),
    );
}
