/**
 * Reading a management tree with the cheapest method the handset supports (facts 2.8, 6.5).
 *
 * `?list=StructData` first: structure and values in one answer. A handset that refuses it (406, 405, 404) is asked
 * for `?list=Struct` and then for the values, many items per Get; one that refuses that too for `?list=TNDS`, the
 * whole as one document; and one that knows no list at all is read level by level: child lists, then their children. What worked is remembered by the caller and tried first next time. A node that
 * cannot be read (403, 405 for write-only Data, 425) is kept with its name and without a value.
 */
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Item } from '../../shared/syncml/message.ts';
import type { NodeFormat, TreeNode } from '../../shared/dm/node.ts';
import { DEFAULT_TYPE, formatOf } from '../../shared/dm/format.ts';
import { readTnds } from '../../shared/dm/tnds-reader.ts';
import type { TndsNode } from '../../shared/dm/tnds.ts';
import { isTooLong, joinURI, normalizeURI, splitQuery } from '../../shared/dm/uri.ts';
import type { Conversation } from './conversation.ts';
import { codeFor, type Outcome } from './outcome.ts';

export type ReadMethod = 'StructData' | 'Struct' | 'TNDS' | 'child-lists';

export interface TreeReading {
  /** URI that was asked for; everything below it that is not in `nodes` is gone. */
  readonly root: string;
  readonly nodes: readonly TreeNode[];
  /** False when the root itself is not there (404): then `nodes` is empty. */
  readonly present: boolean;
  readonly method: ReadMethod;
}

export interface ReadOptions {
  /** The method that worked last with this handset. */
  readonly method?: ReadMethod;
  /** What comes of `?list=StructData`, where that has been asked already. */
  readonly structData?: Promise<Result<Outcome>>;
  readonly now: () => number;
  /** Nodes read so far. */
  readonly progress?: (nodes: number) => void;
}

const METHODS: readonly ReadMethod[] = ['StructData', 'Struct', 'TNDS', 'child-lists'];

/** Items in one Get: many enough to be quick, few enough for small MaxMsgSize values in the field. */
const ITEMS_PER_GET = 50;

/** Statuses that mean: not this way, try the next method. 404 counts for `?list`: some clients look the query up as a name. */
const NOT_THIS_WAY = new Set([404, 405, 406, 415, 500, 501]);

/** Reads `root` and everything below it. */
export async function readTree(dm: Conversation, root: string, options: ReadOptions): Promise<Result<TreeReading>> {
  const start = options.method === undefined ? 0 : METHODS.indexOf(options.method);
  for (const method of METHODS.slice(Math.max(0, start))) {
    const reading = await readWith(method, dm, normalizeURI(root), options);
    if (!reading.ok) return reading;
    if (reading.value !== 'not-this-way') return ok(reading.value);
  }
  return fail(
    'tree-unreadable',
    `The handset answers no Get on ${root}.`,
    'Check the access rights (ACL) of the node for this server.',
  );
}

function readWith(
  method: ReadMethod,
  dm: Conversation,
  root: string,
  options: ReadOptions,
): Promise<Result<TreeReading | 'not-this-way'>> {
  switch (method) {
    case 'StructData':
      return readStructData(dm, root, options);
    case 'Struct':
      return readStruct(dm, root, options);
    case 'TNDS':
      return readDocument(dm, root, options);
    case 'child-lists':
      return readChildLists(dm, root, options);
  }
}

/** Asks for structure and values of `root` and everything below it, for `readTree`. */
export function askStructData(dm: Conversation, root: string): Promise<Result<Outcome>> {
  return dm.get(`${root}?list=StructData`);
}

async function readStructData(
  dm: Conversation,
  root: string,
  options: ReadOptions,
): Promise<Result<TreeReading | 'not-this-way'>> {
  const got = await (options.structData ?? askStructData(dm, root));
  if (!got.ok) return got;
  if (!succeeded(got.value)) return refusal(got.value);
  const at = options.now();
  const nodes = unique(nodesOf(got.value.results, at));
  options.progress?.(nodes.length);
  if (nodes.length === 0) return ok('not-this-way');
  return ok({ root, nodes: withInterior(nodes), present: true, method: 'StructData' });
}

async function readStruct(
  dm: Conversation,
  root: string,
  options: ReadOptions,
): Promise<Result<TreeReading | 'not-this-way'>> {
  const got = await dm.get(`${root}?list=Struct`);
  if (!got.ok) return got;
  if (!succeeded(got.value)) return refusal(got.value);
  const at = options.now();
  const structure = withInterior(unique(nodesOf(got.value.results, at).map(withoutValue)));
  if (structure.length === 0) return ok('not-this-way');
  const byURI = new Map(structure.map((node) => [node.uri, node]));
  const leaves = structure.filter((node) => node.format !== 'node').map((node) => node.uri);
  const values = await readLeaves(dm, leaves, options, structure.length - leaves.length);
  if (!values.ok) return values;
  for (const value of values.value) {
    const known = byURI.get(value.uri);
    byURI.set(value.uri, {
      ...value,
      ...(known?.type === undefined ? {} : { type: known.type }),
      format: sharper(value, known),
    });
  }
  return ok({ root, nodes: [...byURI.values()], present: true, method: 'Struct' });
}

/** The whole sub-tree as a TNDS document. One that cannot be read, or comes as WBXML, is no reason to give up. */
async function readDocument(
  dm: Conversation,
  root: string,
  options: ReadOptions,
): Promise<Result<TreeReading | 'not-this-way'>> {
  const got = await dm.get(`${root}?list=TNDS`);
  if (!got.ok) return got;
  // 413: the document is too large for the handset's messages; level by level it is not.
  if (got.value.code === 413) return ok('not-this-way');
  if (!succeeded(got.value)) return refusal(got.value);
  const at = options.now();
  const data = got.value.results[0]?.data;
  const read = typeof data === 'string' ? readTnds(data, root) : undefined;
  if (read?.ok !== true) return ok('not-this-way');
  options.progress?.(read.value.length);
  return ok({ root, nodes: read.value.map((node) => treeNodeOf(node, at)), present: true, method: 'TNDS' });
}

/** More than any handset has: one that still lists children then, lists them without an end. */
const MOST_LEVELS = 64;
const MOST_NODES = 500_000;

/** Breadth first: each level is asked for with as few Gets as possible. An interior node answers its child list. */
async function readChildLists(
  dm: Conversation,
  root: string,
  options: ReadOptions,
): Promise<Result<TreeReading | 'not-this-way'>> {
  const nodes = new Map<string, TreeNode>();
  let level: ReadonlySet<string> = new Set([root]);
  for (let depth = 0; level.size > 0; depth += 1) {
    if (depth === MOST_LEVELS || nodes.size + level.size > MOST_NODES) return endless(root);
    const next = new Set<string>();
    for (const uris of portions([...level])) {
      const got = await dm.send(
        uris.map((some) => ({ cmd: 'Get' as const, items: some.map((uri) => ({ target: { locURI: uri } })) })),
      );
      if (!got.ok) return got;
      const at = options.now();
      for (const [index, outcome] of got.value.entries()) {
        for (const asked of uris[index] ?? []) {
          const item = outcome.results.find((result) => uriOf(result) === asked);
          if (item === undefined) {
            if (asked === root)
              return codeFor(outcome, asked) === 404 ? ok(absent(root, 'child-lists')) : refusal(outcome);
            if (codeFor(outcome, asked) !== 404) nodes.set(asked, { uri: asked, format: 'unknown', readAt: at });
            continue;
          }
          const node = nodeOf(item, at);
          nodes.set(node.uri, node.format === 'node' ? withoutValue(node) : node);
          if (node.format === 'node') for (const uri of childURIs(node.uri, item)) next.add(uri);
        }
      }
      options.progress?.(nodes.size);
    }
    level = next;
  }
  return ok({ root, nodes: [...nodes.values()], present: true, method: 'child-lists' });
}

/** Reads leaf values, several items per Get and several Gets per package. */
async function readLeaves(
  dm: Conversation,
  uris: readonly string[],
  options: ReadOptions,
  before: number,
): Promise<Result<readonly TreeNode[]>> {
  const nodes: TreeNode[] = [];
  for (const gets of portions(uris)) {
    const got = await dm.send(
      gets.map((some) => ({ cmd: 'Get' as const, items: some.map((uri) => ({ target: { locURI: uri } })) })),
    );
    if (!got.ok) return got;
    const at = options.now();
    for (const outcome of got.value) for (const node of nodesOf(outcome.results, at)) nodes.push(node);
    options.progress?.(before + nodes.length);
  }
  return ok(nodes);
}

/** Up to eight Gets of ITEMS_PER_GET items travel in one package. */
function portions(uris: readonly string[]): readonly (readonly (readonly string[])[])[] {
  const gets: string[][] = [];
  for (let from = 0; from < uris.length; from += ITEMS_PER_GET) gets.push(uris.slice(from, from + ITEMS_PER_GET));
  const packages: string[][][] = [];
  for (let from = 0; from < gets.length; from += 8) packages.push(gets.slice(from, from + 8));
  return packages;
}

/** The nodes that Results tell of. What has a longer URI than any node is none. */
export function nodesOf(items: readonly Item[], at: number): readonly TreeNode[] {
  return items.map((item) => nodeOf(item, at)).filter(({ uri }) => !isTooLong(uri));
}

/** A node as a Results item tells it. Format defaults to chr, `node` when the item has no data in a structure list. */
function nodeOf(item: Item, at: number): TreeNode {
  const uri = uriOf(item);
  const { format, type } = formatOf(item.meta);
  const data = typeof item.data === 'string' ? item.data : undefined;
  return {
    uri,
    format,
    // text/plain is what a node has when nothing else is said: a hundred thousand leaves need not repeat it.
    ...(type === undefined || type === DEFAULT_TYPE ? {} : { type }),
    ...(data === undefined || format === 'node' ? {} : { value: data }),
    readAt: at,
  };
}

function treeNodeOf({ uri, format, type, value }: TndsNode, readAt: number): TreeNode {
  return {
    uri,
    format,
    ...(type === undefined || type === DEFAULT_TYPE ? {} : { type }),
    ...(value === undefined ? {} : { value }),
    readAt,
  };
}

/** Results name the node in Source; some clients use Target (facts 7). */
function uriOf(item: Item): string {
  return splitQuery(normalizeURI(item.source?.locURI ?? item.target?.locURI ?? '')).uri;
}

/** Children of an interior node: their names joined by `/`, escaped by some clients (facts 7, Windows). */
function childURIs(parent: string, { data }: Item): readonly string[] {
  if (typeof data !== 'string') return [];
  const names = data.split('/').filter((name) => name !== '');
  return names.map((name) => joinURI(parent, name)).filter((uri) => !isTooLong(uri));
}

function withoutValue(node: TreeNode): TreeNode {
  const { value: _value, ...rest } = node;
  return rest;
}

/** Some clients leave `node` out of the Meta of interior nodes in lists: whoever has children is one. */
function withInterior(nodes: readonly TreeNode[]): readonly TreeNode[] {
  const parents = new Set(nodes.map((node) => node.uri.slice(0, Math.max(1, node.uri.lastIndexOf('/')))));
  return nodes.map((node) =>
    node.format !== 'node' && node.value === undefined && parents.has(node.uri) ? { ...node, format: 'node' } : node,
  );
}

function unique(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return [...new Map(nodes.map((node) => [node.uri, node])).values()];
}

/** A Get's Meta may be missing; then the structure list knew better. */
function sharper(value: TreeNode, known: TreeNode | undefined): NodeFormat {
  return value.format === 'chr' && known !== undefined ? known.format : value.format;
}

function succeeded(outcome: Outcome): boolean {
  return outcome.results.length > 0 || outcome.code === 200;
}

function refusal(outcome: Outcome): Result<'not-this-way'> {
  const code = outcome.code ?? 500;
  if (NOT_THIS_WAY.has(code)) return ok('not-this-way');
  if (code === 401 || code === 407)
    return fail(
      'server-not-proven',
      'The handset does not accept our server credentials.',
      'Compare server identifier and password on the handset.',
    );
  if (code === 425 || code === 403)
    return fail(
      'tree-forbidden',
      `The handset refuses the reading (${code}).`,
      'Check the access rights (ACL) of the node for this server.',
    );
  return fail(
    'tree-unreadable',
    `The handset answers the reading with ${code}.`,
    'Look at the trace, then read again.',
    { retryable: true },
  );
}

function endless(root: string): Result<never> {
  return fail(
    'tree-endless',
    `The handset lists children below ${root} without an end.`,
    'Read a smaller sub-tree; what the handset answers to it is in the trace.',
  );
}

function absent(root: string, method: ReadMethod): TreeReading {
  return { root, nodes: [], present: false, method };
}
