/** What a node means: the state of an entry, a code in words, what the library has newer, how far a download is. */
import type { DeploymentComponent, InventoryEntry } from '../../../shared/scomo/inventory-types.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useWindow } from '../../app/store.ts';
import { formatBytes } from '../../ui/numbers.ts';
import { updateComponent } from '../runs/actions/update-component.ts';
import { EntryChip, useDelivery } from './EntryChip.tsx';
import { entryName } from './entry-focus.ts';
import { newerVersionOf } from './newer-version.ts';
import styles from './NodeMeaning.module.css';
import type { TreeStore } from './tree-store.ts';

export interface NodeMeaningProps {
  readonly store: TreeStore;
  readonly slot: number;
  readonly tabIndex: number;
}

/** The cell `Means` of a row. */
export function NodeMeaning({ store, slot, tabIndex }: NodeMeaningProps) {
  const { scomo, table, devId } = store;
  const entry = scomo.entryAt(slot);
  if (entry !== undefined) return <EntryMeaning devId={devId} entry={entry} />;
  const owner = scomo.entryOf(slot);
  const name = table.name(slot).toLowerCase();
  if (owner?.subtree === 'Deployed' && name === 'version')
    return <VersionMeaning devId={devId} component={owner} tabIndex={tabIndex} />;
  if (owner?.subtree === 'Download' && name === 'pkgurl') return <Served devId={devId} entry={owner} />;
  const meaning = scomo.meaning(slot);
  if (meaning !== undefined)
    return (
      // Of SCOMO it says what the value means, of other objects only what the node is for.
      <span className={table.isInterior(slot) || !scomo.isScomo(slot) ? styles.quiet : styles.words} title={meaning}>
        {meaning}
      </span>
    );
  const type = table.isInterior(slot) ? table.type(slot) : null;
  return type === null ? null : (
    <span className={styles.type} title={type}>
      {type}
    </span>
  );
}

function EntryMeaning({ devId, entry }: { readonly devId: string; readonly entry: InventoryEntry }) {
  const name = entryName(entry);
  return (
    <span className={styles.entry} title={name}>
      <EntryChip devId={devId} entry={entry} />
      <span className={styles.words}>{name}</span>
    </span>
  );
}

function VersionMeaning({
  devId,
  component,
  tabIndex,
}: {
  readonly devId: string;
  readonly component: DeploymentComponent;
  readonly tabIndex: number;
}) {
  const newer = useWindow((state) => newerVersionOf(component, state.packages)?.version);
  if (newer === undefined) return null;
  return (
    <span className={styles.entry}>
      <span className={styles.quiet}>{newer} is in the library</span>
      <ActionButton
        action={updateComponent}
        at={{ devId, uri: component.uri }}
        size="small"
        kind="quiet"
        tabIndex={tabIndex}
      />
    </span>
  );
}

function Served({ devId, entry }: { readonly devId: string; readonly entry: InventoryEntry }) {
  const delivery = useDelivery(devId, entry);
  if (delivery === undefined) return null;
  const words = `served ${formatBytes(delivery.sent)} of ${formatBytes(delivery.size)}`;
  return (
    <span className={styles.quiet} title={words}>
      {words}
    </span>
  );
}
