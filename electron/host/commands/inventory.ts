import type { Command } from 'commander';
import type { Inventory, InventoryEntry } from '../../../shared/scomo/inventory-types.ts';
import { addCommonOptions, type Cli, type CommonOptions, orEnd, readCount, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type Column, formatAgo, formatTable } from '../table.ts';
import type { World } from '../world.ts';

interface InventoryOptions extends CommonOptions {
  readonly refresh?: true;
  /** Seconds. */
  readonly timeLimit: number;
}

/** `scomo inventory`: packages and components of a handset, with what may be done now. */
export function addInventory(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('inventory'))
    .description('show the packages and components of a handset')
    .argument('<DevId>')
    .option('--refresh', 'read it from the handset first')
    .option('--time-limit <seconds>', 'how long to wait for the handset', readCount, 60)
    .action(action((devId: string, options: InventoryOptions) => showInventory(world, devId, options)));
}

function showInventory(world: World, devId: string, options: InventoryOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    const known = options.refresh === true ? undefined : await client.call('tree.inventory', { devId });
    if (known?.ok === false) return report.failure(known.error);
    if (known === undefined || known.value.inventory === null) {
      report.note(`Reading the SCOMO object of ${devId} …`);
      const read = await orEnd(
        world,
        client,
        client.call('tree.read', { devId, scope: 'scomo' }),
        options.timeLimit * 1000,
      );
      if (!read.ok) return report.failure(read.error);
    }
    const fresh = await client.call('tree.inventory', { devId });
    if (!fresh.ok) return report.failure(fresh.error);
    const { inventory } = fresh.value;
    report.result(
      inventory,
      inventory === null ? 'This handset has no SCOMO object.' : inventoryText(inventory, world.now()),
    );
    return 0;
  });
}

/** The three lists as tables. */
function inventoryText(inventory: Inventory, now: number): string {
  const { deployed, delivered, downloads, version, root, readAt } = inventory;
  return [
    list('Components', deployed, [
      { title: 'ID', value: ({ id, nodeName }) => id ?? nodeName },
      { title: 'Name', value: ({ name }) => name },
      { title: 'Version', value: (row) => row.version },
      { title: 'State', value: ({ state, active }) => state?.word ?? activeWord(active) },
      { title: 'Status', value: ({ status }) => status?.word },
      { title: 'Package', value: ({ pkgIdRef }) => pkgIdRef },
      { title: 'Allowed now', value: allowedNow },
    ]),
    list('Delivered packages', delivered, [
      { title: 'PkgID', value: ({ pkgId, nodeName }) => pkgId ?? nodeName },
      { title: 'Name', value: ({ name }) => name },
      { title: 'State', value: ({ state }) => state?.word },
      { title: 'Status', value: ({ status }) => status?.word },
      { title: 'Allowed now', value: allowedNow },
    ]),
    list('Downloads', downloads, [
      { title: 'PkgID', value: ({ pkgId, nodeName }) => pkgId ?? nodeName },
      { title: 'Name', value: ({ name }) => name },
      { title: 'Status', value: ({ status }) => status?.word },
      { title: 'Allowed now', value: allowedNow },
    ]),
    `SCOMO ${version} at ${root}, read ${formatAgo(readAt, now)}`,
  ].join('\n\n');
}

function list<T>(title: string, rows: readonly T[], columns: readonly Column<T>[]): string {
  return rows.length === 0 ? `${title}: none` : `${title}\n${formatTable(columns, rows)}`;
}

function allowedNow({ operations }: InventoryEntry): string {
  return operations
    .filter(({ allowed }) => allowed)
    .map(({ name }) => name)
    .join(', ');
}

function activeWord(active: boolean | undefined): string | undefined {
  return active === undefined ? undefined : active ? 'Active' : 'Inactive';
}
