/**
 * One entry of a SCOMO list, read from the tree mirror: a package under Download, a delivery package, a deployment
 * component. Names are looked up whatever their case and by their known misspellings; a missing optional node leaves
 * its property out.
 */
import type { TreeNode } from '../dm/node.ts';
import { type TreeMirror, childrenOf, node } from '../dm/tree.ts';
import { lastSegment } from '../dm/uri.ts';
import type {
  DeliveryPackage,
  DeploymentComponent,
  DownloadEntry,
  InventoryEntry,
  OperationName,
  Subtree,
} from './inventory-types.ts';
import { standardName } from './nodes.ts';
import { OPERATIONS, operationsOf } from './operations.ts';
import { ACTIVE, INACTIVE, codeWord } from './states.ts';

/** What one entry must know of the others: the packages that the deployed components name. */
export interface EntryContext {
  /** PkgIDRef of every component that has one. */
  readonly deployedFrom: ReadonlySet<string>;
}

/** The child with this standard name, however the handset spells it; the exact spelling is preferred. */
export function childNamed(tree: TreeMirror, uri: string, name: string): TreeNode | undefined {
  let found: TreeNode | undefined;
  for (const child of childrenOf(tree, uri)) {
    const spelling = lastSegment(child.uri);
    if (spelling === name) return child;
    if (found === undefined && standardName(spelling) === name) found = child;
  }
  return found;
}

/** Reads `Download/<X>`. */
export function readDownload(tree: TreeMirror, uri: string): DownloadEntry {
  const read = readCommon(tree, uri, 'Download');
  const pkgId = read.text('PkgID');
  const pkgURL = read.text('PkgURL');
  return {
    subtree: 'Download',
    ...read.common,
    ...read.optional({ pkgId, pkgURL, pkgType: read.text('PkgType'), installParams: read.text('InstallParams') }),
    operations: operationsOf({ ...read.operationFacts, ...read.optional({ pkgId, pkgURL }) }),
  };
}

/** Reads `Inventory/Delivered/<X>`. */
export function readDelivered(tree: TreeMirror, uri: string, context: EntryContext): DeliveryPackage {
  const read = readCommon(tree, uri, 'Delivered');
  const pkgId = read.text('PkgID');
  const state = codeWord('Delivered', 'State', read.text('State'));
  const isDeployed =
    pkgId === undefined || context.deployedFrom.size === 0 ? undefined : context.deployedFrom.has(pkgId);
  return {
    subtree: 'Delivered',
    ...read.common,
    ...read.optional({ pkgId, pkgType: read.text('PkgType'), installParams: read.text('InstallParams'), state }),
    operations: operationsOf({ ...read.operationFacts, ...read.optional({ pkgId, state, isDeployed }) }),
  };
}

/** Reads `Inventory/Deployed/<X>`. */
export function readDeployed(tree: TreeMirror, uri: string): DeploymentComponent {
  const read = readCommon(tree, uri, 'Deployed');
  const state = codeWord('Deployed', 'State', read.text('State'));
  const active = state?.code === ACTIVE ? true : state?.code === INACTIVE ? false : undefined;
  return {
    subtree: 'Deployed',
    ...read.common,
    ...read.optional({
      id: read.text('ID'),
      pkgIdRef: read.text('PkgIDRef'),
      version: read.text('Version'),
      state,
      active,
    }),
    operations: operationsOf({ ...read.operationFacts, ...read.optional({ state }) }),
  };
}

/** Reads an entry of any of the three lists. */
export function readEntry(tree: TreeMirror, uri: string, subtree: Subtree, context: EntryContext): InventoryEntry {
  switch (subtree) {
    case 'Download':
      return readDownload(tree, uri);
    case 'Delivered':
      return readDelivered(tree, uri, context);
    case 'Deployed':
      return readDeployed(tree, uri);
  }
}

/** The packages that the components below this list name. */
export function readContext(tree: TreeMirror, deployedURI: string | undefined): EntryContext {
  const deployedFrom = new Set<string>();
  if (deployedURI !== undefined)
    for (const { uri } of childrenOf(tree, deployedURI)) {
      const value = childNamed(tree, uri, 'PkgIDRef')?.value;
      if (value !== undefined && value !== '') deployedFrom.add(value);
    }
  return { deployedFrom };
}

function readCommon(tree: TreeMirror, uri: string, subtree: Subtree) {
  const children = new Map<string, TreeNode>();
  let readAt = node(tree, uri)?.readAt ?? 0;
  for (const child of childrenOf(tree, uri)) {
    const spelling = lastSegment(child.uri);
    const name = standardName(spelling) ?? spelling;
    if (!children.has(name) || spelling === name) children.set(name, child);
    readAt = Math.min(readAt, child.readAt);
  }
  const operationsURI = children.get('Operations')?.uri;
  const status = codeWord(subtree, 'Status', text('Status'));
  return {
    text,
    optional,
    common: {
      uri,
      nodeName: lastSegment(uri),
      ...optional({ name: text('Name'), description: text('Description'), envType: text('EnvType'), status }),
      readAt,
    },
    operationFacts: {
      subtree,
      uri,
      present: operationNodes(tree, subtree, operationsURI),
      ...optional({ status, operationsURI }),
    },
  };

  function text(name: string): string | undefined {
    return children.get(name)?.value;
  }
}

function operationNodes(
  tree: TreeMirror,
  subtree: Subtree,
  operationsURI: string | undefined,
): ReadonlyMap<OperationName, string> {
  const found = new Map<OperationName, string>();
  if (operationsURI === undefined) return found;
  for (const name of OPERATIONS[subtree]) {
    const child = childNamed(tree, operationsURI, name);
    if (child !== undefined) found.set(name, child.uri);
  }
  return found;
}

type Optional<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The properties that have a value; the others are left out instead of being undefined. */
function optional<T extends object>(values: T): Optional<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Optional<T>;
}
