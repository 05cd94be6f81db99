/**
 * The rows of the tree grid from top to bottom: the flat list behind the virtual one.
 *
 * It is built again as a whole when the structure, the expansion or the filter changes, at most once per frame. One
 * pass over 100,000 open nodes takes about two milliseconds; changed values do not touch it at all.
 */
import type { NodeTable } from './node-table.ts';
import { NONE, ROOT, widened } from './slots.ts';

/** What decides whether a node is a row, and whether its children are. */
export interface RowRules {
  isShown(slot: number): boolean;
  isOpen(slot: number): boolean;
}

export class VisibleRows {
  /** Rows now. */
  length = 0;
  #slots = new Int32Array(64);
  /** By slot: its row or NONE. */
  #row = new Int32Array(0);
  /** By slot: which of its parent's shown children it is, from 1. */
  #posInSet = new Int32Array(0);
  /** By slot: how many of its children are rows when it is open. */
  #setSize = new Int32Array(0);

  /** The slot in a row, NONE outside. */
  at(row: number): number {
    return row < 0 || row >= this.length ? NONE : (this.#slots[row] ?? NONE);
  }

  /** The slots of the rows from `first` until before `end`, none of which is outside. */
  slots(first: number, end: number): readonly number[] {
    return [...this.#slots.subarray(first, end)];
  }

  /** The row of a slot, NONE when it is not shown. */
  rowOf(slot: number): number {
    return this.#row[slot] ?? NONE;
  }

  posInSet(slot: number): number {
    return this.#posInSet[slot] ?? 1;
  }

  /** How many rows share the parent of `slot`. */
  setSize(slot: number, table: NodeTable): number {
    return this.#setSize[table.parent[slot] ?? ROOT] ?? 1;
  }

  /** Walks the table once. The root `.` is not a row: its children are the first level. */
  build(table: NodeTable, rules: RowRules): void {
    this.#makeRoom(table);
    this.#row.fill(NONE);
    this.#setSize[ROOT] = 0;
    let count = 0;
    let slot = table.firstChild[ROOT] ?? NONE;
    while (slot !== NONE) {
      let onward: number = NONE;
      if (rules.isShown(slot)) {
        const parent = table.parent[slot] ?? ROOT;
        const place = (this.#setSize[parent] ?? 0) + 1;
        this.#setSize[parent] = place;
        this.#posInSet[slot] = place;
        this.#setSize[slot] = 0;
        this.#row[slot] = count;
        this.#slots[count] = slot;
        count += 1;
        if (rules.isOpen(slot)) onward = table.firstChild[slot] ?? NONE;
      }
      let at = slot;
      while (onward === NONE && at !== ROOT) {
        onward = table.next[at] ?? NONE;
        at = table.parent[at] ?? ROOT;
      }
      slot = onward;
    }
    this.length = count;
  }

  #makeRoom(table: NodeTable): void {
    if (this.#slots.length < table.size) this.#slots = new Int32Array(Math.ceil(table.size * 1.25));
    if (this.#row.length >= table.end) return;
    const length = Math.ceil(table.end * 1.25);
    this.#row = new Int32Array(length);
    this.#posInSet = widened(this.#posInSet, new Int32Array(length));
    this.#setSize = widened(this.#setSize, new Int32Array(length));
  }
}
