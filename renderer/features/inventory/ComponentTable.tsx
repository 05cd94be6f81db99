/** The inventory of the selected handset at one glance: components, packages, downloads, and what may be done now. */
import { useMemo } from 'react';
import type { Inventory, InventoryEntry } from '../../../shared/scomo/inventory-types.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useWindow } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { readAgain } from '../handsets/actions/read-again.ts';
import { readWholeTree } from '../handsets/actions/read-whole-tree.ts';
import { pushPackage } from '../packages/actions/push-package.ts';
import styles from './ComponentTable.module.css';
import { EntryRow } from './EntryRow.tsx';
import { summaryOf } from './inventory-summary.ts';
import type { TreeStore } from './tree-store.ts';
import { treeStoreOf, useTree } from './tree-stores.ts';

/** The components and packages of a handset. */
export function ComponentTable({ devId }: { readonly devId: string }) {
  const store = useMemo(() => treeStoreOf(devId), [devId]);
  const inventory = useTree(store, ({ scomo }) => scomo.inventory);
  return inventory === undefined ? <NoInventory store={store} /> : <Sections devId={devId} inventory={inventory} />;
}

function Sections({ devId, inventory }: { readonly devId: string; readonly inventory: Inventory }) {
  const { deployed, delivered, downloads, lists } = inventory;
  return (
    <div className={styles.scroller}>
      <Section
        title="Deployed components"
        devId={devId}
        entries={deployed}
        summary={summaryOf(deployed)}
        none="No component is on this handset. Push a package to install one."
      />
      <Section
        title="Delivered packages"
        devId={devId}
        entries={delivered}
        summary={summaryOf(delivered)}
        none={
          lists.Delivered === undefined
            ? 'This handset does not show the packages that it keeps.'
            : 'The handset keeps no package.'
        }
      />
      <Section
        title="Downloads"
        devId={devId}
        entries={downloads}
        summary={summaryOf(downloads)}
        none="Nothing is being fetched."
      />
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly devId: string;
  readonly entries: readonly InventoryEntry[];
  readonly summary: string;
  /** Stands where there is no entry. */
  readonly none: string;
}

function Section({ title, devId, entries, summary, none }: SectionProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <span className={styles.summary}>{summary}</span>
      </header>
      {entries.length === 0 ? (
        <p className={styles.none}>
          {none}
          {title === 'Deployed components' ? <ActionButton action={pushPackage} size="small" /> : null}
        </p>
      ) : (
        <ul>
          {entries.map((entry) => (
            <EntryRow key={entry.uri} devId={devId} entry={entry} />
          ))}
        </ul>
      )}
    </section>
  );
}

function NoInventory({ store }: { readonly store: TreeStore }) {
  const status = useTree(store, ({ status }) => status);
  const isEmpty = useTree(store, ({ table }) => table.size <= 1);
  const { devId } = store;
  const activity = useWindow((state) => state.handsets.get(devId)?.activity?.what);
  const isRead = useWindow((state) => state.reading.has(devId));
  if (status.kind === 'loading') return <div className={styles.scroller} aria-busy="true" />;
  if (status.kind === 'failed')
    return (
      <div className={styles.failed}>
        <ErrorNotice failure={status.failure} actions={<Button onClick={() => void store.load()}>Try again</Button>} />
      </div>
    );
  if (isRead || activity !== undefined)
    return (
      <EmptyState title="The handset is being read">
        {activity ?? 'Its components and packages appear here in a moment.'}
      </EmptyState>
    );
  return (
    <EmptyState
      title={isEmpty ? 'This handset has not been read yet' : 'No SCOMO object was found in what was read'}
      actions={
        <>
          <ActionButton action={isEmpty ? readAgain : readWholeTree} at={{ devId }} kind="primary" showShortcut />
          <ActionButton action={isEmpty ? readWholeTree : readAgain} at={{ devId }} />
        </>
      }
    >
      {isEmpty
        ? 'Reading it shows which packages and components it has, and what can be done with them.'
        : 'The object is found by its identifier, wherever it is. Read the whole tree to look everywhere.'}
    </EmptyState>
  );
}
