/**
 * The SCOMO overlay of a tree: the inventory as `shared/scomo` reads it, and which node belongs to which entry.
 * It is read anew when nodes of the SCOMO object changed, at most once per frame; the other 100,000 are never looked at.
 */
import type { TreeNode } from '../../../shared/dm/node.ts';
import { applyReading, emptyTree, type TreeMirror } from '../../../shared/dm/tree.ts';
import { standardMeaning } from '../../../shared/dm/standard-objects.ts';
import { segments } from '../../../shared/dm/uri.ts';
import type { Inventory, InventoryEntry, ScomoVersion } from '../../../shared/scomo/inventory-types.ts';
import { meaningOf, readInventory } from '../../../shared/scomo/inventory.ts';
import { definitionOf } from '../../../shared/scomo/nodes.ts';
import type { NodeTable } from './node-table.ts';
import { NONE } from './slots.ts';
import type { ScomoNodes } from './tree-view.ts';

export class TreeInventory implements ScomoNodes {
  root: number = NONE;
  version: ScomoVersion = '1.0';
  inventory: Inventory | undefined;
  /** The object alone, as `shared/scomo` wants it. */
  #mirror: TreeMirror = emptyTree();
  readonly table: NodeTable;
  /** By slot of `<X>`. */
  #entries = new Map<number, InventoryEntry>();
  /** By slot of the node that holds the operations. */
  #operations = new Map<number, InventoryEntry>();
  /** Slots of operation nodes. */
  #executable = new Set<number>();
  #texts = new Map<number, string>();
  #stale = true;

  constructor(table: NodeTable) {
    this.table = table;
  }

  isOperation(slot: number): boolean {
    return this.#executable.has(slot);
  }

  /** The package or component whose node `<X>` this is. */
  entryAt(slot: number): InventoryEntry | undefined {
    return this.#entries.get(slot);
  }

  /** The package or component whose Operations node this is. */
  operationsAt(slot: number): InventoryEntry | undefined {
    return this.#operations.get(slot);
  }

  /** The package or component that this node is or belongs to. */
  entryOf(slot: number): InventoryEntry | undefined {
    let at = slot;
    while (at !== NONE && at !== this.root) {
      const entry = this.#entries.get(at);
      if (entry !== undefined) return entry;
      at = this.table.parent[at] ?? NONE;
    }
    return undefined;
  }

  isScomo(slot: number): boolean {
    return this.root !== NONE && this.table.isWithin(slot, this.root);
  }

  meaning(slot: number): string | undefined {
    if (!this.isScomo(slot)) return standardMeaning(this.table.uri(slot), this.table.type(slot));
    return meaningOf(this.#mirror, { uri: this.table.uri(this.root), version: this.version }, this.table.uri(slot));
  }

  /** What the standard says this node is for; undefined for nodes it does not have. */
  purpose(slot: number): string | undefined {
    if (!this.isScomo(slot)) return undefined;
    const above = segments(this.table.uri(this.root)).length;
    return definitionOf(segments(this.table.uri(slot)).slice(above))?.meaning;
  }

  /** A node of the SCOMO object changed. */
  invalidate(): void {
    this.#stale = true;
  }

  /**
   * Reads the inventory again when something changed. Answers the slots below which rows say something else than
   * before, and whether other nodes are operations now.
   */
  refresh(): { readonly changed: readonly number[]; readonly rows: boolean } {
    if (!this.#stale) return { changed: [], rows: false };
    this.#stale = false;
    const before = { texts: this.#texts, executable: this.#executable };
    this.inventory = this.root === NONE ? undefined : this.#read(this.root);
    this.#index();
    const slots = new Set([...before.texts.keys(), ...this.#texts.keys()]);
    const changed = [...slots].filter((slot) => before.texts.get(slot) !== this.#texts.get(slot));
    // A component names its package: what is said of packages also shows elsewhere.
    const isWide = changed.some((slot) => this.#entries.get(slot)?.subtree !== 'Deployed');
    return {
      changed: isWide && this.root !== NONE ? [this.root] : changed,
      rows: [...this.#executable].some((slot) => !before.executable.has(slot)),
    };
  }

  #read(root: number): Inventory {
    const nodes: TreeNode[] = [];
    this.table.walk(root, (slot) => nodes.push(this.table.node(slot)));
    const uri = this.table.uri(root);
    const at = this.table.readAt[root] ?? 0;
    this.#mirror = applyReading(emptyTree(), { root: uri, complete: true, nodes, at }).tree;
    return readInventory(this.#mirror, { uri, version: this.version });
  }

  #index(): void {
    this.#entries = new Map();
    this.#operations = new Map();
    this.#executable = new Set();
    this.#texts = new Map();
    if (this.inventory === undefined) return;
    const { downloads, delivered, deployed } = this.inventory;
    for (const entry of [...downloads, ...delivered, ...deployed]) {
      const slot = this.table.find(entry.uri);
      if (slot === NONE) continue;
      this.#entries.set(slot, entry);
      // The time of reading is a row's own business.
      this.#texts.set(slot, JSON.stringify({ ...entry, readAt: 0 }));
      for (const operation of entry.operations) {
        const node = operation.present ? this.table.find(operation.uri) : NONE;
        if (node !== NONE) this.#executable.add(node);
        const holder = this.table.find(operation.uri.slice(0, operation.uri.lastIndexOf('/')));
        if (holder !== NONE) this.#operations.set(holder, entry);
      }
    }
  }
}
