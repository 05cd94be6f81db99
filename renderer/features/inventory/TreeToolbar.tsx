/** Above the tree: find, choose what is shown, count what changed. */
import { useEffect, useState } from 'react';
import { ActionItem } from '../../app/ActionButton.tsx';
import { perform, type Action } from '../../app/action.ts';
import { select } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, MenuSeparator } from '../../ui/Menu.tsx';
import { formatCount, formatNumber } from '../../ui/numbers.ts';
import { readWholeTree } from '../handsets/actions/read-whole-tree.ts';
import { readAgain } from '../handsets/actions/read-again.ts';
import { collapseAll } from './actions/collapse-all.ts';
import { expandAll } from './actions/expand-all.ts';
import { expandScomo } from './actions/expand-scomo.ts';
import { toggleScomoOnly } from './actions/scomo-only.ts';
import { toggleOperations } from './actions/show-operations.ts';
import { changeWords } from './change-words.ts';
import styles from './TreeToolbar.module.css';
import { useTreePreferences } from './tree-preferences.ts';
import type { TreeStore } from './tree-store.ts';
import { useTree } from './tree-stores.ts';

/** The toolbar of the tree. */
export function TreeToolbar({ store }: { readonly store: TreeStore }) {
  const scomoOnly = useTreePreferences((preferences) => preferences.scomoOnly);
  const showOperations = useTreePreferences((preferences) => preferences.showOperations);
  return (
    <div role="toolbar" aria-label="Tree" className={styles.toolbar}>
      <Filter store={store} />
      <Toggle action={toggleScomoOnly} pressed={scomoOnly} />
      <Toggle action={toggleOperations} pressed={showOperations} />
      <Counter store={store} />
      <Menu
        align="end"
        trigger={
          <Button kind="quiet" aria-label="More for the tree">
            ⋯
          </Button>
        }
      >
        <ActionItem action={readAgain} />
        <ActionItem action={readWholeTree} />
        <MenuSeparator />
        <ActionItem action={expandAll} />
        <ActionItem action={collapseAll} />
        <ActionItem action={expandScomo} />
      </Menu>
    </div>
  );
}

/** Looking through 100,000 nodes takes longer than a key press: it waits for a pause. */
const PAUSE = 120;

function Filter({ store }: { readonly store: TreeStore }) {
  const [text, setText] = useState(store.view.choices.filter);
  useEffect(() => {
    if (text === store.view.choices.filter) return undefined;
    const timer = setTimeout(() => store.choose({ filter: text }), text === '' ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [store, text]);
  return (
    <input
      type="search"
      className={styles.filter}
      placeholder="Filter nodes"
      aria-label="Filter nodes and values"
      aria-keyshortcuts="Control+F"
      title="Words in names, values or meanings; with a slash: in the URI (Ctrl F)"
      data-tree-filter
      spellCheck={false}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text !== '') setText('');
        else if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter')
          document.querySelector<HTMLElement>('[role=treegrid]')?.focus();
        else return;
        event.preventDefault();
      }}
    />
  );
}

function Toggle({ action, pressed }: { readonly action: Action; readonly pressed: boolean }) {
  return (
    <Button
      kind="quiet"
      className={pressed ? styles.pressed : ''}
      aria-pressed={pressed}
      hint={action.hint}
      shortcut={action.shortcut}
      onClick={() => void perform(action)}
    >
      {action.label}
    </Button>
  );
}

function Counter({ store }: { readonly store: TreeStore }) {
  useTree(store, ({ edition }) => edition);
  const { changed, removed, where } = store.changes.count();
  const { matches } = store.view;
  const nodes = Math.max(0, store.table.size - 1);
  const last = where === 'step' ? 'in the last step' : 'in the last reading';
  const words = changeWords({ changed, removed });
  return (
    <output
      className={styles.counter}
      title={words === '' ? undefined : `Nodes that are new, different or gone ${last}`}
    >
      {matches === undefined ? formatCount(nodes, 'node') : `${formatNumber(matches)} of ${formatCount(nodes, 'node')}`}
      {words === '' ? null : (
        <>
          {' · '}
          {changed === 0 ? (
            words
          ) : (
            <button
              type="button"
              className={styles.changed}
              title="Go to the next changed node"
              onClick={() => goToNextChange(store)}
            >
              {words}
            </button>
          )}{' '}
          {last}
        </>
      )}
    </output>
  );
}

/** Round and round through the nodes that changed last. */
function goToNextChange(store: TreeStore): void {
  const slots = shownSlots(store);
  const here = slots.indexOf(store.table.find(lastShown));
  const next = slots[(here + 1) % slots.length];
  if (next === undefined) return;
  lastShown = store.table.uri(next);
  select({ uri: lastShown });
}

/** The changed nodes; for an operation that the grid shows as a button, the node that holds it. */
function shownSlots({ changes, view, scomo, table }: TreeStore): readonly number[] {
  const holder = (slot: number) =>
    scomo.isOperation(slot) && !view.choices.showOperations ? (table.parent[slot] ?? slot) : slot;
  return [...new Set(changes.slots().map(holder))];
}

let lastShown = '';
