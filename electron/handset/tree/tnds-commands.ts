/**
 * TNDS as this handset speaks it: a sub-tree as one document for `?list=TNDS`, and documents in Add and Replace,
 * which make, change and remove many nodes with a single status, all or none (facts 2.3, 2.8).
 */
import { readTnds } from '../../../shared/dm/tnds-reader.ts';
import { TEXT_PROPERTIES, TNDS_XML, type TndsNode } from '../../../shared/dm/tnds.ts';
import { writeTnds } from '../../../shared/dm/tnds-writer.ts';
import { isBelow } from '../../../shared/dm/uri.ts';
import type { Item } from '../../../shared/syncml/message.ts';
import type { StatusCode } from './managed-object.ts';
import { type HandsetNode, sizeOf } from './node.ts';
import { addItem, deleteItem, replaceItem, replaceText, type ServedTree } from './tree-commands.ts';

/** Is the value of this item a TNDS document of the form that this handset reads? */
export function isTnds({ meta }: Item): boolean {
  return meta?.type?.toLowerCase() === TNDS_XML;
}

/**
 * The document for `?list=` and what follows TNDS there: `+ACL+Value` for these parts only, `-Format` for all but
 * these. Undefined when the word is no filter, mixes both, or a value cannot be carried.
 */
export function tndsOf(nodes: Iterable<readonly [string, HandsetNode]>, uri: string, word: string): string | undefined {
  const parts = partsOf(word);
  if (parts === undefined) return undefined;
  const listed = [...nodes].map(([at, node]) => listedNode(at, node, parts));
  const written = writeTnds(listed, uri);
  return written.ok ? written.value : undefined;
}

/** Makes all nodes of the document: 200, or the status of the first that cannot be made, and then none is. */
export function addTnds(served: ServedTree, uri: string, item: Item): StatusCode {
  // An interior node that is there takes what the document has below itself; else the document is the node.
  const document = documentOf(item, uri, served.tree.find(uri) === undefined ? 'at' : 'below');
  if (document === undefined) return 415;
  return atOnce(served, () => firstRefusal(document, (node) => makeNode(served, node)));
}

/** Makes the sub-tree what the document says: missing nodes go, new ones come. 200, or a refusal that changes nothing. */
export function replaceTnds(served: ServedTree, uri: string, item: Item): StatusCode {
  const document = documentOf(item, uri, 'at');
  if (document === undefined) return 415;
  const wanted = new Map(document.map((node) => [node.uri, node]));
  if (!document.every((node) => node.uri === uri || isBelow(node.uri, uri))) return 405;
  return atOnce(served, () => {
    const before = [...served.tree.walk(uri)];
    for (const [at, node] of before) {
      const now = wanted.get(at);
      const isSameKind = now !== undefined && (now.format === 'node') === (node.children !== undefined);
      // What lay below a node that is gone is gone with it.
      if (isSameKind || at === uri || served.tree.find(at) === undefined) continue;
      const code = deleteItem(served, { target: { locURI: at } });
      if (code !== 200) return code;
    }
    return firstRefusal(document, (node) => changeNode(served, node));
  });
}

function documentOf({ data }: Item, uri: string, top: 'at' | 'below'): readonly TndsNode[] | undefined {
  const text = typeof data === 'string' ? data : data === undefined ? '' : Buffer.from(data).toString('utf8');
  const read = readTnds(text, uri, top);
  return read.ok ? read.value : undefined;
}

function atOnce({ tree }: ServedTree, work: () => StatusCode): StatusCode {
  const journal = tree.begin();
  const code = work();
  if (code === 200) journal.commit();
  else journal.rollback();
  return code;
}

function firstRefusal(document: readonly TndsNode[], work: (node: TndsNode) => StatusCode): StatusCode {
  for (const node of document) {
    const code = work(node);
    if (code !== 200) return code;
  }
  return 200;
}

function changeNode(served: ServedTree, node: TndsNode): StatusCode {
  const known = served.tree.find(node.uri);
  if (known === undefined) return makeNode(served, node);
  if (known.children === undefined && node.value !== undefined && valueText(known) !== node.value) {
    const code = replaceItem(served, itemOf(node));
    if (code !== 200) return code;
  }
  return setTexts(served, node);
}

function makeNode(served: ServedTree, node: TndsNode): StatusCode {
  const code = addItem(served, itemOf(node));
  return code === 200 ? setTexts(served, node) : code;
}

/** ACL and Title of the document; the other properties are the handset's own affair. */
function setTexts(served: ServedTree, { uri, acl, title }: TndsNode): StatusCode {
  const known = served.tree.find(uri);
  const acls = acl === undefined || acl === (known?.acl ?? '') ? 200 : replaceText(served, uri, 'ACL', { data: acl });
  if (acls !== 200 || title === undefined || title === (known?.title ?? '')) return acls;
  return replaceText(served, uri, 'Title', { data: title });
}

/** The item that an Add or Replace of this node alone would have; octets are base64 in a document. */
function itemOf({ uri, format, type, value }: TndsNode): Item {
  const sent = format === 'unknown' ? 'chr' : format === 'bin' ? 'b64' : format;
  return {
    target: { locURI: uri },
    meta: { format: sent, ...(type === undefined ? {} : { type }) },
    ...(value === undefined ? {} : { data: value }),
  };
}

const PARTS = ['ACL', 'Format', 'Size', 'Title', 'TStamp', 'Type', 'VerNo', 'Value'] as const;
type Part = (typeof PARTS)[number];

function partsOf(word: string): ReadonlySet<Part> | undefined {
  if (word === 'TNDS') return new Set(PARTS);
  const sign = word.charAt(4);
  const names = word.slice(5).split(sign);
  const named = PARTS.filter((part) => names.includes(part));
  if (!/^TNDS[+-]/.test(word) || named.length !== names.length) return undefined;
  return new Set(sign === '+' ? named : PARTS.filter((part) => !named.includes(part)));
}

function listedNode(uri: string, node: HandsetNode, parts: ReadonlySet<Part>): TndsNode {
  const isLeaf = node.children === undefined;
  const told = {
    acl: node.acl ?? '',
    size: isLeaf ? String(sizeOf(node.value)) : undefined,
    title: node.title,
    tstamp: new Date(node.changedAt).toISOString().replace(/[-:]|\.\d+/g, ''),
    verNo: String(node.verNo),
  };
  const texts = TEXT_PROPERTIES.flatMap(([key, name]) =>
    parts.has(name) && told[key] !== undefined ? [[key, told[key]] as const] : [],
  );
  return {
    uri,
    format: parts.has('Format') ? node.format : 'unknown',
    ...(parts.has('Type') && node.type !== undefined ? { type: node.type } : {}),
    ...(parts.has('Value') && isLeaf ? { value: valueText(node) } : {}),
    ...Object.fromEntries(texts),
  };
}

function valueText({ value }: HandsetNode): string {
  return typeof value === 'string' ? value : Buffer.from(value).toString('base64');
}
