import type { Command } from 'commander';
import type { Cli } from '../command.ts';
import { addRunOptions, planRun, type RunOptions, runOnHandset } from '../run-command.ts';

interface InstallOptions extends RunOptions {
  readonly inactive?: true;
}

/** `scomo install`: installs a package that the handset already has. */
export function addInstall(program: Command, { world, action }: Cli): void {
  addRunOptions(program.command('install'))
    .description('install a package that was delivered before')
    .argument('<DevId>')
    .argument('<PkgID>')
    .option('--inactive', 'leave its components inactive')
    .action(
      action((devId: string, pkgId: string, options: InstallOptions) =>
        runOnHandset(world, options, (reached) =>
          planRun(reached, {
            devId,
            runbook: 'install-delivered',
            params: { pkgId, inactive: options.inactive === true },
          }),
        ),
      ),
    );
}
