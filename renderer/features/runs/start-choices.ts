/** What a person can choose when starting a runbook: components, packages, and why a choice does not work now. */
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import { RUNBOOKS, type Runbook } from '../../../shared/runbook/built-in.ts';
import type { RunParams, RunbookId } from '../../../shared/runbook/run.ts';
import type {
  DeliveryPackage,
  DeploymentComponent,
  Inventory,
  InventoryEntry,
  OperationName,
} from '../../../shared/scomo/inventory-types.ts';
import { packagesFor } from '../inventory/newer-version.ts';

/** The runbook with this id, if there is one. */
export function runbookWithId(id: string): Runbook | undefined {
  return RUNBOOKS.find((each) => each.id === id);
}

/** How a component or a delivery package is named in parameters: by its identifier, else by its node. */
export function idOf(entry: DeploymentComponent | DeliveryPackage): string {
  return (entry.subtree === 'Deployed' ? entry.id : entry.pkgId) ?? entry.nodeName;
}

/** The entries that a runbook works on. */
export function entriesFor(
  { needs }: Runbook,
  inventory: Inventory | undefined,
): readonly (DeploymentComponent | DeliveryPackage)[] {
  if (needs.includes('componentId')) return inventory?.deployed ?? [];
  return needs.includes('pkgId') ? (inventory?.delivered ?? []) : [];
}

/** The packages that a runbook can push: for an update those that carry the component. */
export function packagesOf(
  runbook: RunbookId,
  entry: InventoryEntry | undefined,
  library: ReadonlyMap<string, LibraryPackage>,
): readonly LibraryPackage[] {
  if (runbook !== 'update-component') return [...library.values()];
  return entry?.subtree === 'Deployed' ? packagesFor(entry, library) : [];
}

/** Why this runbook cannot work on this entry now; the inventory knows. */
export function whyNotOn(runbook: RunbookId, entry: InventoryEntry | undefined, params: RunParams): string | undefined {
  const operation = operationOf(runbook, params);
  if (operation === undefined || entry === undefined) return undefined;
  const found = entry.operations.find(({ name }) => name === operation);
  return found?.allowed === false ? (found.why ?? 'It is not possible now') : undefined;
}

/** What a run will take away; undefined when it takes nothing. */
export function takesAway(runbook: RunbookId, entry: InventoryEntry | undefined): string | undefined {
  if (runbook === 'remove-component')
    return 'The component is uninstalled. To have it back, its package must be pushed or installed again.';
  if (runbook !== 'remove-delivered') return undefined;
  const state = entry?.subtree === 'Delivered' ? entry.state?.word : undefined;
  return state === 'Installed'
    ? 'The package is deleted from the handset. The components that it installed stay.'
    : 'The package is deleted from the handset. To have it back, it must be pushed again.';
}

function operationOf(runbook: RunbookId, { inactive }: RunParams): OperationName | undefined {
  if (runbook === 'install-delivered') return inactive === true ? 'InstallInactive' : 'Install';
  return OPERATIONS[runbook];
}

const OPERATIONS: Partial<Readonly<Record<RunbookId, OperationName>>> = {
  activate: 'Activate',
  deactivate: 'Deactivate',
  'remove-component': 'Remove',
  'remove-delivered': 'Remove',
};
