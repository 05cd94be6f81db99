/**
 * A management tree of up to 100,000 nodes and more, held so that nothing in it is an object per node.
 *
 * A node is a *slot*: a small integer, valid until the node is removed. Columns are arrays indexed by slot: numbers in
 * typed arrays, texts in plain ones. Children hang in a doubly linked list in the order in which the handset named
 * them. Interior nodes that nobody read, but whose children were, exist with format `unknown`.
 * Slot 0 is the root `.` and is never removed.
 */
import type { TreeRow } from '../../../shared/contract/tree.ts';
import type { NodeFormat, TreeNode } from '../../../shared/dm/node.ts';
import { NodeUris } from './node-uris.ts';
import { NONE, ROOT, widened } from './slots.ts';

const formats: readonly NodeFormat[] = [
  'unknown',
  'node',
  'null',
  'chr',
  'int',
  'bool',
  'bin',
  'b64',
  'xml',
  'date',
  'time',
  'float',
];
const codeOf: ReadonlyMap<string, number> = new Map(formats.map((format, code) => [format, code]));
const typeless = 0;

/** What a row does to a node: it is read for the first time, says something else, or was only read again. */
export type Put = 'added' | 'value' | 'time' | 'same';

export class NodeTable {
  /** Slots in use, the root included. */
  size = 0;
  /** One more than the highest slot ever used. */
  end = 0;
  parent = new Int32Array(64);
  firstChild = new Int32Array(64);
  lastChild = new Int32Array(64);
  next = new Int32Array(64);
  previous = new Int32Array(64);
  childCount = new Int32Array(64);
  /** The root has depth 0. */
  depth = new Uint16Array(64);
  readAt = new Float64Array(64);
  readonly #uris = new NodeUris();
  readonly #values: (string | null | undefined)[] = [];
  #format = new Uint8Array(64);
  #type = new Int32Array(64);
  readonly #types: (string | null)[] = [null];
  readonly #typeCode = new Map<string, number>();
  readonly #free: number[] = [];
  /** The node put last: most nodes come right after their parent, a sibling, or what is below a sibling. */
  #last: number = ROOT;
  #lastType = typeless;
  readonly #onAdded: (slot: number) => void;

  /** `onAdded` hears of every node that appears, made ancestors included, before its value is set. */
  constructor(onAdded: (slot: number) => void = () => undefined) {
    this.#onAdded = onAdded;
    this.#take('.', NONE, this.#uris.hash('.'));
  }

  /** Makes room for `count` nodes at once, so that a snapshot does not grow the arrays step by step. */
  reserve(count: number): void {
    if (count > this.parent.length) this.#grow(count);
  }

  find(uri: string): number {
    return this.#uris.find(uri);
  }

  uri(slot: number): string {
    return this.#uris.of(slot);
  }

  /** The last segment of the URI. */
  name(slot: number): string {
    const uri = this.uri(slot);
    return uri.slice(uri.lastIndexOf('/') + 1);
  }

  value(slot: number): string | null {
    return this.#values[slot] ?? null;
  }

  format(slot: number): NodeFormat {
    return formats[this.#format[slot] ?? 0] ?? 'unknown';
  }

  type(slot: number): string | null {
    return this.#types[this.#type[slot] ?? typeless] ?? null;
  }

  isInterior(slot: number): boolean {
    return this.firstChild[slot] !== NONE || this.format(slot) === 'node';
  }

  /** Is `slot` the node `ancestor` or below it? */
  isWithin(slot: number, ancestor: number): boolean {
    const limit = this.depth[ancestor] ?? 0;
    let at = slot;
    while (at !== NONE && (this.depth[at] ?? 0) > limit) at = this.parent[at] ?? NONE;
    return at === ancestor;
  }

  /** The node as `shared/dm` knows it. */
  node(slot: number): TreeNode {
    const type = this.type(slot);
    const value = this.value(slot);
    return {
      uri: this.uri(slot),
      format: this.format(slot),
      ...(type === null ? {} : { type }),
      ...(value === null ? {} : { value }),
      readAt: this.readAt[slot] ?? 0,
    };
  }

  /** What putting a row does to the node that is there already. */
  difference(slot: number, [, format, value, type, readAt]: TreeRow): Put {
    const before = this.readAt[slot] ?? 0;
    if (before === 0) return 'added';
    if (this.#values[slot] !== value || this.#format[slot] !== codeOfFormat(format)) return 'value';
    if (this.#type[slot] !== this.#codeOfType(type)) return 'value';
    return before === readAt ? 'same' : 'time';
  }

  /** Adds or overwrites the node of a row and answers its slot; missing ancestors are made. */
  put(row: TreeRow): number {
    const uri = row[0];
    const above = this.#parentNear(uri);
    const hash = this.#uris.hash(uri, above);
    const known = this.#uris.find(uri, hash);
    const slot = known === NONE ? this.#take(uri, above === NONE ? this.#parentOf(uri) : above, hash) : known;
    this.#last = slot;
    this.#format[slot] = codeOfFormat(row[1]);
    this.#values[slot] = row[2];
    this.#type[slot] = this.#codeOfType(row[3]);
    this.readAt[slot] = row[4];
    return slot;
  }

  /** Removes a node with everything below it and calls `gone` for each slot, children before parents. */
  remove(slot: number, gone: (slot: number) => void): void {
    if (slot === ROOT) return;
    let child = this.firstChild[slot] ?? NONE;
    while (child !== NONE) {
      const next = this.next[child] ?? NONE;
      this.remove(child, gone);
      child = next;
    }
    gone(slot);
    this.#unlink(slot);
    this.#uris.remove(slot);
    this.#last = ROOT;
    this.#values[slot] = null;
    this.#free.push(slot);
    this.size -= 1;
  }

  /** Calls `visit` for a node and everything below it, parents before children. */
  walk(top: number, visit: (slot: number) => void): void {
    let slot = top;
    for (;;) {
      visit(slot);
      let onward = this.firstChild[slot] ?? NONE;
      while (onward === NONE && slot !== top) {
        onward = this.next[slot] ?? NONE;
        if (onward === NONE) slot = this.parent[slot] ?? top;
      }
      if (onward === NONE) return;
      slot = onward;
    }
  }

  /** The parent of a URI if it is the node put last, or above that; NONE when it must be looked for. */
  #parentNear(uri: string): number {
    const length = uri.lastIndexOf('/');
    let at = this.#last;
    while (at !== ROOT && this.uri(at).length > length) at = this.parent[at] ?? ROOT;
    const near = this.uri(at);
    return near.length === length && uri.startsWith(near) ? at : NONE;
  }

  /** The parent of a URI; made when it is not there. */
  #parentOf(uri: string): number {
    const parentUri = uri.slice(0, Math.max(0, uri.lastIndexOf('/'))) || '.';
    const hash = this.#uris.hash(parentUri);
    const found = this.#uris.find(parentUri, hash);
    return found === NONE ? this.#take(parentUri, this.#parentOf(parentUri), hash) : found;
  }

  #take(uri: string, parent: number, hash: number): number {
    const slot = this.#free.pop() ?? this.end;
    if (slot === this.end) {
      this.end += 1;
      if (this.end > this.parent.length) this.#grow(Math.ceil(this.end * 1.5));
    }
    this.size += 1;
    this.#uris.add(slot, uri, hash);
    this.#format[slot] = 0;
    this.#type[slot] = typeless;
    this.readAt[slot] = 0;
    this.firstChild[slot] = NONE;
    this.lastChild[slot] = NONE;
    this.next[slot] = NONE;
    this.childCount[slot] = 0;
    this.#link(slot, parent);
    if (parent !== NONE) this.#onAdded(slot);
    return slot;
  }

  #link(slot: number, parent: number): void {
    this.parent[slot] = parent;
    this.previous[slot] = NONE;
    this.depth[slot] = 0;
    if (parent === NONE) return;
    const last = this.lastChild[parent] ?? NONE;
    this.previous[slot] = last;
    if (last === NONE) this.firstChild[parent] = slot;
    else this.next[last] = slot;
    this.lastChild[parent] = slot;
    this.childCount[parent] = (this.childCount[parent] ?? 0) + 1;
    this.depth[slot] = (this.depth[parent] ?? 0) + 1;
  }

  #unlink(slot: number): void {
    const parent = this.parent[slot] ?? NONE;
    const previous = this.previous[slot] ?? NONE;
    const next = this.next[slot] ?? NONE;
    if (previous === NONE) this.firstChild[parent] = next;
    else this.next[previous] = next;
    if (next === NONE) this.lastChild[parent] = previous;
    else this.previous[next] = previous;
    this.childCount[parent] = (this.childCount[parent] ?? 1) - 1;
  }

  #codeOfType(type: string | null): number {
    if (type === null) return typeless;
    if (type === this.#types[this.#lastType]) return this.#lastType;
    const known = this.#typeCode.get(type);
    this.#lastType = known ?? this.#types.push(type) - 1;
    if (known === undefined) this.#typeCode.set(type, this.#lastType);
    return this.#lastType;
  }

  #grow(length: number): void {
    this.#uris.reserve(length);
    // An array that grows by itself is copied many times over.
    this.#values.length = length;
    this.parent = widened(this.parent, new Int32Array(length));
    this.firstChild = widened(this.firstChild, new Int32Array(length));
    this.lastChild = widened(this.lastChild, new Int32Array(length));
    this.next = widened(this.next, new Int32Array(length));
    this.previous = widened(this.previous, new Int32Array(length));
    this.childCount = widened(this.childCount, new Int32Array(length));
    this.depth = widened(this.depth, new Uint16Array(length));
    this.readAt = widened(this.readAt, new Float64Array(length));
    this.#format = widened(this.#format, new Uint8Array(length));
    this.#type = widened(this.#type, new Int32Array(length));
  }
}

function codeOfFormat(format: string): number {
  return codeOf.get(format) ?? 0;
}
