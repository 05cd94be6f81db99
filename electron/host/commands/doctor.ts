import { type Command, Option } from 'commander';
import { fail } from '../../../shared/result.ts';
import { howToElevate, installUdevRule, udevRuleHere } from '../../workbench/doctor/install-udev.ts';
import { cablesSettled } from '../cables-settle.ts';
import { addCommonOptions, type Cli, type CommonOptions, orEnd, withWorkbench } from '../command.ts';
import { doctorText } from '../doctor-text.ts';
import type { ExitCode } from '../exit-codes.ts';
import { makeReport } from '../report.ts';
import type { World } from '../world.ts';

interface DoctorOptions extends CommonOptions {
  readonly installUdev?: true;
  readonly yes?: true;
}

/** `scomo doctor`: why a handset that is plugged in, or should call, is not there. */
export function addDoctor(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('doctor'))
    .description('say what keeps handsets from being ready: cables, ports, drivers, rights, network, TLS, clock')
    .addOption(new Option('--install-udev', 'Linux: show the udev rule for handsets, ask, and install it as root'))
    .option('--yes', 'with --install-udev: do not ask')
    .addHelpText('after', '\nExit code: 0 when nothing is in trouble (remarks do not count), 1 when something is.')
    .action(
      action((options: DoctorOptions) =>
        options.installUdev === true ? installUdev(world, options) : runDoctor(world, options),
      ),
    );
}

function runDoctor(world: World, options: DoctorOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    report.note('Looking at cables, network and machine …');
    const examined = await orEnd(
      world,
      client,
      cablesSettled(client).then(() => client.call('doctor.run', {})),
    );
    if (!examined.ok) return report.failure(examined.error);
    report.result(examined.value, doctorText(examined.value));
    return examined.value.findings.some(({ weight }) => weight === 'trouble') ? 1 : 0;
  });
}

/** Shows what will be written, and asks, before anything becomes root. */
async function installUdev(world: World, { json, yes }: DoctorOptions): Promise<ExitCode> {
  const report = makeReport(world, json === true);
  const refuse = (result: ReturnType<typeof fail>): ExitCode => report.failure(result.error);
  if (world.platform !== 'linux')
    return refuse(
      fail('usage', 'There is no udev here: it is a part of Linux.', 'Run `scomo doctor`; it says what to do here.'),
    );
  const { path, text, state } = await udevRuleHere();
  report.note(`${path}:\n\n${text}`);
  if (state === 'installed') {
    report.result({ path, installed: true }, 'The udev rule is installed already. Plug the handset in again.');
    return 0;
  }
  const elevation = await howToElevate(world.hasTerminal);
  if (!elevation.ok) return report.failure(elevation.error);
  const how = elevation.value.length === 0 ? 'as root' : `as root, with ${elevation.value.join(' ')}`;
  if (yes !== true && !(await world.confirm(`Write this file ${how}, and make udev read it?`)))
    return refuse(
      fail('user-refused', 'Nothing was written.', 'Say yes when asked, or add --yes where nobody can be asked.'),
    );
  const installed = await installUdevRule(elevation.value);
  if (!installed.ok) return report.failure(installed.error);
  report.result({ path, installed: true }, `${path} is installed. Plug the handset in again.`);
  return 0;
}
