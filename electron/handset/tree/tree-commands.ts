/**
 * Add, Replace, Delete and Copy of one item, as a server may ask for them, with the exact status of each refusal
 * (facts 2.3). Every item is all or nothing: what a refusing object had already changed is undone.
 *
 * The order of the checks is the order in which a technician would ask: is the URI sound (414, 404, 405), is the node
 * there (404, 418), may this server do it (425), may it be done to this node (405), and is the value good (415)?
 */
import { parseAcl } from '../../../shared/dm/acl.ts';
import { TNDS_TYPE } from '../../../shared/dm/tnds.ts';
import { isBelow, lastSegment, parentOf, splitQuery } from '../../../shared/dm/uri.ts';
import type { Data, Item } from '../../../shared/syncml/message.ts';
import type { ManagedObject, StatusCode } from './managed-object.ts';
import type { ManagementTree } from './management-tree.ts';
import { ACCESS, type AccessType, FORMATS, type Format, type HandsetNode } from './node.ts';
import { isAllowed, mayChangeAcl } from './access-control.ts';
import { badURI, itemURI } from './item-uri.ts';

/** The tree a server works on: the nodes, and the objects that have a say. */
export interface ServedTree {
  readonly tree: ManagementTree;
  readonly objects: readonly ManagedObject[];
  /** Who sends the commands: the access lists are asked about it. */
  readonly serverId: string;
}

/** What a value of these formats must look like; the other formats take anything. */
const VALUE_PATTERNS: Partial<Record<Format, RegExp>> = {
  int: /^[+-]?\d+$/,
  bool: /^(true|false|0|1)$/i,
  float: /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i,
};

/** Makes a node: 200, or 404 no parent, 405 parent takes no children, 418 exists, 414, 415. */
export function addItem(served: ServedTree, item: Item): StatusCode {
  const place = placeFor(served, item);
  if (typeof place === 'number') return place;
  const { uri, format, access } = place;
  const value = valueFor(format, item);
  if (value === undefined) return 415;
  const type = leafType(item.meta?.type);
  return change(served, 'Add', uri, () => served.tree.put(uri, { format, value, access, ...type }));
}

/** Why a node will not be made, whatever its value: asked when only the first part of that has come. */
export function refusesAdd(served: ServedTree, item: Item): StatusCode | undefined {
  // A document makes many nodes: it is judged as a whole.
  if (isDocument(item)) return undefined;
  const place = placeFor(served, item);
  return typeof place === 'number' ? place : undefined;
}

interface PlaceForNode {
  readonly uri: string;
  readonly format: Format;
  readonly access: ReadonlySet<AccessType>;
}

function placeFor(served: ServedTree, item: Item): StatusCode | PlaceForNode {
  const { uri, query } = splitQuery(itemURI(item));
  if (query !== undefined) return 405;
  const { tree } = served;
  const parentURI = parentOf(uri);
  const bad = badURI(uri);
  if (bad !== undefined) return bad;
  if (parentURI === undefined) return 418;
  const parent = tree.find(parentURI);
  if (parent === undefined) return 404;
  if (parent.children === undefined) return 405;
  if (parent.children.has(lastSegment(uri))) return 418;
  if (!isAllowed(tree, parentURI, 'Add', served.serverId)) return 425;
  if (!parent.access.has('Add')) return 405;
  if (isDocument(item)) return 415;
  const format = addedFormat(item);
  if (format === undefined) return 415;
  const access = objectOf(served, uri)?.admit(uri, format === 'node') ?? ACCESS.all;
  return typeof access === 'number' ? access : { uri, format, access };
}

/** Overwrites the value of a leaf: 200, or 404 (Replace never creates), 405, 403 busy, 415. `?prop=Name` renames. */
export function replaceItem(served: ServedTree, item: Item): StatusCode {
  const { uri, query } = splitQuery(itemURI(item));
  const node = served.tree.find(uri);
  if (node !== undefined && query !== undefined && badURI(uri) === undefined)
    return replaceProperty(served, uri, query, node, item);
  const leaf = leafFor(served, item);
  if (typeof leaf === 'number') return leaf;
  const value = valueFor(leaf.format, item);
  if (value === undefined) return 415;
  return change(served, 'Replace', uri, () => served.tree.setValue(uri, value));
}

/** Why a leaf will not be overwritten, whatever the value: asked when only the first part of that has come. */
export function refusesReplace(served: ServedTree, item: Item): StatusCode | undefined {
  if (isDocument(item) || splitQuery(itemURI(item)).query !== undefined) return undefined;
  const leaf = leafFor(served, item);
  return typeof leaf === 'number' ? leaf : undefined;
}

function leafFor(served: ServedTree, item: Item): StatusCode | HandsetNode {
  const { uri } = splitQuery(itemURI(item));
  const bad = badURI(uri);
  if (bad !== undefined) return bad;
  const node = served.tree.find(uri);
  if (node === undefined) return 404;
  if (!isAllowed(served.tree, uri, 'Replace', served.serverId)) return 425;
  if (node.children !== undefined || !node.access.has('Replace')) return 405;
  if (item.meta?.format === 'node') return 405;
  if (isDocument(item)) return 415;
  return objectOf(served, uri)?.refuses(uri) ?? node;
}

function isDocument({ meta }: Item): boolean {
  return meta?.type?.startsWith(TNDS_TYPE) === true;
}

/** Removes a node with everything below it: 200, or 404, 405 permanent or not deletable, 403 busy. */
export function deleteItem(served: ServedTree, item: Item): StatusCode {
  const { uri, query } = splitQuery(itemURI(item));
  if (query !== undefined) return 405;
  const bad = badURI(uri);
  if (bad !== undefined) return bad;
  const node = served.tree.find(uri);
  if (node === undefined) return 404;
  if (!isAllowed(served.tree, uri, 'Delete', served.serverId)) return 425;
  if (node.permanent || !node.access.has('Delete')) return 405;
  const refusal = objectOf(served, uri)?.refuses(uri);
  if (refusal !== undefined) return refusal;
  return change(served, 'Delete', uri, () => served.tree.remove(uri));
}

/** Copies the value of a leaf to another leaf, which is made or overwritten: 200, or 404, 405, 500 without a Source. */
export function copyItem(served: ServedTree, item: Item): StatusCode {
  if (item.source === undefined || item.target === undefined) return 500;
  const { uri: from, query } = splitQuery(item.source.locURI);
  const source = served.tree.find(from);
  if (source === undefined) return 404;
  if (query !== undefined || source.children !== undefined || !source.access.has('Get')) return 405;
  if (!isAllowed(served.tree, from, 'Get', served.serverId)) return 425;
  const copied: Item = {
    target: item.target,
    meta: { format: source.format, ...leafType(source.type) },
    data: source.value,
  };
  const exists = served.tree.find(splitQuery(item.target.locURI).uri) !== undefined;
  return exists ? replaceItem(served, copied) : addItem(served, copied);
}

/** May the server do this with the node at `uri`? 200, 404 or 405; for Exec, whose work is not the tree's. */
export function mayExec(served: ServedTree, uri: string): StatusCode {
  const node = served.tree.find(uri);
  if (node === undefined) return 404;
  if (!isAllowed(served.tree, uri, 'Exec', served.serverId)) return 425;
  return node.access.has('Exec') ? 200 : 405;
}

function replaceProperty(served: ServedTree, uri: string, query: string, node: HandsetNode, item: Item): StatusCode {
  const property = /^prop=(\w+)$/.exec(query)?.[1];
  if (property === 'ACL' || property === 'Title') return replaceText(served, uri, property, item);
  if (property !== 'Name') return property !== undefined && READ_ONLY_PROPERTIES.has(property) ? 405 : 406;
  if (!isAllowed(served.tree, uri, 'Replace', served.serverId)) return 425;
  const name = typeof item.data === 'string' ? item.data : '';
  const parentURI = parentOf(uri);
  const isFree = node.access.has('Replace') && node.access.has('Delete');
  if (node.permanent || !isFree || parentURI === undefined) return 405;
  if (name === '' || name.includes('/')) return 500;
  if (served.tree.find(`${parentURI}/${name}`) !== undefined) return 418;
  served.tree.rename(uri, name);
  return 200;
}

/** Replaces ACL or Title (also those of a TNDS document): 200, or 425 without the right, 500 for text that is none. The root keeps `Add=*` (405). */
export function replaceText(
  { tree, serverId }: ServedTree,
  uri: string,
  property: 'ACL' | 'Title',
  item: Pick<Item, 'data'>,
): StatusCode {
  const text = typeof item.data === 'string' ? item.data.trim() : '';
  if (property === 'Title') {
    if (!isAllowed(tree, uri, 'Replace', serverId)) return 425;
    if (Buffer.byteLength(text) > LONGEST_TITLE) return 414;
    tree.setProperty(uri, 'title', text);
    return 200;
  }
  if (!mayChangeAcl(tree, uri, serverId)) return 425;
  const parsed = parseAcl(text);
  if (!parsed.ok) return 500;
  const isRoot = parentOf(uri) === undefined;
  if (isRoot && parsed.value.Add?.includes('*') !== true) return 405;
  tree.setProperty(uri, 'acl', text);
  return 200;
}

/** Octets (DM 1.2 §8.3.7). */
const LONGEST_TITLE = 255;

const READ_ONLY_PROPERTIES: ReadonlySet<string> = new Set(['Format', 'Type', 'Size', 'TStamp', 'VerNo']);

function change(served: ServedTree, kind: 'Add' | 'Replace' | 'Delete', uri: string, make: () => void): StatusCode {
  const journal = served.tree.begin();
  make();
  const refusal = objectOf(served, uri)?.changed(kind, uri);
  if (refusal === undefined) journal.commit();
  else journal.rollback();
  return refusal ?? 200;
}

function objectOf(served: ServedTree, uri: string): ManagedObject | undefined {
  return served.objects.find(({ root }) => uri === root || isBelow(uri, root));
}

/** `b64` on the wire says how octets travel: the node itself is `bin` (facts 2.8). */
function addedFormat(item: Item): Format | undefined {
  const sent = item.meta?.format ?? 'chr';
  return sent === 'b64' ? 'bin' : FORMATS.find((format) => format === sent);
}

/** The value to store for a node of this format, or undefined when it is not such a value. */
function valueFor(format: Format, item: Item): Data | undefined {
  const data = item.data ?? '';
  if (format === 'node' || format === 'null') return '';
  if (format === 'bin') return octets(data, item.meta?.format);
  if (typeof data !== 'string') return undefined;
  const text = item.meta?.format === 'b64' ? Buffer.from(data, 'base64').toString('utf8') : data;
  const pattern = VALUE_PATTERNS[format];
  return pattern === undefined || pattern.test(text) ? text : undefined;
}

function octets(data: Data, wireFormat: string | undefined): Uint8Array | undefined {
  if (typeof data !== 'string') return data;
  if (wireFormat !== 'b64' && wireFormat !== 'bin') return Buffer.from(data, 'utf8');
  const isBase64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data);
  return isBase64 ? Buffer.from(data, 'base64') : undefined;
}

function leafType(type: string | undefined): { readonly type?: string } {
  return type === undefined || type === 'text/plain' ? {} : { type };
}
