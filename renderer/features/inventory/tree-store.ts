/**
 * One handset's tree, outside React.
 *
 * A snapshot fills it, events change it; a gap in their versions, or a reset, brings a new snapshot, which is compared
 * with what is there. A row hears of its own node at once; everybody else (rows as a whole, counters, inventory) hears
 * at most once per frame. So one changed leaf draws one row, and a reading of 100,000 nodes does not draw 2,000 times.
 */
import type { Call } from '../../../shared/contract/contract.ts';
import type { TreeRow, TreeSnapshot } from '../../../shared/contract/tree.ts';
import type { Failure } from '../../../shared/result.ts';
import type { TreeEvent } from '../../app/workbench.ts';
import { NodeTable } from './node-table.ts';
import { NONE, ROOT, widened } from './slots.ts';
import type { Expansion, OpenRule } from './open-nodes.ts';
import { RowListeners } from './row-listeners.ts';
import { TreeChanges, type StepTimes } from './tree-changes.ts';
import { TreeInventory } from './tree-inventory.ts';
import { TreeView, type ViewChoices } from './tree-view.ts';

/** What a tree store needs from outside. */
export interface TreeSurroundings {
  readonly call: Call;
  /** Runs a task once, soon; before the next frame is drawn. */
  readonly soon: (task: () => void) => void;
  readonly remembered?: Expansion | undefined;
  readonly remember?: (expansion: Expansion) => void;
}

export type TreeStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** More differences than this between two snapshots are not marked one by one. */
const MARKED = 500;

export class TreeStore {
  readonly devId: string;
  readonly table = new NodeTable((slot) => this.#adopt(slot));
  readonly scomo: TreeInventory;
  readonly view: TreeView;
  readonly changes: TreeChanges;
  status: TreeStatus = { kind: 'loading' };
  /** Grows when anything that is not a single row changed. */
  edition = 0;
  /** Grows when other rows are shown, or in another order. */
  structure = 0;
  #version = NONE;
  #loading = false;
  #loaded = false;
  #waiting: Extract<TreeEvent, { readonly type: 'tree' }>[] = [];
  readonly #around: TreeSurroundings;
  readonly #listeners = new Set<() => void>();
  readonly #rows = new RowListeners();
  /** Read at least twice, so that a new child of it is news and not the rest of a first reading. */
  #settled = new Uint8Array(64);
  #planned = false;
  #restructured = false;

  constructor(devId: string, around: TreeSurroundings) {
    this.devId = devId;
    this.#around = around;
    this.scomo = new TreeInventory(this.table);
    this.view = new TreeView(this.table, this.scomo, around.remembered);
    this.changes = new TreeChanges(this.table);
  }

  /** Asks for the snapshot (again). */
  async load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    this.#waiting = [];
    if (!this.#loaded) this.#setStatus({ kind: 'loading' });
    const result = await this.#around.call('tree.snapshot', { devId: this.devId });
    this.#loading = false;
    if (!result.ok) {
      this.#setStatus({ kind: 'failed', failure: result.error });
      return;
    }
    this.#takeSnapshot(result.value);
    this.#setStatus({ kind: 'ready' });
    // What is drawn first must already have its states: no waiting for the next frame.
    this.#flush();
    for (const event of this.#waiting.splice(0)) this.receive(event);
  }

  /** Takes an event of the workbench; those of other handsets are ignored. */
  receive(event: TreeEvent): void {
    if (event.type === 'resync') void this.load();
    else if (event.devId !== this.devId) return;
    else if (event.type === 'tree-reset') void this.load();
    else if (this.#loading) this.#waiting.push(event);
    else if (event.version === this.#version + 1) this.#takeEvent(event);
    else if (event.version > this.#version) void this.load();
  }

  /** Everything but single rows; at most once per frame. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** One node; at once. Returns how to stop. */
  subscribeRow(slot: number, listener: () => void): () => void {
    return this.#rows.subscribe(slot, listener);
  }

  /** Grows when the row of this slot must be drawn again. */
  rowEdition(slot: number): number {
    return this.#rows.edition(slot);
  }

  choose(change: Partial<ViewChoices>): void {
    if (this.view.choose(change)) this.#plan(true);
  }

  /** Opens or closes nodes. */
  setOpen(slots: readonly number[], open: boolean): void {
    for (const slot of slots) {
      this.view.setOpen(slot, open);
      this.#rows.touch(slot);
    }
    this.#around.remember?.(this.view.open.remembered());
    this.#plan(true);
  }

  setRule(rule: OpenRule): void {
    this.view.setRule(rule);
    this.#rows.touchMounted();
    this.#around.remember?.(this.view.open.remembered());
    this.#plan(true);
  }

  /** Makes a node a row; false when the tree does not have it. */
  reveal(uri: string): boolean {
    const slot = this.table.find(uri);
    if (slot === NONE) return false;
    if (this.view.rows().rowOf(slot) === NONE) {
      this.view.reveal(slot);
      this.#rows.touchMounted();
      this.#plan(true);
    }
    return true;
  }

  /** Which step ran last on this handset. */
  setStep(step: StepTimes | undefined): void {
    const lost = this.changes.setStep(step);
    for (const slot of lost) this.#rows.touch(slot);
    if (lost.length > 0) this.#plan(false);
  }

  #takeSnapshot(snapshot: TreeSnapshot): void {
    const isFirst = !this.#loaded;
    this.#version = snapshot.version;
    this.table.reserve(snapshot.rows.length + 1);
    if (isFirst) this.#fill(snapshot);
    else this.#compare(snapshot);
    this.#loaded = true;
    this.scomo.invalidate();
    this.view.refilter();
    this.#plan(true);
  }

  #fill(snapshot: TreeSnapshot): void {
    for (const row of snapshot.rows) this.table.put(row);
    this.#settled.fill(1, 0, this.table.end);
    this.#setScomo(snapshot);
    this.view.open.adoptAll();
  }

  #compare(snapshot: TreeSnapshot): void {
    const named = new Set(snapshot.rows.map(([uri]) => uri));
    const news: (() => void)[] = [];
    const gone: number[] = [];
    this.table.walk(ROOT, (slot) => {
      if (slot !== ROOT && !named.has(this.table.uri(slot))) gone.push(slot);
    });
    // A row below a node that the snapshot does not name brings that node back.
    for (const slot of gone.toReversed()) this.#remove(slot, false, 0);
    for (const row of snapshot.rows) {
      const note = this.#put(row);
      if (note !== undefined && news.length <= MARKED) news.push(note);
    }
    if (news.length <= MARKED) for (const note of news) note();
    this.#setScomo(snapshot);
    this.#rows.touchMounted();
  }

  #takeEvent(event: Extract<TreeEvent, { readonly type: 'tree' }>): void {
    this.#version = event.version;
    const at = event.rows.reduce((newest, row) => Math.max(newest, row[4]), 0);
    for (const uri of event.removed) {
      const slot = this.table.find(uri);
      if (slot !== NONE) this.#remove(slot, true, at);
    }
    for (const row of event.rows) this.#put(row)?.();
    this.#setScomo(event);
    this.#plan(this.#restructured);
  }

  /** Takes one row; returns how to mark it when it is news. */
  #put(row: TreeRow): (() => void) | undefined {
    const known = this.table.find(row[0]);
    const before = known === NONE ? null : this.table.value(known);
    const put = known === NONE ? 'added' : this.table.difference(known, row);
    const slot = this.table.put(row);
    if (put === 'same') return undefined;
    if (put !== 'time') this.view.changed(slot);
    if (put !== 'time' && this.scomo.isScomo(slot)) this.scomo.invalidate();
    this.#rows.touch(slot);
    const isNews = put === 'added' ? this.#isAddition(slot) : put === 'value' && before !== null && row[2] !== null;
    if (put !== 'added') this.#settled[slot] = 1;
    return isNews ? () => this.#note(slot, put === 'added' ? 'added' : 'value', before, row[4]) : undefined;
  }

  /** A node appeared in the table; its value is not known yet. */
  #adopt(slot: number): void {
    if (slot >= this.#settled.length) this.#makeRoom();
    this.#restructured = true;
    if (this.#loaded) this.view.added(slot);
  }

  #isAddition(slot: number): boolean {
    const parent = this.table.parent[slot] ?? ROOT;
    this.#rows.touch(parent);
    // Everything below a new node is new as well.
    const isSettled = this.#settled[parent] === 1 || this.changes.markOf(parent)?.kind === 'added';
    return parent !== ROOT && isSettled;
  }

  #note(slot: number, kind: 'value' | 'added', before: string | null, at: number): void {
    for (const lost of this.changes.note(slot, kind, before, at)) this.#rows.touch(lost);
    this.#touchAbove(slot);
  }

  #remove(slot: number, counts: boolean, at: number): void {
    const parent = this.table.parent[slot] ?? ROOT;
    if (this.scomo.isScomo(slot)) this.scomo.invalidate();
    if (slot === this.scomo.root || this.table.isWithin(this.scomo.root, slot)) this.scomo.root = NONE;
    this.table.remove(slot, (each) => {
      for (const lost of this.changes.noteRemoved(each, counts, at)) this.#rows.touch(lost);
      this.view.removed(each);
      this.#settled[each] = 0;
      this.#rows.touch(each);
    });
    this.#rows.touch(parent);
    this.#restructured = true;
  }

  #setScomo(from: { readonly scomoRoot?: string; readonly scomoVersion?: '1.0' | '1.1' }): void {
    if (from.scomoVersion !== undefined) this.scomo.version = from.scomoVersion;
    const root = from.scomoRoot === undefined ? this.scomo.root : this.table.find(from.scomoRoot);
    this.view.open.setScomoRoot(root);
    if (root === this.scomo.root) return;
    this.scomo.root = root;
    this.scomo.invalidate();
    this.view.invalidate();
    this.#restructured = true;
  }

  #makeRoom(): void {
    const { length } = this.table.parent;
    this.#rows.reserve(length);
    this.#settled = widened(this.#settled, new Uint8Array(length));
  }

  #touchAbove(slot: number): void {
    let above = this.table.parent[slot] ?? NONE;
    while (above > ROOT) {
      this.#rows.touch(above);
      above = this.table.parent[above] ?? NONE;
    }
  }

  #setStatus(status: TreeStatus): void {
    this.status = status;
    this.#plan(false);
  }

  #plan(restructured: boolean): void {
    this.#restructured ||= restructured;
    if (this.#planned) return;
    this.#planned = true;
    this.#around.soon(() => (this.#planned ? this.#flush() : undefined));
  }

  #flush(): void {
    this.#planned = false;
    const { changed, rows } = this.scomo.refresh();
    if (rows) this.view.invalidate();
    if (changed.length > 0)
      this.#rows.touchMounted((slot) => changed.some((entry) => this.table.isWithin(slot, entry)));
    if (this.#restructured || rows) this.structure += 1;
    this.#restructured = false;
    this.edition += 1;
    for (const listener of this.#listeners) listener();
  }
}
