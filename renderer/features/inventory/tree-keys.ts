/** The keys of the tree grid, as the WAI-ARIA tree grid and tree patterns describe them. */
import { NONE } from './slots.ts';
import type { TreeStore } from './tree-store.ts';

/** What a key does; undefined: not ours. */
export type KeyEffect =
  | { readonly kind: 'select'; readonly row: number }
  | { readonly kind: 'open' | 'close'; readonly slots: readonly number[] }
  /** Into the buttons of the row. */
  | { readonly kind: 'enter' }
  | undefined;

/**
 * What `key` does while `row` is selected (NONE: no row). `page`: rows that fit the window.
 * Arrow keys walk; Right opens or goes in, Left closes or goes out; Home, End, Page Up, Page Down; Enter toggles;
 * `*` opens all siblings.
 */
export function effectOf(key: string, store: TreeStore, row: number, page: number): KeyEffect {
  const rows = store.view.rows();
  const { table, view } = store;
  const last = rows.length - 1;
  if (last < 0) return undefined;
  const to = (goal: number): KeyEffect => ({ kind: 'select', row: Math.max(0, Math.min(last, goal)) });
  const slot = rows.at(row);
  const isClosed = slot !== NONE && view.hasChildren(slot) && !view.isOpen(slot);
  const isOpened = slot !== NONE && view.hasChildren(slot) && view.isOpen(slot);
  switch (key) {
    case 'ArrowDown':
      return to(row + 1);
    case 'ArrowUp':
      return to(row === NONE ? last : row - 1);
    case 'PageDown':
      return to(row + page);
    case 'PageUp':
      return to(row - page);
    case 'Home':
      return to(0);
    case 'End':
      return to(last);
    case 'ArrowRight':
      if (isClosed) return { kind: 'open', slots: [slot] };
      return isOpened ? to(row + 1) : { kind: 'enter' };
    case 'ArrowLeft': {
      if (isOpened) return { kind: 'close', slots: [slot] };
      const parent = slot === NONE ? NONE : rows.rowOf(table.parent[slot] ?? NONE);
      return parent === NONE ? undefined : to(parent);
    }
    case 'Enter':
      if (isClosed || isOpened) return { kind: isClosed ? 'open' : 'close', slots: [slot] };
      return { kind: 'enter' };
    case '*':
      return slot === NONE ? undefined : { kind: 'open', slots: siblingsOf(store, slot) };
    default:
      return undefined;
  }
}

/** Finds the next row whose name starts with what was typed; NONE when there is none. */
export class TypeAhead {
  #typed = '';
  #at = 0;

  /** `now` in milliseconds; a pause starts a new word. */
  find(letter: string, store: TreeStore, row: number, now: number): number {
    const isNew = now - this.#at > PAUSE;
    this.#typed = isNew ? letter : this.#typed + letter;
    this.#at = now;
    const rows = store.view.rows();
    const wanted = this.#typed.toLowerCase();
    // A first letter goes on to the next row; further letters may keep the row they are on.
    const from = Math.max(0, isNew ? row + 1 : row);
    for (let step = 0; step < rows.length; step += 1) {
      const candidate = (from + step) % rows.length;
      if (store.table.name(rows.at(candidate)).toLowerCase().startsWith(wanted)) return candidate;
    }
    return NONE;
  }
}

const PAUSE = 700;

function siblingsOf({ table, view }: TreeStore, slot: number): readonly number[] {
  const siblings: number[] = [];
  let each = table.firstChild[table.parent[slot] ?? NONE] ?? NONE;
  while (each !== NONE) {
    if (view.isShown(each) && view.hasChildren(each)) siblings.push(each);
    each = table.next[each] ?? NONE;
  }
  return siblings;
}
