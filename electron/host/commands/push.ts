import { type Command, Option } from 'commander';
import type { RunbookId, RunParams, Step } from '../../../shared/runbook/run.ts';
import type { Cli } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { packageNamed } from '../package-argument.ts';
import { addRunOptions, planRun, type RunOptions, runOnHandset } from '../run-command.ts';
import type { World } from '../world.ts';

interface PushOptions extends RunOptions {
  readonly inactive?: true;
  readonly thenActivate?: true;
  readonly deliverOnly?: true;
  readonly descriptor?: true;
  readonly inSession?: true;
}

/** `scomo push`: brings a package onto a handset. */
export function addPush(program: Command, { world, action }: Cli): void {
  addRunOptions(program.command('push'))
    .description('push a package to a handset and install it')
    .argument('<DevId>')
    .argument('<package>', 'a file, or digest or PkgID of a package of the library')
    .addOption(new Option('--inactive', 'install it and leave its components inactive').conflicts('deliverOnly'))
    .addOption(
      new Option('--then-activate', 'install it inactive, verify, then activate').conflicts([
        'inactive',
        'deliverOnly',
      ]),
    )
    .option('--deliver-only', 'download it only; nothing is installed')
    .option('--descriptor', 'lead the handset there by a download descriptor (OMA Download OTA), not by the URL itself')
    .addOption(
      new Option('--in-session', 'write it into the handset in the session, in chunks (direct delivery)').conflicts(
        'descriptor',
      ),
    )
    .action(action((devId: string, name: string, options: PushOptions) => push(world, devId, name, options)));
}

function push(world: World, devId: string, name: string, options: PushOptions): Promise<ExitCode> {
  return runOnHandset(world, options, async (reached) => {
    const library = await packageNamed(reached.client, name);
    if (!library.ok) return library;
    const request = { devId, runbook: runbookOf(options), params: paramsOf(library.value.digest, options) };
    return planRun(reached, request, options.inactive === true ? leaveOutActivation : undefined);
  });
}

function paramsOf(digest: string, { descriptor, inSession }: PushOptions): RunParams {
  if (inSession === true) return { digest, delivery: 'in-session' };
  return { digest, ...(descriptor === true ? { delivery: 'descriptor' } : {}) };
}

function runbookOf({ inactive, thenActivate, deliverOnly }: PushOptions): RunbookId {
  if (deliverOnly === true) return 'deliver-package';
  return inactive === true || thenActivate === true ? 'push-inactive-activate' : 'push-install';
}

/** Everything of `push-inactive-activate` but the activation and the check for it. */
function leaveOutActivation({ action }: Step): string | undefined {
  const activates = action.kind === 'execute' && action.operation === 'Activate';
  const expectsActive =
    action.kind === 'verify' && action.expect.some((expected) => 'active' in expected && expected.active);
  return activates || expectsActive ? 'Left inactive, as the command asked for.' : undefined;
}
