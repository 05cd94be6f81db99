/** The management tree of the selected handset: toolbar, tree grid, and the selected node in full. */
import { useEffect, useMemo } from 'react';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useWindow } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { readAgain } from '../handsets/actions/read-again.ts';
import { readWholeTree } from '../handsets/actions/read-whole-tree.ts';
import { NodeDetail } from './NodeDetail.tsx';
import styles from './TreeGrid.module.css';
import { ROOT } from './slots.ts';
import { preferTree, useTreePreferences } from './tree-preferences.ts';
import { TreeRows } from './TreeRows.tsx';
import type { TreeStore } from './tree-store.ts';
import { treeStoreOf, useTree } from './tree-stores.ts';
import { TreeToolbar } from './TreeToolbar.tsx';

/** The management tree of a handset. */
export function TreeGrid({ devId }: { readonly devId: string }) {
  const store = useMemo(() => treeStoreOf(devId), [devId]);
  return <Tree key={devId} store={store} />;
}

function Tree({ store }: { readonly store: TreeStore }) {
  const status = useTree(store, ({ status }) => status);
  const isEmpty = useTree(store, ({ table }) => table.size <= 1);
  const isBare = useTree(store, ({ view }) => view.rows().length === 0);
  const scomoOnly = useTreePreferences((preferences) => preferences.scomoOnly);
  const showOperations = useTreePreferences((preferences) => preferences.showOperations);
  useEffect(() => store.choose({ scomoOnly, showOperations }), [store, scomoOnly, showOperations]);
  if (isEmpty && status.kind === 'failed')
    return (
      <div className={styles.failed}>
        <ErrorNotice failure={status.failure} actions={<Button onClick={() => void store.load()}>Try again</Button>} />
      </div>
    );
  if (isEmpty) return <NothingRead devId={store.devId} loading={status.kind === 'loading'} />;
  return (
    <div className={styles.tree}>
      <TreeToolbar store={store} />
      {isBare ? <NothingShown store={store} /> : <TreeRows store={store} />}
      <NodeDetail store={store} />
    </div>
  );
}

function NothingRead({ devId, loading }: { readonly devId: string; readonly loading: boolean }) {
  const activity = useWindow((state) => state.handsets.get(devId)?.activity?.what);
  const isRead = useWindow((state) => state.reading.has(devId));
  if (loading) return <div aria-busy="true" className={styles.tree} />;
  if (isRead || activity !== undefined)
    return (
      <EmptyState title="The tree is being read">{activity ?? 'The first nodes appear here as they come.'}</EmptyState>
    );
  return (
    <EmptyState
      title="Nothing of this tree has been read yet"
      actions={
        <>
          <ActionButton action={readAgain} at={{ devId }} kind="primary" showShortcut>
            Read the SCOMO object
          </ActionButton>
          <ActionButton action={readWholeTree} at={{ devId }} />
        </>
      }
    >
      The SCOMO object holds the packages and components. The whole tree takes longer and has everything else as well.
    </EmptyState>
  );
}

function NothingShown({ store }: { readonly store: TreeStore }) {
  const { filter, scomoOnly } = store.view.choices;
  const hasObject = store.scomo.inventory !== undefined;
  if (scomoOnly && !hasObject)
    return (
      <EmptyState
        title="No SCOMO object was found in this tree"
        actions={
          <>
            <ActionButton action={readWholeTree} at={{ devId: store.devId }} kind="primary" />
            <Button onClick={() => preferTree({ scomoOnly: false })}>Show the whole tree</Button>
          </>
        }
      >
        Read the whole tree: the object is found by its identifier, wherever it is.
      </EmptyState>
    );
  const isObjectAlone = hasObject && store.table.childCount[ROOT] === 1;
  return (
    <EmptyState
      title={`No node matches “${filter}”`}
      actions={
        <>
          <Button kind="primary" onClick={() => store.choose({ filter: '' })}>
            Clear the filter
          </Button>
          {isObjectAlone ? <ActionButton action={readWholeTree} at={{ devId: store.devId }} /> : null}
          {scomoOnly ? <Button onClick={() => preferTree({ scomoOnly: false })}>Look in the whole tree</Button> : null}
        </>
      }
    >
      {isObjectAlone
        ? 'Only the SCOMO object has been read so far; the handset may have such a node elsewhere.'
        : `Names, values and meanings of ${scomoOnly ? 'the SCOMO object' : 'all nodes that were read'} were looked through.`}
    </EmptyState>
  );
}
