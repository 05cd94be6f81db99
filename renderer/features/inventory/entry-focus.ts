/** Finding the package or component that an action is about. */
import type { InventoryEntry, OperationName } from '../../../shared/scomo/inventory-types.ts';
import type { Focus } from '../../app/selection.ts';
import { NONE } from './slots.ts';
import { heldTreeOf } from './tree-stores.ts';

/** The entry in focus, or the one that the node in focus belongs to. */
export function entryInFocus(at: Focus): InventoryEntry | undefined {
  const store = at.devId === undefined ? undefined : heldTreeOf(at.devId);
  if (store === undefined || at.uri === undefined) return undefined;
  const slot = store.table.find(at.uri);
  return slot === NONE ? undefined : store.scomo.entryOf(slot);
}

/** The name of an entry for people: `Notes 2.0`, else its ID, else its node. */
export function entryName(entry: InventoryEntry): string {
  const id = entry.subtree === 'Deployed' ? entry.id : entry.pkgId;
  const version = entry.subtree === 'Deployed' ? entry.version : undefined;
  const name = filled(entry.name) ?? filled(id) ?? entry.nodeName;
  return version === undefined || version === '' || name.endsWith(version) ? name : `${name} ${version}`;
}

/** What the buttons of operations say. An ellipsis: something is asked first. */
export const operationWords: Readonly<Record<OperationName, string>> = {
  Download: 'Download',
  DownloadInstall: 'Download and install',
  DownloadInstallInactive: 'Download, install inactive',
  Install: 'Install',
  InstallInactive: 'Install inactive',
  Remove: 'Remove…',
  Activate: 'Activate',
  Deactivate: 'Deactivate',
};

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
