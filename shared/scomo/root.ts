/** Where the SCOMO object is: found by its MO identifier, never by its path (facts 1.1). */
import { type TreeMirror, childrenOf, node, walk } from '../dm/tree.ts';
import { childNamed } from './entry.ts';
import type { ScomoVersion } from './inventory-types.ts';
import { scomoVersionOf } from './mo.ts';

export interface ScomoRoot {
  readonly uri: string;
  readonly version: ScomoVersion;
}

/**
 * The SCOMO objects in the mirror: nodes whose Type is a MO identifier, else, for handsets that do not answer
 * `?prop=Type`, nodes that look like one (those count as 1.0). In the order of the tree.
 */
export function findScomoRoots(tree: TreeMirror): readonly ScomoRoot[] {
  const typed: ScomoRoot[] = [];
  const similar: ScomoRoot[] = [];
  for (const { uri, type } of walk(tree)) {
    const version = scomoVersionOf(type);
    if (version !== undefined) typed.push({ uri, version });
    else if (looksLikeScomo(tree, uri)) similar.push({ uri, version: '1.0' });
  }
  return typed.length > 0 ? typed : similar;
}

/**
 * Has this node the shape of a SCOMO object? It must have an `Inventory` with `Deployed` or `Delivered` below it, and
 * where these lists have entries, one of them must look like a package or a component.
 */
export function looksLikeScomo(tree: TreeMirror, uri: string): boolean {
  if (node(tree, uri) === undefined) return false;
  const inventory = childNamed(tree, uri, 'Inventory');
  if (inventory === undefined) return false;
  const lists = ['Deployed', 'Delivered'].flatMap((name) => childNamed(tree, inventory.uri, name) ?? []);
  const entries = lists.flatMap((list) => childrenOf(tree, list.uri));
  const isEntry = ({ uri }: { readonly uri: string }): boolean =>
    ['ID', 'PkgID', 'Status', 'State', 'Operations'].some((name) => childNamed(tree, uri, name) !== undefined);
  return lists.length > 0 && (entries.length === 0 || entries.some(isEntry) || entries.every(hasNoChildren));

  function hasNoChildren({ uri }: { readonly uri: string }): boolean {
    return childrenOf(tree, uri).length === 0;
  }
}
