/**
 * One row of the tree grid. It draws itself again when its own node changed (`rowEdition`); everything else that
 * it shows comes as plain properties, so that scrolling and selecting leave the other rows alone.
 */
// Virtual rows stand in a scrolled canvas, where table elements have no layout: roles say what they are.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { memo, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { select } from '../../app/store.ts';
import { formatNumber } from '../../ui/numbers.ts';
import { Time } from '../../ui/Time.tsx';
import { NodeMeaning } from './NodeMeaning.tsx';
import { NodeValue } from './NodeValue.tsx';
import { OperationButtons } from './OperationButtons.tsx';
import styles from './TreeRow.module.css';
import type { TreeStore } from './tree-store.ts';

export interface TreeRowProps {
  readonly store: TreeStore;
  readonly slot: number;
  readonly row: number;
  /** Where it stands in the list, px. */
  readonly top: number;
  readonly posInSet: number;
  readonly setSize: number;
  /** undefined: a leaf, or nothing in it to show. */
  readonly open: boolean | undefined;
  readonly selected: boolean;
}

/** How long a change stays tinted, and then fades (TreeRow.module.css), milliseconds. */
const STAYS = 9000;
const FADES = 3000;

/** A row of the tree grid. */
export const TreeRow = memo(function TreeRow(props: TreeRowProps) {
  const { store, slot, row, top, posInSet, setSize, open, selected } = props;
  useSyncExternalStore(
    useCallback((listener) => store.subscribeRow(slot, listener), [store, slot]),
    () => store.rowEdition(slot),
  );
  const { table, view, changes } = store;
  const level = table.depth[slot] ?? 1;
  const readAt = table.readAt[slot] ?? 0;
  const mark = changes.markOf(slot);
  // Of a new node everything inside is new.
  const hidden = open === false && mark?.kind !== 'added' ? changes.inside(slot) : 0;
  const classes = [
    styles.row,
    selected ? styles.selected : '',
    view.matchesFilter(slot) ? styles.found : '',
    store.scomo.entryAt(slot) === undefined ? '' : styles.entry,
  ].join(' ');
  return (
    // Keys are handled by the tree grid around it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`node-${slot}`}
      role="row"
      aria-rowindex={row + 2}
      aria-level={level}
      aria-posinset={posInSet}
      aria-setsize={setSize}
      aria-expanded={open}
      aria-selected={selected}
      data-slot={slot}
      className={classes}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => select({ uri: table.uri(slot) })}
      onDoubleClick={() => (open === undefined ? undefined : store.setOpen([slot], !open))}
    >
      {mark === undefined ? null : <Tint key={mark.at} at={mark.at} />}
      <div role="gridcell" className={styles.node} style={{ paddingLeft: 6 + (level - 1) * 16 }}>
        <Caret open={open} onToggle={() => store.setOpen([slot], open !== true)} />
        <span className={styles.name} title={nameTitle(store, slot)}>
          {table.name(slot)}
        </span>
        {mark?.kind === 'added' ? <span className={styles.new}>new</span> : null}
        {hidden === 0 ? null : <span className={styles.new}>{hidden} changed inside</span>}
      </div>
      <Cells {...props} />
      <div role="gridcell" className={styles.read}>
        {readAt === 0 ? null : <Time at={readAt} />}
      </div>
    </div>
  );
});

function Cells({ store, slot, selected }: TreeRowProps) {
  const { table, scomo, changes, devId } = store;
  const tabIndex = selected ? 0 : -1;
  const owner = scomo.operationsAt(slot);
  if (owner !== undefined)
    return (
      <div role="gridcell" aria-colspan={2} className={`${styles.cell} ${styles.wide}`}>
        <OperationButtons devId={devId} entry={owner} place="tree" tabIndex={tabIndex} />
      </div>
    );
  const entry = scomo.entryAt(slot);
  const id = entry?.subtree === 'Deployed' ? entry.id : entry?.pkgId;
  const children = table.childCount[slot] ?? 0;
  return (
    <>
      <div role="gridcell" className={`${styles.cell} ${styles.value}`}>
        {!table.isInterior(slot) ? (
          <NodeValue table={table} slot={slot} mark={changes.markOf(slot)} />
        ) : id === undefined ? (
          <span className={styles.count}>{children === 1 ? '1 child' : `${formatNumber(children)} children`}</span>
        ) : (
          <span className={styles.id} title={id}>
            {id}
          </span>
        )}
      </div>
      <div role="gridcell" className={`${styles.cell} ${styles.means}`}>
        <NodeMeaning store={store} slot={slot} tabIndex={tabIndex} />
      </div>
    </>
  );
}

/**
 * The background of a change, as far faded as its age says when the row comes into view. Only a tint that fades is
 * animated: an animation, even one that waits, makes each row a layer of its own, and that costs more than the change.
 */
function Tint({ at }: { readonly at: number }) {
  const [age] = useState(() => Math.max(0, Date.now() - at));
  const [fades, setFades] = useState(age >= STAYS);
  useEffect(() => {
    const timer = setTimeout(() => setFades(true), STAYS - age);
    return () => clearTimeout(timer);
  }, [age]);
  if (age >= STAYS + FADES) return null;
  return (
    <span
      aria-hidden="true"
      className={`${styles.tint} ${fades ? styles.fading : ''}`}
      style={{ animationDelay: `${Math.min(0, STAYS - age)}ms` }}
    />
  );
}

function Caret({ open, onToggle }: { readonly open: boolean | undefined; readonly onToggle: () => void }) {
  if (open === undefined) return <span className={styles.caret} />;
  return (
    <span
      className={`${styles.caret} ${open ? styles.open : ''}`}
      data-caret
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <svg width="8" height="8" viewBox="0 0 8 8">
        <path d="M2 1l4 3-4 3z" fill="currentColor" />
      </svg>
    </span>
  );
}

function nameTitle({ table, scomo }: TreeStore, slot: number): string {
  const purpose = scomo.purpose(slot);
  return purpose === undefined ? table.uri(slot) : `${table.uri(slot)}\n${purpose}`;
}
