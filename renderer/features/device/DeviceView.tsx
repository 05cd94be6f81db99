/** The standard objects of the selected handset, one card each: what it is, its accounts, its inbox and its firmware. */
import { useMemo } from 'react';
import { ActionButton } from '../../app/ActionButton.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { readDevice } from '../handsets/actions/read-device.ts';
import { readWholeTree } from '../handsets/actions/read-whole-tree.ts';
import { treeStoreOf, useTree } from '../inventory/tree-stores.ts';
import { objectsIn } from './device-nodes.ts';
import styles from './DeviceView.module.css';
import { ObjectCard } from './ObjectCard.tsx';

/** Everything that the tree, as it was read, tells of the device itself. */
export function DeviceView({ devId }: { readonly devId: string }) {
  const store = useMemo(() => treeStoreOf(devId), [devId]);
  const edition = useTree(store, (tree) => tree.edition);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the edition says that the table holds something else
  const objects = useMemo(() => objectsIn(store.table), [store, edition]);
  if (objects.length === 0)
    return (
      <EmptyState
        title="Nothing of the device itself has been read yet"
        actions={
          <>
            <ActionButton action={readDevice} at={{ devId }} kind="primary" />
            <ActionButton action={readWholeTree} at={{ devId }} />
          </>
        }
      >
        Device information and details, the accounts at DM servers, the inbox and the firmware show up here.
      </EmptyState>
    );
  return (
    <div className={styles.scroller}>
      <div className={styles.bar}>
        <ActionButton action={readDevice} at={{ devId }} size="small" />
        <span className={styles.faint}>As it was last read. Select a name to see its node in the tree.</span>
      </div>
      <div className={styles.cards}>
        {objects.map((object) => (
          <ObjectCard key={object.uri} object={object} />
        ))}
      </div>
    </div>
  );
}
