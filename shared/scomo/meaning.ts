/** What the value of a node of the SCOMO object means, for the tree's column `Means`. */
import { type TreeMirror, childrenOf, node } from '../dm/tree.ts';
import { isBelow, parentOf, segments } from '../dm/uri.ts';
import { childNamed, readContext, readEntry } from './entry.ts';
import type { InventoryEntry, Subtree } from './inventory-types.ts';
import { definitionOf, standardName } from './nodes.ts';
import type { ScomoRoot } from './root.ts';
import { codeWord } from './states.ts';

/** Lists by the pattern of their path below the root, and what their entries are called. */
const LISTS: readonly {
  readonly path: string;
  readonly subtree: Subtree;
  readonly one: string;
  readonly many: string;
}[] = [
  { path: 'Download', subtree: 'Download', one: 'package to fetch', many: 'packages to fetch' },
  { path: 'Inventory/Delivered', subtree: 'Delivered', one: 'package', many: 'packages' },
  { path: 'Inventory/Deployed', subtree: 'Deployed', one: 'component', many: 'components' },
];

/**
 * What a node's value means in words: `Status` 30 → `Download progressing`, an entry → `Inactive · Notes 2.0`, an
 * operation → `Possible now` or why not. Undefined where the value speaks for itself and outside the object.
 * Looks only at the entry it is asked for, so that it may be called for every visible row.
 */
export function meaningOf(tree: TreeMirror, root: ScomoRoot, uri: string): string | undefined {
  if (uri === root.uri) return `SCOMO ${root.version}`;
  if (!isBelow(uri, root.uri)) return undefined;
  const path = segments(uri).slice(segments(root.uri).length);
  const pattern = definitionOf(path)?.path;
  if (pattern === undefined) return undefined;

  const list = LISTS.find((row) => pattern === row.path || pattern.startsWith(`${row.path}/<X>`));
  if (list === undefined) return undefined;
  const inEntry = pattern.slice(list.path.length + '/<X>/'.length);
  if (pattern === list.path) return counted(childrenOf(tree, uri).length, list.one, list.many);
  if (inEntry === 'Status' || inEntry === 'State') return codeWord(list.subtree, inEntry, node(tree, uri)?.value)?.word;
  if (inEntry === 'Operations') return operationCount(tree, uri);

  const entryURI = ancestor(uri, path.length - list.path.split('/').length - 1);
  if (entryURI === undefined) return undefined;
  if (inEntry === 'PkgIDRef') return packageName(tree, root, node(tree, uri)?.value);
  if (inEntry !== '' && !inEntry.startsWith('Operations/')) return undefined;
  const entry = readEntry(tree, entryURI, list.subtree, contextFor(tree, root, list.subtree));
  if (inEntry === '') return entryWords(entry);
  const operation = entry.operations.find(({ uri: operationURI }) => operationURI === uri);
  return operation === undefined ? undefined : (operation.why ?? 'Possible now');
}

/** An entry in a few words: its state, or what goes on or went wrong, and its name and version. */
function entryWords(entry: InventoryEntry): string | undefined {
  const state = entry.subtree === 'Download' ? undefined : entry.state;
  const isQuiet = entry.status === undefined || entry.status.tone === 'ok';
  const word = isQuiet ? (state ?? entry.status)?.word : entry.status?.word;
  const version = entry.subtree === 'Deployed' ? entry.version : undefined;
  const name = [entry.name, version].filter((part) => part !== undefined && part !== '').join(' ');
  const words = [word, name].filter((part) => part !== undefined && part !== '').join(' · ');
  return words === '' ? undefined : words;
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

function operationCount(tree: TreeMirror, uri: string): string {
  const operations = childrenOf(tree, uri).filter((child) => standardName(segments(child.uri).at(-1) ?? '') !== 'Ext');
  return counted(operations.length, 'operation', 'operations');
}

function ancestor(uri: string, levels: number): string | undefined {
  let found: string | undefined = uri;
  for (let level = 0; level < levels && found !== undefined; level++) found = parentOf(found);
  return found;
}

function contextFor(tree: TreeMirror, root: ScomoRoot, subtree: Subtree) {
  return readContext(tree, subtree === 'Delivered' ? listURI(tree, root, 'Deployed') : undefined);
}

function packageName(tree: TreeMirror, root: ScomoRoot, pkgId: string | undefined): string | undefined {
  if (pkgId === undefined || pkgId === '') return undefined;
  const delivered = listURI(tree, root, 'Delivered');
  if (delivered === undefined) return undefined;
  const found = childrenOf(tree, delivered).find(({ uri }) => childNamed(tree, uri, 'PkgID')?.value === pkgId);
  if (found === undefined) return 'The package is no longer on the handset';
  return childNamed(tree, found.uri, 'Name')?.value ?? 'The package is on the handset';
}

function listURI(tree: TreeMirror, root: ScomoRoot, subtree: 'Delivered' | 'Deployed'): string | undefined {
  const inventory = childNamed(tree, root.uri, 'Inventory');
  return inventory === undefined ? undefined : childNamed(tree, inventory.uri, subtree)?.uri;
}
