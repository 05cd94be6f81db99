/**
 * Which nodes of one handset's tree are open. A rule says it for all nodes, and the nodes for which a person decided
 * otherwise are kept by URI; so the memory of a tree of any size is a short list, and it outlives the window.
 */
import type { NodeTable } from './node-table.ts';
import { NONE, widened } from './slots.ts';

/** `scomo`: the SCOMO object down to its entries. */
export type OpenRule = 'scomo' | 'all' | 'none';

/** What is remembered per handset. */
export interface Expansion {
  readonly rule: OpenRule;
  /** URIs for which the rule does not hold. */
  readonly except: readonly string[];
}

/** More exceptions than this are not remembered beyond the window. */
const REMEMBERED = 500;

export class OpenNodes {
  #rule: OpenRule;
  readonly #except: Set<string>;
  #open = new Uint8Array(64);
  #scomoRoot: number = NONE;
  readonly #table: NodeTable;

  constructor(table: NodeTable, remembered?: Expansion) {
    this.#table = table;
    this.#rule = remembered?.rule ?? 'scomo';
    this.#except = new Set(remembered?.except);
  }

  isOpen(slot: number): boolean {
    return this.#open[slot] === 1;
  }

  /** Decides for a node that is new in the table. */
  adopt(slot: number): void {
    this.#makeRoom();
    const byRule = this.#holds(slot);
    this.#open[slot] = byRule !== (this.#except.size > 0 && this.#except.has(this.#table.uri(slot))) ? 1 : 0;
  }

  /** Decides for all nodes of the table; looks only at those that are not as most of them are. */
  adoptAll(): void {
    this.#makeRoom();
    this.#open.fill(this.#rule === 'all' ? 1 : 0);
    if (this.#rule === 'scomo' && this.#scomoRoot !== NONE) {
      for (let above = this.#scomoRoot; above !== NONE; above = this.#table.parent[above] ?? NONE) this.adopt(above);
      this.#table.walk(this.#scomoRoot, (slot) => this.adopt(slot));
    }
    for (const uri of this.#except) {
      const slot = this.#table.find(uri);
      if (slot !== NONE) this.adopt(slot);
    }
  }

  set(slot: number, open: boolean): void {
    this.#open[slot] = open ? 1 : 0;
    if (open === this.#holds(slot)) this.#except.delete(this.#table.uri(slot));
    else this.#except.add(this.#table.uri(slot));
  }

  /** Opens or closes everything; exceptions are forgotten. */
  setRule(rule: OpenRule): void {
    this.#rule = rule;
    this.#except.clear();
    this.adoptAll();
  }

  /** The SCOMO object was found (or is gone: NONE). */
  setScomoRoot(slot: number): void {
    if (slot === this.#scomoRoot) return;
    this.#scomoRoot = slot;
    if (this.#rule === 'scomo') this.adoptAll();
  }

  remembered(): Expansion {
    return { rule: this.#rule, except: [...this.#except].slice(0, REMEMBERED) };
  }

  #makeRoom(): void {
    const { length } = this.#table.parent;
    if (this.#open.length < length) this.#open = widened(this.#open, new Uint8Array(length));
  }

  #holds(slot: number): boolean {
    if (this.#rule !== 'scomo') return this.#rule === 'all';
    const root = this.#scomoRoot;
    if (root === NONE) return false;
    const levels = (this.#table.depth[slot] ?? 0) - (this.#table.depth[root] ?? 0);
    // Above the object: the way to it. In it: root, Download and Inventory, and what hangs directly in those.
    return levels < 0 ? this.#table.isWithin(root, slot) : levels <= 2 && this.#table.isWithin(slot, root);
  }
}
