import { type Command, Option } from 'commander';
import type { NewObexMode, ObexModeRow } from '../../../shared/contract/cables.ts';
import { addCommonOptions, type Cli, type CommonOptions, readMilliseconds, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { formatTable } from '../table.ts';
import type { World } from '../world.ts';

type Agreement = NewObexMode['agreedBy'][number];

interface AddOptions extends CommonOptions {
  readonly name: string;
  readonly manufacturer?: string;
  readonly agreedBy: readonly Agreement[];
  readonly settle: number;
  readonly leave: NewObexMode['leave'];
  readonly change?: string;
}

const ANSWERS: readonly Agreement[] = ['connect', 'ok', 'silence'];

/** `scomo cables modes`: the ways to switch handsets from modem to OBEX, and a person's own among them. */
export function addObexModes(cables: Command, { world, action }: Cli): void {
  const modes = cables.command('modes').description('list, add and remove the ways to switch a handset to OBEX');

  addCommonOptions(modes.command('list', { isDefault: true }))
    .description('list the ways; your own are tried first')
    .action(action((options: CommonOptions) => listModes(world, options)));

  addCommonOptions(modes.command('add'))
    .description('add a way of your own, or change one')
    .argument('<command...>', 'AT commands in order, e.g. AT+CPROT=0')
    .requiredOption('--name <text>', 'what you call it')
    .option('--manufacturer <text>', 'for handsets that name a manufacturer with this in it (every handset)')
    .addOption(
      new Option('--agreed-by <answer...>', 'how the last command is agreed to')
        .choices(ANSWERS)
        .default(['connect', 'ok']),
    )
    .option('--settle <ms>', 'how long the handset needs before it takes OBEX', readMilliseconds, 300)
    .addOption(
      new Option('--leave <how>', 'how it becomes a modem again: by itself, or with +++')
        .choices(['disconnect', 'escape'])
        .default('escape'),
    )
    .option('--change <way>', 'change this way of yours instead, by its name in the first column')
    .action(action((commands: string[], options: AddOptions) => addMode(world, commands, options)));

  addCommonOptions(modes.command('remove'))
    .description('remove a way of your own')
    .argument('<way>', 'its name in the first column of the list')
    .action(action((id: string, options: CommonOptions) => removeMode(world, id, options)));
}

function listModes(world: World, options: CommonOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: false }, async ({ client, report }) => {
    const modes = await client.call('cables.modes', {});
    if (!modes.ok) return report.failure(modes.error);
    report.result(modes.value, modesTable(modes.value));
    return 0;
  });
}

function addMode(world: World, commands: readonly string[], options: AddOptions): Promise<ExitCode> {
  const { name, manufacturer, agreedBy, settle, leave, change } = options;
  return withWorkbench(world, options, { needsHandset: false }, async ({ client, report }) => {
    const saved = await client.call('cables.saveMode', {
      ...(change === undefined ? {} : { id: change }),
      name,
      ...(manufacturer === undefined ? {} : { manufacturer }),
      // Modems take both cases of the two letters; we write them large.
      commands: commands.map((command) => command.replace(/^at/i, 'AT')),
      agreedBy: [...agreedBy],
      settleMs: settle,
      leave,
    });
    if (!saved.ok) return report.failure(saved.error);
    report.result(saved.value, modesTable([saved.value]));
    return 0;
  });
}

function removeMode(world: World, id: string, options: CommonOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: false }, async ({ client, report }) => {
    const removed = await client.call('cables.removeMode', { id });
    if (!removed.ok) return report.failure(removed.error);
    report.result({ removed: id }, `Removed ${id}.`);
    return 0;
  });
}

function modesTable(modes: readonly ObexModeRow[]): string {
  return formatTable<ObexModeRow>(
    [
      { title: 'Way', value: ({ id }) => id },
      { title: 'Name', value: ({ name, own }) => (own ? `${name} (own)` : name) },
      { title: 'Commands', value: ({ commands }) => commands.join(', ') },
      { title: 'Manufacturer', value: ({ manufacturer }) => manufacturer ?? 'any' },
      { title: 'Worked for', value: ({ worksFor }) => worksFor.join(', ') },
    ],
    modes,
  );
}
