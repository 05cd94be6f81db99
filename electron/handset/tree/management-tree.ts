/**
 * The handset's management tree: a store of nodes, nothing more. It knows no commands, no rights and no objects.
 *
 * Nodes are values in maps of their parent; a change replaces the node's value in its parent's map, so whoever holds
 * an old node holds what it was. Every change writes its own undoing into the open journal, if there is one. Journals
 * nest: one per command item inside one per Atomic. Rolling back plays the undoings in reverse order; committing an
 * inner journal hands its undoings to the outer one. That is all there is to a real Atomic rollback (facts 2.3).
 *
 * URIs are in the normal form of shared/dm/uri.ts: `./SCM/Download`, root `.`.
 */
import { lastSegment, parentOf, segments } from '../../../shared/dm/uri.ts';
import type { Data } from '../../../shared/syncml/message.ts';
import { ACCESS, type HandsetNode, type NodeSpec } from './node.ts';

/** An open journal: everything changed since `begin`. End it with exactly one of the two. */
export interface Journal {
  commit(): void;
  rollback(): void;
}

export class ManagementTree {
  #root: HandsetNode;
  readonly #journals: (() => void)[][] = [];
  readonly #now: () => number;

  /** `now` gives the time in milliseconds since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#root = this.#make('.', { format: 'node', permanent: true });
  }

  /** The node at a URI, or undefined. */
  find(uri: string): HandsetNode | undefined {
    let node: HandsetNode | undefined = this.#root;
    for (const name of segments(uri)) {
      node = node.children?.get(name);
      if (node === undefined) return undefined;
    }
    return node;
  }

  /** The value of a leaf as text, or undefined when there is no such leaf or it holds octets. */
  text(uri: string): string | undefined {
    const node = this.find(uri);
    return node === undefined || node.children !== undefined || typeof node.value !== 'string' ? undefined : node.value;
  }

  /** URIs of the children of an interior node, in the order they were made; empty for anything else. */
  children(uri: string): readonly string[] {
    return [...(this.find(uri)?.children?.keys() ?? [])].map((name) => `${uri}/${name}`);
  }

  /** Makes a node, in place of a former one. The parent must be an interior node. */
  put(uri: string, spec: NodeSpec): void {
    this.#set(uri, this.#make(lastSegment(uri), spec));
  }

  /** Replaces the value of an existing leaf. */
  setValue(uri: string, value: Data): void {
    const node = this.find(uri);
    if (node === undefined || node.children !== undefined) throw new Error(`No leaf at ${uri}`);
    this.#set(uri, { ...node, value, changedAt: this.#now(), verNo: (node.verNo + 1) & 0xffff });
  }

  /** Replaces the access list or the title of a node; empty text takes it away. */
  setProperty(uri: string, property: 'acl' | 'title', text: string): void {
    const node = this.find(uri);
    if (node === undefined) throw new Error(`No node at ${uri}`);
    const { [property]: _before, ...rest } = node;
    const changed = { ...rest, changedAt: this.#now(), verNo: (node.verNo + 1) & 0xffff };
    const after = text === '' ? changed : { ...changed, [property]: text };
    if (parentOf(uri) === undefined) this.#setRoot(after);
    else this.#set(uri, after);
  }

  /** Removes a node and everything below it; nothing happens when it is not there. */
  remove(uri: string): void {
    const siblings = this.#siblings(uri);
    const name = lastSegment(uri);
    const node = siblings.get(name);
    if (node === undefined) return;
    const before = [...siblings];
    siblings.delete(name);
    this.undoing(() => restore(siblings, before));
  }

  /** Gives a node another name; it keeps everything below it. */
  rename(uri: string, name: string): void {
    const node = this.find(uri);
    if (node === undefined) throw new Error(`No node at ${uri}`);
    this.remove(uri);
    this.#set(`${parentOf(uri) ?? '.'}/${name}`, { ...node, name });
  }

  /** Every node from `uri` downwards, a parent before its children. */
  *walk(uri: string): Generator<readonly [uri: string, node: HandsetNode]> {
    const node = this.find(uri);
    if (node !== undefined) yield* walkFrom(uri, node);
  }

  /** Opens a journal. What is changed until its end can be undone as a whole. */
  begin(): Journal {
    const entries: (() => void)[] = [];
    this.#journals.push(entries);
    return { commit: () => this.#close(entries, false), rollback: () => this.#close(entries, true) };
  }

  /** Lets an object that keeps more than nodes join the open journal: `undo` is called on rollback. */
  undoing(undo: () => void): void {
    this.#journals.at(-1)?.push(undo);
  }

  #close(entries: (() => void)[], isRollback: boolean): void {
    if (this.#journals.pop() !== entries) throw new Error('Journals must be ended innermost first');
    if (isRollback) for (const undo of entries.toReversed()) undo();
    else this.#journals.at(-1)?.push(...entries);
  }

  #set(uri: string, node: HandsetNode): void {
    const siblings = this.#siblings(uri);
    const before = siblings.get(node.name);
    siblings.set(node.name, node);
    this.undoing(() => {
      if (before === undefined) siblings.delete(node.name);
      else siblings.set(node.name, before);
    });
  }

  #setRoot(root: HandsetNode): void {
    const before = this.#root;
    this.#root = root;
    this.undoing(() => {
      this.#root = before;
    });
  }

  #siblings(uri: string): Map<string, HandsetNode> {
    const parent = parentOf(uri);
    const siblings = parent === undefined ? undefined : this.find(parent)?.children;
    if (siblings === undefined) throw new Error(`No interior node above ${uri}`);
    return siblings;
  }

  #make(name: string, spec: NodeSpec): HandsetNode {
    const format = spec.format ?? 'chr';
    return {
      name,
      format,
      ...(spec.type === undefined ? {} : { type: spec.type }),
      value: spec.value ?? '',
      access: spec.access ?? ACCESS.get,
      permanent: spec.permanent ?? false,
      ...(spec.acl === undefined ? {} : { acl: spec.acl }),
      ...(spec.title === undefined ? {} : { title: spec.title }),
      ...(format === 'node' ? { children: new Map<string, HandsetNode>() } : {}),
      changedAt: this.#now(),
      verNo: 0,
    };
  }
}

function* walkFrom(uri: string, node: HandsetNode): Generator<readonly [uri: string, node: HandsetNode]> {
  yield [uri, node];
  for (const child of node.children?.values() ?? []) yield* walkFrom(`${uri}/${child.name}`, child);
}

/** Puts a removed node back where it stood, so that a child list reads as before. */
function restore(siblings: Map<string, HandsetNode>, before: readonly (readonly [string, HandsetNode])[]): void {
  siblings.clear();
  for (const [name, node] of before) siblings.set(name, node);
}
