import type { Command } from 'commander';
import { deviceObjects, type ObjectFact, type StandardObject } from '../../../shared/dm/device-objects.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { addCommonOptions, type Cli, type CommonOptions, orEnd, readCount, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { formatFacts, plain } from '../table.ts';
import type { WorkbenchClient } from '../workbench-client.ts';
import type { World } from '../world.ts';

interface DeviceOptions extends CommonOptions {
  readonly refresh?: true;
  /** Seconds. */
  readonly timeLimit: number;
}

/** `scomo device`: the standard objects of a handset in words, as they were last read. */
export function addDevice(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('device'))
    .description('show what a handset is: device information and details, DM accounts, inbox, firmware')
    .argument('<DevId>')
    .option('--refresh', 'read it from the handset first')
    .option('--time-limit <seconds>', 'how long to wait for the handset', readCount, 60)
    .action(action((devId: string, options: DeviceOptions) => showDevice(world, devId, options)));
}

function showDevice(world: World, devId: string, options: DeviceOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    let objects = options.refresh === true ? ok([]) : await objectsOf(client, devId);
    if (!objects.ok) return report.failure(objects.error);
    if (objects.value.length === 0) {
      report.note(`Reading the device objects of ${devId} …`);
      const reading = client.call('tree.read', { devId, scope: 'device' });
      const read = await orEnd(world, client, reading, options.timeLimit * 1000);
      if (!read.ok) return report.failure(read.error);
      objects = await objectsOf(client, devId);
      if (!objects.ok) return report.failure(objects.error);
    }
    report.result({ objects: objects.value }, objects.value.map(objectText).join('\n\n'));
    return 0;
  });
}

async function objectsOf(client: WorkbenchClient, devId: string): Promise<Result<readonly StandardObject[]>> {
  const snapshot = await client.call('tree.snapshot', { devId });
  if (!snapshot.ok) return snapshot;
  return ok(deviceObjects(snapshot.value.rows.map(([uri, format, value, type]) => ({ uri, format, value, type }))));
}

function objectText({ title, uri, facts, groups, remark }: StandardObject): string {
  return [
    `${plain(title)}  (${plain(uri)})`,
    ...(facts.length === 0 ? [] : [factsText(facts)]),
    ...groups.flatMap((group) => [plain(group.title), factsText(group.facts)]),
    ...(remark === undefined ? [] : [remark]),
  ].join('\n');
}

function factsText(facts: readonly ObjectFact[]): string {
  return formatFacts(
    facts.map(({ label, value, meaning }) => [
      `  ${plain(label)}`,
      `${plain(value) || '(empty)'}${meaning === undefined ? '' : ` – ${meaning}`}`,
    ]),
  );
}
