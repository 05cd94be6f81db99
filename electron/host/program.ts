/** The command line `scomo`: its commands, its help, and how it ends. */
import { Command, CommanderError } from 'commander';
import { internalFailure } from '../../shared/contract/internal-failure.ts';
import type { Cli } from './command.ts';
import { addActivate } from './commands/activate.ts';
import { addAdmit } from './commands/admit.ts';
import { addBootstrap } from './commands/bootstrap.ts';
import { addCables } from './commands/cables.ts';
import { addDeactivate } from './commands/deactivate.ts';
import { addDemo } from './commands/demo.ts';
import { addDevice } from './commands/device.ts';
import { addDoctor } from './commands/doctor.ts';
import { addHandset } from './commands/handset.ts';
import { addHandsets } from './commands/handsets.ts';
import { addHttps } from './commands/https.ts';
import { addInstall } from './commands/install.ts';
import { addInventory } from './commands/inventory.ts';
import { addNotify } from './commands/notify.ts';
import { addPackages } from './commands/packages.ts';
import { addPush } from './commands/push.ts';
import { addRemove } from './commands/remove.ts';
import { addRuns } from './commands/runs.ts';
import { addSend } from './commands/send.ts';
import { addServe } from './commands/serve.ts';
import { addTrace } from './commands/trace.ts';
import { addTree } from './commands/tree.ts';
import { addUpdate } from './commands/update.ts';
import { type ExitCode, exitCodeHelp } from './exit-codes.ts';
import { failureText } from './report.ts';
import type { World } from './world.ts';

/** In the order of the help. */
const commands: readonly ((program: Command, cli: Cli) => void)[] = [
  addServe,
  addDemo,
  addHandset,
  addHandsets,
  addCables,
  addAdmit,
  addBootstrap,
  addNotify,
  addHttps,
  addDoctor,
  addInventory,
  addTree,
  addDevice,
  addSend,
  addPackages,
  addPush,
  addInstall,
  addActivate,
  addDeactivate,
  addUpdate,
  addRemove,
  addRuns,
  addTrace,
];

/**
 * Runs one command.
 *
 * @param args what the person typed after `scomo`
 * @returns the exit code; see exit-codes.ts
 */
export async function runCli(args: readonly string[], world: World): Promise<number> {
  let exitCode: ExitCode = 0;
  const program = makeProgram({
    world,
    action: (work) =>
      async function act(...given) {
        exitCode = await work(...given);
      },
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help ends with 0; everything else that commander stops for is wrong usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const broken = internalFailure(error);
    if (!broken.ok) world.stderr.write(`${failureText(broken.error)}\n`);
    return 3;
  }
}

function makeProgram(cli: Cli): Command {
  const { stdout, stderr } = cli.world;
  const program = new Command('scomo')
    .description('SCOMO Workbench on the command line: it talks to a running workbench or starts its own.')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
    })
    .showHelpAfterError('(add --help for more)')
    .helpCommand(false);
  for (const add of commands) add(program, cli);
  program.addHelpText('after', exitCodeHelp());
  return program;
}
