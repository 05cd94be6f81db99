/** The rows of the tree as a virtual tree grid: keyboard, selection, context menu. */
import { useLayoutEffect, useRef, type FocusEvent, type KeyboardEvent, type MouseEvent } from 'react';
import { perform } from '../../app/action.ts';
import { select, useWindow } from '../../app/store.ts';
import { bringRowIntoView, useRowWindow } from '../../ui/use-row-window.ts';
import { copyURI } from './actions/copy-uri.ts';
import { copyValue } from './actions/copy-value.ts';
import { NONE } from './slots.ts';
import { NodeMenu } from './NodeMenu.tsx';
import { effectOf, TypeAhead } from './tree-keys.ts';
import { TreeHeader, useColumnStyle } from './TreeHeader.tsx';
import { TreeRow } from './TreeRow.tsx';
import styles from './TreeRows.module.css';
import type { TreeStore } from './tree-store.ts';
import { useTree } from './tree-stores.ts';

/** Height of a row, px; the token --row. */
const ROW = 25;
const HEADER = 26;

/** The grid. It draws again when other rows are shown; a changed node draws its own row. */
export function TreeRows({ store }: { readonly store: TreeStore }) {
  const structure = useTree(store, ({ structure }) => structure);
  const uri = useWindow((state) => state.selection.uri);
  const scroller = useRef<HTMLDivElement>(null);
  const typed = useRef(new TypeAhead());
  const columns = useColumnStyle();
  const { table, view } = store;
  const rows = view.rows();
  const selectedSlot = uri === undefined ? NONE : table.find(uri);
  const selectedRow = selectedSlot === NONE ? NONE : rows.rowOf(selectedSlot);
  const { first, end } = useRowWindow(scroller, { count: rows.length, height: ROW, beyond: 10 });

  // A node that somebody selected must be a row and in view; a row that moves later does not pull the view along.
  const wanted = useRef<string>(undefined);
  useLayoutEffect(() => {
    wanted.current = uri;
    if (uri !== undefined) store.reveal(uri);
  }, [store, uri]);
  useLayoutEffect(() => {
    if (wanted.current !== uri || selectedRow === NONE || view.rows().length !== rows.length) return;
    wanted.current = undefined;
    bringRowIntoView(scroller.current, selectedRow, ROW, HEADER);
  }, [uri, selectedRow, rows, view]);

  function choose(row: number): void {
    const slot = rows.at(row);
    if (slot !== NONE) select({ uri: table.uri(slot) });
  }

  function press(event: KeyboardEvent<HTMLDivElement>): void {
    const inButton = event.target !== event.currentTarget;
    if (inButton) {
      if (event.key === 'ArrowLeft' || event.key === 'Escape') scroller.current?.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key === 'c')
        void perform(selectedSlot !== NONE && table.value(selectedSlot) !== null ? copyValue : copyURI);
      return;
    }
    if (event.key === 'ContextMenu') {
      openMenuAt(selectedSlot, event);
      return;
    }
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER) / ROW) - 1);
    const effect = effectOf(event.key, store, selectedRow, page);
    if (effect === undefined && event.key.length === 1 && event.key !== ' ') {
      choose(typed.current.find(event.key, store, selectedRow, event.timeStamp));
      return;
    }
    if (effect === undefined) return;
    event.preventDefault();
    if (effect.kind === 'select') choose(effect.row);
    else if (effect.kind === 'enter') rowElement(selectedSlot)?.querySelector('button')?.focus();
    else store.setOpen(effect.slots, effect.kind === 'open');
  }

  return (
    <NodeMenu store={store}>
      <div
        ref={scroller}
        role="treegrid"
        aria-label="Management tree"
        aria-rowcount={rows.length + 1}
        aria-colcount={4}
        aria-activedescendant={selectedRow === NONE ? undefined : `node-${selectedSlot}`}
        data-structure={structure}
        tabIndex={0}
        className={styles.grid}
        style={columns}
        onKeyDown={press}
        onFocus={startAtTop}
        onContextMenu={selectUnder}
      >
        <TreeHeader />
        <div role="presentation" className={styles.canvas} style={{ height: rows.length * ROW }}>
          {rows.slots(first, end).map((slot, index) => (
            <TreeRow
              key={slot}
              store={store}
              slot={slot}
              row={first + index}
              top={(first + index) * ROW}
              posInSet={rows.posInSet(slot)}
              setSize={rows.setSize(slot, table)}
              open={view.hasChildren(slot) ? view.isOpen(slot) : undefined}
              selected={slot === selectedSlot}
            />
          ))}
        </div>
      </div>
    </NodeMenu>
  );

  /** Who comes with the keyboard stands on a row at once. */
  function startAtTop(event: FocusEvent<HTMLDivElement>): void {
    const isOwn = event.target === event.currentTarget && event.currentTarget.matches(':focus-visible');
    if (isOwn && selectedRow === NONE) choose(Math.ceil(event.currentTarget.scrollTop / ROW));
  }

  function selectUnder(event: MouseEvent): void {
    const slot = (event.target as Element).closest<HTMLElement>('[data-slot]')?.dataset['slot'];
    if (slot !== undefined) select({ uri: table.uri(Number(slot)) });
  }
}

/** The context menu key opens the menu beside the selected row, not in the corner of the grid. */
function openMenuAt(slot: number, event: KeyboardEvent): void {
  const row = rowElement(slot);
  if (row === null) return;
  event.preventDefault();
  const { left, bottom } = row.getBoundingClientRect();
  row.dispatchEvent(
    new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left + 24, clientY: bottom }),
  );
}

function rowElement(slot: number): HTMLElement | null {
  return document.getElementById(`node-${slot}`);
}
