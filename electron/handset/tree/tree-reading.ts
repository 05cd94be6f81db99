/**
 * Get of one item: a value, a child list, a property (`?prop=`) or a sub-tree (`?list=`), as facts 2.8 describe them.
 * Formats and types are sent only where they are not the default (`chr`, `text/plain`).
 */
import { TNDS_XML } from '../../../shared/dm/tnds.ts';
import { splitQuery } from '../../../shared/dm/uri.ts';
import type { Data, Item, Meta } from '../../../shared/syncml/message.ts';
import { isCarriable } from '../../../shared/syncml/xml-text.ts';
import { badURI, itemURI } from './item-uri.ts';
import type { StatusCode } from './managed-object.ts';
import { isAllowed, ROOT_ACL } from './access-control.ts';
import { type HandsetNode, sizeOf } from './node.ts';
import { tndsOf } from './tnds-commands.ts';
import type { ServedTree } from './tree-commands.ts';

export interface Reading {
  readonly status: StatusCode;
  /** What goes into Results; empty unless the status is 200. */
  readonly items: readonly Item[];
  /** True for `?list=`, whose items get Results of their own. */
  readonly isList: boolean;
}

/** What a handset answers beside values; the rest are unsupported features, as in the field (406). */
export interface Answered {
  /** Which `?list=`. */
  readonly lists: 'all' | 'tnds' | 'none';
  /** Which `?prop=`. */
  readonly properties: 'all' | readonly string[];
}

/** Reads what the item asks for. */
export function readItem(served: ServedTree, item: Item, { lists, properties }: Answered): Reading {
  const { tree, serverId } = served;
  const asked = itemURI(item);
  const { uri, query } = splitQuery(asked);
  const bad = badURI(uri);
  if (bad !== undefined) return refused(bad);
  const node = tree.find(uri);
  if (node === undefined) return refused(404);
  if (!isAllowed(tree, uri, 'Get', serverId)) return refused(425);
  if (query === undefined || query === '') return node.access.has('Get') ? value(asked, node) : refused(405);

  const [, kind, word] = /^(prop|list)=(.*)$/.exec(query) ?? [];
  if (kind === 'prop' && properties !== 'all' && !properties.includes(word ?? '')) return refused(406);
  if (kind === 'prop') return property(asked, uri, node, word ?? '');
  if (kind !== 'list' || lists === 'none') return refused(406);
  if (word?.startsWith('TNDS') === true) return tnds(served, asked, uri, word);
  if (lists === 'tnds') return refused(406);
  if (word === 'Struct') return { status: 200, isList: true, items: structure(served, uri, false) };
  if (word === 'StructData') return { status: 200, isList: true, items: structure(served, uri, true) };
  return refused(406);
}

function refused(status: StatusCode): Reading {
  return { status, items: [], isList: false };
}

function value(asked: string, node: HandsetNode): Reading {
  const { data, meta } = wireValue(node);
  return { status: 200, isList: false, items: [{ source: { locURI: asked }, ...meta, data }] };
}

/** Child names of an interior node, otherwise the value; octets travel as base64, and so does text XML cannot carry. */
function wireValue(node: HandsetNode): { readonly data: Data; readonly meta: { readonly meta?: Meta } } {
  if (node.children !== undefined) return { data: [...node.children.keys()].join('/'), meta: metaOf(node) };
  const isText = typeof node.value === 'string' && isCarriable(node.value);
  if (isText) return { data: node.value, meta: metaOf(node) };
  const data = typeof node.value === 'string' ? Buffer.from(node.value) : node.value;
  return { data, meta: metaOf(node, 'b64') };
}

function metaOf(node: HandsetNode, format: string = node.format): { readonly meta?: Meta } {
  const meta: Meta = {
    ...(format === 'chr' ? {} : { format }),
    ...(node.type === undefined ? {} : { type: node.type }),
  };
  return Object.keys(meta).length === 0 ? {} : { meta };
}

/** The properties that can be read, one per row; undefined means that this node has no such property (406). */
const PROPERTIES: Readonly<Record<string, (uri: string, node: HandsetNode) => string | undefined>> = {
  ACL: (uri, node) => node.acl ?? (uri === '.' ? ROOT_ACL : ''),
  Format: (_, node) => node.format,
  Name: (_, node) => node.name,
  Size: (_, node) => (node.children === undefined ? String(sizeOf(node.value)) : undefined),
  Title: (_, node) => node.title ?? '',
  TStamp: (_, node) => new Date(node.changedAt).toISOString().replace(/[-:]|\.\d+/g, ''),
  Type: (_, node) => node.type ?? (node.children === undefined ? 'text/plain' : ''),
  VerNo: (_, node) => String(node.verNo),
};

function property(asked: string, uri: string, node: HandsetNode, name: string): Reading {
  const text = Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name]?.(uri, node) : undefined;
  if (text === undefined) return refused(406);
  return { status: 200, isList: false, items: [{ source: { locURI: asked }, data: text }] };
}

/** One item per node from `uri` downwards; what cannot be read is left out (facts 2.8). */
function structure(served: ServedTree, uri: string, withData: boolean): readonly Item[] {
  const items: Item[] = [];
  for (const [at, node] of readable(served, uri)) {
    const { data, meta } = withData && node.children === undefined ? wireValue(node) : { meta: metaOf(node) };
    items.push({ source: { locURI: at }, ...meta, ...(data === undefined ? {} : { data }) });
  }
  return items;
}

/** One item with the whole sub-tree as a document (facts 2.8). */
function tnds(served: ServedTree, asked: string, uri: string, word: string): Reading {
  const data = tndsOf(readable(served, uri), uri, word);
  if (data === undefined) return refused(406);
  const meta: Meta = { format: 'xml', type: TNDS_XML };
  return { status: 200, isList: true, items: [{ source: { locURI: asked }, meta, data }] };
}

function* readable({ tree, serverId }: ServedTree, uri: string): Generator<readonly [string, HandsetNode]> {
  let ownAcls = false;
  for (const [, node] of tree.walk(uri)) ownAcls ||= node.acl !== undefined;
  for (const [at, node] of tree.walk(uri)) {
    // Without a list below `uri` all inherit what let the server read `uri` itself.
    if (node.access.has('Get') && (!ownAcls || isAllowed(tree, at, 'Get', serverId))) yield [at, node];
  }
}
