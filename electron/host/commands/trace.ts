import type { Command } from 'commander';
import type { TraceEntry } from '../../../shared/contract/trace.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { addCommonOptions, type Cli, type CommonOptions, readCount, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { WorkbenchClient } from '../workbench-client.ts';
import { formatSize, plain } from '../table.ts';
import type { World } from '../world.ts';

interface TraceOptions extends CommonOptions {
  readonly devId?: string;
  readonly follow?: true;
  readonly limit: number;
}

/** Entries of one call of the contract. */
const PAGE = 500;

/** `scomo trace`: every message of every session. */
export function addTrace(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('trace'))
    .description('show the messages of all sessions, oldest first')
    .option('--dev-id <DevId>', 'only of this handset')
    .option('--follow', 'go on with what comes, until Ctrl+C; with --json one document per line')
    .option('--limit <n>', 'how many of the newest', readCount, 50)
    .action(action((options: TraceOptions) => showTrace(world, options)));
}

function showTrace(world: World, options: TraceOptions): Promise<ExitCode> {
  const follow = options.follow === true;
  return withWorkbench(world, options, { needsHandset: follow }, async ({ client, report }) => {
    const write = (entry: TraceEntry): void =>
      void world.stdout.write(`${report.json ? JSON.stringify(entry) : line(entry)}\n`);
    const arrived: TraceEntry[] = [];
    let tell = (entry: TraceEntry): void => void arrived.push(entry);
    const unsubscribe = client.subscribe((event) => {
      if (event.type === 'trace' && isWanted(event.entry, options)) tell(event.entry);
    });
    const newest = await readNewest(client, options);
    if (!newest.ok) return report.failure(newest.error);
    if (!follow) {
      report.result(
        newest.value,
        newest.value.length === 0 ? 'Nothing was exchanged yet.' : newest.value.map(line).join('\n'),
      );
      unsubscribe();
      return 0;
    }
    newest.value.forEach(write);
    const last = newest.value.at(-1)?.id ?? 0;
    arrived.filter(({ id }) => id > last).forEach(write);
    tell = write;
    const lost = await Promise.race([client.lost, ended(world)]);
    unsubscribe();
    return lost === undefined ? 0 : report.failure(lost);
  });
}

/** The newest `limit` entries, oldest first. */
async function readNewest(
  client: WorkbenchClient,
  { devId, limit }: TraceOptions,
): Promise<Result<readonly TraceEntry[]>> {
  const entries: TraceEntry[] = [];
  while (entries.length < limit) {
    const before = entries.at(-1)?.id;
    const page = await client.call('trace.list', {
      limit: Math.min(PAGE, limit - entries.length),
      ...(devId === undefined ? {} : { devId }),
      ...(before === undefined ? {} : { before }),
    });
    if (!page.ok) return page;
    if (page.value.entries.length === 0) break;
    entries.push(...page.value.entries);
  }
  return ok(entries.toReversed());
}

function isWanted(entry: TraceEntry, { devId }: TraceOptions): boolean {
  return devId === undefined || entry.devId === devId;
}

function ended({ ending }: World): Promise<undefined> {
  if (ending.aborted) return Promise.resolve(undefined);
  return new Promise((settle) => ending.addEventListener('abort', () => settle(undefined), { once: true }));
}

const arrows = { in: '→', out: '←', none: '·' } as const;

/** `02:15:04.120 → IMEI:1 Alert 1201, Replace ./DevInfo 1.2 kB [200 OK]`; → is from the handset. */
function line(entry: TraceEntry): string {
  const statuses = entry.statuses.map(({ code, word }) => `${code} ${word}`).join(', ');
  return [
    new Date(entry.at).toISOString().slice(11, 23),
    arrows[entry.direction],
    plain(entry.devId ?? '–'),
    plain(entry.summary),
    formatSize(entry.bytes),
    ...(statuses === '' ? [] : [`[${plain(statuses)}]`]),
  ].join('  ');
}
