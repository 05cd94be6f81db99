import type { Command } from 'commander';
import type { Cable, CableNotice } from '../../../shared/contract/cables.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { cablesSettled } from '../cables-settle.ts';
import {
  addCommonOptions,
  type Cli,
  type CommonOptions,
  orEnd,
  type Reached,
  readCount,
  withWorkbench,
} from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { formatAgo, formatDuration, formatTable } from '../table.ts';
import { addObexModes } from './obex-modes.ts';
import type { WorkbenchClient } from '../workbench-client.ts';
import type { World } from '../world.ts';

interface AddOptions extends CommonOptions {
  readonly speed?: number;
  readonly rtscts?: true;
}

/** `scomo cables`: what hangs on this machine. */
export function addCables(program: Command, cli: Cli): void {
  const { world, action } = cli;
  const cables = program.command('cables').description('list, add, remove and retry the cables of this machine');

  addCommonOptions(cables.command('list', { isDefault: true }))
    .description('list the cables and who hangs on them')
    .action(action((options: CommonOptions) => listCables(world, options)));

  addCommonOptions(cables.command('add'))
    .description('look at a serial port that the system does not list, and remember it')
    .argument('<port>', 'path of the port, or COM3')
    .option('--speed <baud>', 'speed of the line (115200)', readCount)
    .option('--rtscts', 'flow control with RTS and CTS, where the cable has these wires')
    .action(action((port: string, options: AddOptions) => addCable(world, port, options)));

  addCommonOptions(cables.command('remove'))
    .description('let go of a cable and forget it; one that the system found comes back with the next plug')
    .argument('<cable>', 'its name in the list')
    .action(action((name: string, options: CommonOptions) => removeCable(world, name, options)));

  addCommonOptions(cables.command('retry'))
    .description('ask again who is there, also where it is not asked by itself')
    .argument('<cable>', 'its name in the list')
    .action(action((name: string, options: CommonOptions) => retryCable(world, name, options)));

  addObexModes(cables, cli);
}

function listCables(world: World, options: CommonOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    const settled = await orEnd(world, client, cablesSettled(client).then(ok));
    if (!settled.ok) return report.failure(settled.error);
    const [cables, notices] = await Promise.all([client.call('cables.list', {}), client.call('cables.notices', {})]);
    if (!cables.ok) return report.failure(cables.error);
    if (!notices.ok) return report.failure(notices.error);
    const text = [
      cables.value.length === 0 ? nothing : table(cables.value, world.now()),
      ...notices.value.map(noticeText),
    ];
    report.result({ cables: cables.value, notices: notices.value }, text.join('\n'));
    return 0;
  });
}

function addCable(world: World, port: string, options: AddOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async (reached) => {
    const { speed, rtscts } = options;
    const line = { ...(speed === undefined ? {} : { speed }), ...(rtscts === undefined ? {} : { rtscts }) };
    const added = await reached.client.call('cables.add', { port, ...line });
    return added.ok ? showSettled(world, reached, added.value.port) : reached.report.failure(added.error);
  });
}

function retryCable(world: World, name: string, options: CommonOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async (reached) => {
    const { client, report } = reached;
    const cable = await cableNamed(client, name);
    if (!cable.ok) return report.failure(cable.error);
    const begun = await client.call('cables.retry', { port: cable.value.port });
    return begun.ok ? showSettled(world, reached, cable.value.port) : report.failure(begun.error);
  });
}

function removeCable(world: World, name: string, options: CommonOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    const cable = await cableNamed(client, name);
    if (!cable.ok) return report.failure(cable.error);
    const { port, where } = cable.value;
    const removed = await client.call('cables.remove', { port });
    if (!removed.ok) return report.failure(removed.error);
    report.result({ removed: port }, `Removed ${where}.`);
    return 0;
  });
}

/** Waits until the cable has been asked, and shows what came of it. */
async function showSettled(world: World, { client, report }: Reached, port: string): Promise<ExitCode> {
  report.note('Asking who is there …');
  const settled = await orEnd(world, client, cablesSettled(client).then(ok));
  if (!settled.ok) return report.failure(settled.error);
  const cable = await cableNamed(client, port);
  if (!cable.ok) return report.failure(cable.error);
  if (cable.value.failure !== undefined) return report.failure(cable.value.failure);
  report.result(cable.value, table([cable.value], world.now()));
  return 0;
}

/** The cable of this name, or at this place. */
async function cableNamed(client: WorkbenchClient, name: string): Promise<Result<Cable>> {
  const cables = await client.call('cables.list', {});
  if (!cables.ok) return cables;
  const found = cables.value.find(({ port, where }) => port === name || where === name);
  return found === undefined
    ? fail('port-unknown', `${name} is not among the cables.`, 'Look at the list: `scomo cables`.')
    : ok(found);
}

const nothing = 'Nothing is plugged in. Plug a handset in, or name its port with `scomo cables add <port>`.';

function table(cables: readonly Cable[], now: number): string {
  return formatTable<Cable>(
    [
      { title: 'Cable', value: ({ port }) => port },
      { title: 'At', value: ({ where }) => where },
      { title: 'State', value: (cable) => stateText(cable, now) },
      { title: 'Name', value: ({ name }) => name },
      { title: 'DevId', value: ({ devId }) => devId },
      { title: 'Heard', value: ({ heardAt }) => (heardAt === undefined ? undefined : formatAgo(heardAt, now)) },
      { title: 'What stands in the way', value: obstacleText },
    ],
    cables,
  );
}

function stateText({ state, backUntil }: Cable, now: number): string {
  if (state === 'gone' && backUntil !== undefined && backUntil > now)
    return `coming back, ${formatDuration(backUntil - now)} left`;
  return state;
}

function obstacleText({ failure, holder, group, notAsked, port }: Cable): string | undefined {
  if (notAsked !== undefined) return `${NOT_ASKED[notAsked]}; ask it with \`scomo cables retry ${port}\``;
  if (holder !== undefined) return `${holder.name} (process ${holder.pid}) has it`;
  if (failure === undefined) return undefined;
  return group === undefined ? failure.message : `${failure.message} Its group is ${group}.`;
}

const NOT_ASKED: Readonly<Record<NonNullable<Cable['notAsked']>, string>> = {
  'switched-off': 'not asked: that is switched off',
  'may-be-anything': 'not asked: it may be anything',
};

function noticeText({ message, next }: CableNotice): string {
  return `${message} ${next}`;
}
