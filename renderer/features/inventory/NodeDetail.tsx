/** The selected node in full: what the columns had no room for. */
import { useCallback, useState, useSyncExternalStore } from 'react';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useWindow } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Time } from '../../ui/Time.tsx';
import { needsReadable } from '../handsets/actions/read.ts';
import { addNode } from './actions/add-node.ts';
import { objectAt } from '../device/device-nodes.ts';
import { ObjectCard } from '../device/ObjectCard.tsx';
import { NONE } from './slots.ts';
import styles from './NodeDetail.module.css';
import { NodeProperties } from './NodeProperties.tsx';
import { NodeValueForm } from './NodeValueForm.tsx';
import type { TreeStore } from './tree-store.ts';
import { useTree } from './tree-stores.ts';

/** A strip below the grid; nothing while no node is selected. */
export function NodeDetail({ store }: { readonly store: TreeStore }) {
  const uri = useWindow((state) => state.selection.uri);
  // A node that is read for the first time gets a slot; one that goes away loses it.
  useTree(store, ({ structure }) => structure);
  const slot = uri === undefined ? NONE : store.table.find(uri);
  if (slot === NONE || uri === undefined) return null;
  return (
    <>
      <Detail key={slot} store={store} slot={slot} />
      <StandardView store={store} slot={slot} />
      <NodeProperties key={uri} devId={store.devId} uri={uri} />
    </>
  );
}

/** A standard object has a view of its own. */
function StandardView({ store, slot }: { readonly store: TreeStore; readonly slot: number }) {
  useTree(store, ({ edition }) => edition);
  const object = objectAt(store.table, slot);
  return object === undefined ? null : (
    <div className={styles.object}>
      <ObjectCard object={object} />
    </div>
  );
}

function Detail({ store, slot }: { readonly store: TreeStore; readonly slot: number }) {
  useSyncExternalStore(
    useCallback((listener) => store.subscribeRow(slot, listener), [store, slot]),
    () => store.rowEdition(slot),
  );
  const { table, scomo, changes } = store;
  const value = table.value(slot);
  const readAt = table.readAt[slot] ?? 0;
  const type = table.type(slot);
  const mark = changes.markOf(slot);
  const meaning = scomo.meaning(slot);
  const [isEditing, setEditing] = useState(false);
  const uri = table.uri(slot);
  const whyNotEdit = useWindow((state) => needsReadable(state, { devId: store.devId, uri }));
  const isInterior = table.isInterior(slot);
  const isEditable = !isInterior && table.format(slot) !== 'null';
  const facts = [
    scomo.purpose(slot),
    isInterior ? 'interior node' : `format ${table.format(slot)}`,
    type === null ? undefined : `type ${type}`,
  ].filter((fact) => fact !== undefined);
  if (isEditing)
    return (
      <section className={styles.detail} aria-label="Selected node">
        <NodeValueForm
          devId={store.devId}
          uri={uri}
          format={table.format(slot)}
          value={value ?? ''}
          onClose={() => setEditing(false)}
        />
      </section>
    );
  return (
    <section className={styles.detail} aria-label="Selected node">
      <p className={styles.text}>
        <code className={styles.uri}>{table.uri(slot)}</code>
        {value === null || value === '' ? null : (
          <>
            {' = '}
            <code className={styles.value}>{value}</code>
          </>
        )}
        {meaning === undefined ? null : <span className={styles.meaning}> {meaning}</span>}
        <span className={styles.facts}>
          {' · '}
          {facts.join(' · ')}
          {mark?.kind === 'value' && mark.before !== null ? (
            <>
              {' · '}was <code>{mark.before === '' ? 'empty' : mark.before}</code>
            </>
          ) : null}
          {readAt === 0 ? (
            ' · not read itself'
          ) : (
            <>
              {' · read '}
              <Time at={readAt} suffix=" ago" />
            </>
          )}
        </span>
      </p>
      <span className={styles.buttons}>
        {isEditable ? (
          <Button size="small" kind="quiet" whyNot={whyNotEdit} onClick={() => setEditing(true)}>
            Edit value
          </Button>
        ) : null}
        {isInterior ? <ActionButton action={addNode} size="small" kind="quiet" /> : null}
        <CopyButton text={table.uri(slot)} what="of this node" label="Copy URI" />
        {value === null || value === '' ? null : <CopyButton text={value} what="of this node" label="Copy value" />}
      </span>
    </section>
  );
}
