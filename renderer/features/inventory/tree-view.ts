/**
 * What of a tree is shown: open nodes, filter, "SCOMO only", "Show operations", and the rows that follow from them.
 * Building the rows waits until someone asks for them.
 */
import type { NodeTable } from './node-table.ts';
import { NONE, ROOT } from './slots.ts';
import { OpenNodes, type Expansion, type OpenRule } from './open-nodes.ts';
import { compileFilter, FilterMarks } from './tree-filter.ts';
import { VisibleRows } from './visible-rows.ts';

/** The choices above the grid. */
export interface ViewChoices {
  readonly filter: string;
  readonly scomoOnly: boolean;
  /** Show operation nodes as rows of their own, beside the buttons in place. */
  readonly showOperations: boolean;
}

/** What the view must know of SCOMO; the inventory answers it. */
export interface ScomoNodes {
  /** Slot of the object's root, NONE when there is none. */
  readonly root: number;
  /** Is this the node of an operation, which the grid shows as a button? */
  isOperation(slot: number): boolean;
  /** The words of a value, e.g. `Inactive` for a State of 10. */
  meaning(slot: number): string | undefined;
}

export class TreeView {
  readonly open: OpenNodes;
  choices: ViewChoices = { filter: '', scomoOnly: false, showOperations: false };
  readonly #table: NodeTable;
  readonly #scomo: ScomoNodes;
  readonly #rows = new VisibleRows();
  #marks: FilterMarks | undefined;
  /** Under a filter, expansion is separate: leading nodes a person closed, matches a person opened. */
  readonly #toggled = new Set<number>();
  #stale = true;

  constructor(table: NodeTable, scomo: ScomoNodes, remembered?: Expansion) {
    this.#table = table;
    this.#scomo = scomo;
    this.open = new OpenNodes(table, remembered);
  }

  /** The rows as they are now. */
  rows(): VisibleRows {
    if (this.#stale) {
      this.#stale = false;
      this.#rows.build(this.#table, this);
    }
    return this.#rows;
  }

  /** How many nodes match the filter; undefined without one. */
  get matches(): number | undefined {
    return this.#marks?.matches;
  }

  matchesFilter(slot: number): boolean {
    return this.#marks?.matchesItself(slot) ?? false;
  }

  /** The structure, the expansion or the SCOMO root changed. */
  invalidate(): void {
    this.#stale = true;
  }

  /** Answers whether anything is chosen otherwise than before. */
  choose(change: Partial<ViewChoices>): boolean {
    const before = this.choices;
    const next = { ...before, ...change };
    const isSame =
      next.filter === before.filter &&
      next.scomoOnly === before.scomoOnly &&
      next.showOperations === before.showOperations;
    if (isSame) return false;
    this.choices = next;
    if (next.filter !== before.filter) this.refilter();
    this.#stale = true;
    return true;
  }

  /** Looks through the whole tree again, e.g. after a snapshot. */
  refilter(): void {
    const test = compileFilter(this.choices.filter, this.#table, (slot) => this.#scomo.meaning(slot));
    this.#marks = test === undefined ? undefined : new FilterMarks(this.#table, test);
    this.#toggled.clear();
    this.#stale = true;
  }

  added(slot: number): void {
    this.open.adopt(slot);
    this.#marks?.add(slot);
    this.#stale = true;
  }

  removed(slot: number): void {
    this.#marks?.remove(slot);
    this.#toggled.delete(slot);
    this.#stale = true;
  }

  changed(slot: number): void {
    if (this.#marks?.add(slot) === true) this.#stale = true;
  }

  isShown(slot: number): boolean {
    if (this.choices.scomoOnly && !this.#isScomo(slot)) return false;
    if (this.#marks === undefined) return this.choices.showOperations || !this.#scomo.isOperation(slot);
    return this.#marks.isMarked(slot) || this.#isUnderOpenedMatch(slot);
  }

  isOpen(slot: number): boolean {
    if (this.#marks === undefined) return this.open.isOpen(slot);
    return this.#marks.leads(slot) !== this.#toggled.has(slot);
  }

  /** Can this row be opened: is there a child that would be shown? */
  hasChildren(slot: number): boolean {
    let child = this.#table.firstChild[slot] ?? NONE;
    if (child === NONE) return false;
    if (this.#marks !== undefined && !this.#marks.leads(slot)) return true;
    while (child !== NONE && !this.isShown(child)) child = this.#table.next[child] ?? NONE;
    return child !== NONE;
  }

  setOpen(slot: number, open: boolean): void {
    if (this.isOpen(slot) === open) return;
    if (this.#marks === undefined) this.open.set(slot, open);
    else if (!this.#toggled.delete(slot)) this.#toggled.add(slot);
    this.#stale = true;
  }

  setRule(rule: OpenRule): void {
    this.open.setRule(rule);
    this.#stale = true;
  }

  /** Opens everything above a node and drops choices that hide it, so that it is a row. */
  reveal(slot: number): void {
    if (this.choices.scomoOnly && !this.#isScomo(slot)) this.choose({ scomoOnly: false });
    if (this.#marks !== undefined && !this.isShown(slot)) this.choose({ filter: '' });
    if (!this.isShown(slot)) this.choose({ showOperations: true });
    let above = this.#table.parent[slot] ?? NONE;
    while (above > ROOT) {
      this.setOpen(above, true);
      above = this.#table.parent[above] ?? NONE;
    }
  }

  #isScomo(slot: number): boolean {
    const { root } = this.#scomo;
    return root !== NONE && (this.#table.isWithin(slot, root) || this.#table.isWithin(root, slot));
  }

  #isUnderOpenedMatch(slot: number): boolean {
    const parent = this.#table.parent[slot] ?? ROOT;
    return parent !== ROOT && this.#toggled.has(parent) && this.#marks?.leads(parent) === false;
  }
}
