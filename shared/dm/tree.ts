/**
 * The tree mirror: what is known of a handset's management tree, one entry per URI, with the time of each reading.
 *
 * Every entry keeps its node and the URIs of its children, all in one Map from URI to entry. A leaf is updated by
 * one look-up, a sub-tree is walked without looking at the rest, and 100,000 nodes are 100,000 small objects.
 *
 * A `TreeMirror` is a handle: `applyReading` changes the entries in place and answers a new handle with the next
 * `version`, so that a store that compares by identity sees the change. An older handle keeps its version number and
 * shows the newest nodes; who needs the state before a reading takes it from the `changes`.
 *
 * The rules of a reading: what was read replaces what was known; what a reading does not say (no value in a `Struct`
 * list, format `unknown`, no type) stays as it was; the ancestors of a node exist although nobody asked for them; a
 * node with children is interior, whatever its format says (operation nodes of the field, facts 1.3).
 */
import type { NodeChange, TreeNode } from './node.ts';
import { ROOT } from './uri.ts';

const entriesOf = Symbol('entries');

interface Entry {
  node: TreeNode;
  children: Set<string> | undefined;
}

export interface TreeMirror {
  /** Grows by one with every reading. */
  readonly version: number;
  readonly [entriesOf]: Map<string, Entry>;
}

/** What one request (or a series of them) has told of a sub-tree. All URIs are in the normal form of uri.ts. */
export interface TreeReading {
  /** Root of the sub-tree that was read. */
  readonly root: string;
  /** True when the reading names every node below `root`: whatever it does not name is gone. */
  readonly complete: boolean;
  readonly nodes: readonly TreeNode[];
  /** Nodes that were answered 404: they are gone with everything below them. */
  readonly gone?: readonly string[];
  /** When it was read, milliseconds since the epoch; the time of ancestors that only follow from their children. */
  readonly at: number;
}

export interface AppliedReading {
  readonly tree: TreeMirror;
  /** What differs from before. */
  readonly changes: readonly NodeChange[];
  /** Every node that is new, different or only newer, as the mirror has it now: what storage has to write. */
  readonly nodes: readonly TreeNode[];
}

/** A mirror that knows nothing yet. */
export function emptyTree(): TreeMirror {
  return { version: 0, [entriesOf]: new Map() };
}

/**
 * Takes a reading into the mirror and says what differs from before: nodes that appeared, went away, or have another
 * value, format or type. A node that was only read again gets its new time and is no change.
 * O(nodes of the reading + depth), and O(sub-tree) when the reading is complete.
 */
export function applyReading(tree: TreeMirror, reading: TreeReading): AppliedReading {
  const entries = tree[entriesOf];
  const read = readNodes(reading);
  const changes: NodeChange[] = [];
  const nodes: TreeNode[] = [];

  for (const uri of missingNodes(entries, reading, read)) {
    const before = remove(entries, uri);
    if (before !== undefined) changes.push({ uri, before });
  }
  for (const [uri, found] of read) {
    const known = entries.get(uri)?.node;
    const change = put(entries, uri, found);
    if (change !== undefined) changes.push(change);
    const now = entries.get(uri)?.node;
    if (now !== undefined && now !== known) nodes.push(now);
  }
  return { tree: { version: tree.version + 1, [entriesOf]: entries }, changes, nodes };
}

/** The node with this URI, or undefined when the mirror does not know it. */
export function node(tree: TreeMirror, uri: string): TreeNode | undefined {
  return tree[entriesOf].get(uri)?.node;
}

/** The children of a node in the order in which they became known; empty for a leaf and for an unknown node. */
export function childrenOf(tree: TreeMirror, uri: string): readonly TreeNode[] {
  const entries = tree[entriesOf];
  const children: TreeNode[] = [];
  for (const child of entries.get(uri)?.children ?? []) {
    const entry = entries.get(child);
    if (entry !== undefined) children.push(entry.node);
  }
  return children;
}

/** Number of nodes in the mirror. */
export function sizeOf(tree: TreeMirror): number {
  return tree[entriesOf].size;
}

/** The node and everything below it, parents before their children. Don't apply readings while walking. */
export function* walk(tree: TreeMirror, uri = ROOT): Generator<TreeNode, void> {
  const entries = tree[entriesOf];
  const pending = [uri];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const entry = entries.get(next);
    if (entry === undefined) continue;
    yield entry.node;
    for (const child of [...(entry.children ?? [])].toReversed()) pending.push(child);
  }
}

/** A node as a reading shows it; `isImplied` when only its children were read. */
interface ReadNode {
  readonly node: TreeNode;
  readonly isImplied: boolean;
}

/**
 * The nodes that exist after the reading, parents before children: those that it names and their ancestors up to the
 * root of the tree.
 */
function readNodes(reading: TreeReading): ReadonlyMap<string, ReadNode> {
  const named = new Map<string, TreeNode>();
  for (const node of reading.nodes) named.set(node.uri, node);
  const gone = new Set(reading.gone);

  const read = new Map<string, ReadNode>();
  const interior = new Set<string>();
  for (const uri of named.keys()) addWithAncestors(uri);
  if (reading.complete && !gone.has(reading.root)) addWithAncestors(reading.root);
  for (const uri of interior) {
    const found = read.get(uri);
    if (found !== undefined) read.set(uri, { ...found, node: asInterior(found.node) });
  }
  return read;

  function addWithAncestors(uri: string): void {
    if (read.has(uri)) return;
    const parent = parentIn(uri);
    if (parent !== undefined) {
      interior.add(parent);
      addWithAncestors(parent);
    }
    const node = named.get(uri);
    read.set(
      uri,
      node === undefined
        ? { node: { uri, format: 'node', readAt: reading.at }, isImplied: true }
        : { node, isImplied: false },
    );
  }
}

/** Which known nodes the reading says are gone, children before their parents. */
function missingNodes(
  entries: ReadonlyMap<string, Entry>,
  reading: TreeReading,
  read: ReadonlyMap<string, ReadNode>,
): readonly string[] {
  const missing: string[] = [];
  const seen = new Set<string>();
  const roots = [...(reading.gone ?? []), ...(reading.complete ? [reading.root] : []), ...newLeaves()];
  for (const root of roots) {
    const pending = [root];
    for (let uri = pending.pop(); uri !== undefined; uri = pending.pop()) {
      const entry = entries.get(uri);
      if (entry === undefined || seen.has(uri)) continue;
      seen.add(uri);
      if (!read.has(uri)) missing.push(uri);
      for (const child of entry.children ?? []) pending.push(child);
    }
  }
  return missing.toReversed();

  /** A node that was interior and now has a value: it was deleted and made anew as a leaf. */
  function newLeaves(): readonly string[] {
    return [...read.values()].filter(isLeafWithValue).map(({ node }) => node.uri);
  }
}

function isLeafWithValue({ node }: ReadNode): boolean {
  return node.format !== 'node' && node.value !== undefined;
}

function remove(entries: Map<string, Entry>, uri: string): TreeNode | undefined {
  const entry = entries.get(uri);
  if (entry === undefined) return undefined;
  entries.delete(uri);
  const parent = parentIn(uri);
  if (parent !== undefined) entries.get(parent)?.children?.delete(uri);
  return entry.node;
}

function put(entries: Map<string, Entry>, uri: string, { node: read, isImplied }: ReadNode): NodeChange | undefined {
  const entry = entries.get(uri);
  if (entry === undefined) {
    const after = read.format === 'node' ? asInterior(read) : read;
    entries.set(uri, { node: after, children: undefined });
    const parent = parentIn(uri);
    const parentEntry = parent === undefined ? undefined : entries.get(parent);
    if (parentEntry !== undefined) (parentEntry.children ??= new Set()).add(uri);
    return { uri, after };
  }
  const before = entry.node;
  if (isImplied && before.format === 'node') return undefined;
  const hasChildren = entry.children !== undefined && entry.children.size > 0;
  const after = merged(before, hasChildren ? asInterior(read) : read);
  entry.node = after;
  const isSame = before.format === after.format && before.value === after.value && before.type === after.type;
  return isSame ? undefined : { uri, before, after };
}

/** What was read over what was known. A value that was not read again keeps its time, because it is that old. */
function merged(before: TreeNode, read: TreeNode): TreeNode {
  const format = read.format === 'unknown' ? before.format : read.format;
  const type = read.type ?? before.type;
  const isSameKind = format === before.format || before.format === 'unknown';
  const keepsValue = read.value === undefined && before.value !== undefined && isSameKind && format !== 'node';
  const value = format === 'node' ? undefined : keepsValue ? before.value : read.value;
  return {
    uri: before.uri,
    format,
    ...(type === undefined ? {} : { type }),
    ...(value === undefined ? {} : { value }),
    readAt: keepsValue ? before.readAt : read.readAt,
  };
}

function asInterior(node: TreeNode): TreeNode {
  const { value: _, ...rest } = node;
  return { ...rest, format: 'node' };
}

/** Like `parentOf` of uri.ts, for URIs that are known to be in the normal form. */
function parentIn(uri: string): string | undefined {
  if (uri === ROOT) return undefined;
  const slash = uri.lastIndexOf('/');
  return slash <= 1 ? ROOT : uri.slice(0, slash);
}
