/**
 * The nodes of this handset's SCOMO 1.0 object (facts 1.3), one row per node: which ones a server may add, which ones
 * the handset adds by itself, and what may be done with each.
 */
import type { ManagementTree } from '../tree/management-tree.ts';
import { ACCESS, type AccessType, type NodeSpec } from '../tree/node.ts';

/** The three lists of the object. */
export type List = 'Download' | 'Delivered' | 'Deployed';

export const OPERATIONS = {
  Download: ['Download', 'DownloadInstall', 'DownloadInstallInactive'],
  Delivered: ['Install', 'InstallInactive', 'Remove'],
  Deployed: ['Activate', 'Deactivate', 'Remove'],
} as const satisfies Record<List, readonly string[]>;

export type Operation = (typeof OPERATIONS)[List][number];

/** Where the lists are below the object's root. */
const LIST_PATHS: Readonly<Record<List, string>> = {
  Download: 'Download',
  Delivered: 'Inventory/Delivered',
  Deployed: 'Inventory/Deployed',
};

/** What a server may add below `<X>`; Ext takes anything. In Deployed it may add nothing. */
const ADDABLE: Readonly<Record<List, Readonly<Record<string, ReadonlySet<AccessType>>>>> = {
  Download: {
    PkgID: ACCESS.getReplace,
    Name: ACCESS.getReplace,
    PkgURL: ACCESS.getReplace,
    InstallParams: ACCESS.getReplace,
    Description: ACCESS.getReplace,
    EnvType: ACCESS.getReplace,
    PkgType: ACCESS.getReplace,
  },
  Delivered: {
    PkgID: ACCESS.getReplace,
    Data: ACCESS.replace,
    Name: ACCESS.getReplace,
    InstallParams: ACCESS.getReplace,
    Description: ACCESS.getReplace,
    EnvType: ACCESS.getReplace,
    PkgType: ACCESS.getReplace,
  },
  Deployed: {},
};

/** Values that say what a delivery package is for; they travel from Download to Delivered. */
export const DESCRIPTIVE = ['Name', 'InstallParams', 'Description', 'EnvType', 'PkgType'] as const;

/** A place in the object: the list, the name of `<X>`, and the names below it. */
export interface Place {
  readonly list: List;
  readonly name: string;
  /** URI of `<X>`. */
  readonly entry: string;
  readonly below: readonly string[];
}

/** URI of a list. */
export function listURI(root: string, list: List): string {
  return `${root}/${LIST_PATHS[list]}`;
}

/** URI of `<X>` in a list. */
export function entryURI(root: string, list: List, name: string): string {
  return `${listURI(root, list)}/${name}`;
}

/** Which `<X>` a URI belongs to; undefined above and beside the lists. */
export function placeOf(root: string, uri: string): Place | undefined {
  for (const list of ['Download', 'Delivered', 'Deployed'] as const) {
    const prefix = `${listURI(root, list)}/`;
    const [name, ...below] = uri.startsWith(prefix) ? uri.slice(prefix.length).split('/') : [];
    if (name !== undefined) return { list, name, entry: `${prefix}${name}`, below };
  }
  return undefined;
}

/** Makes the object's root and its lists, which are permanent. */
export function addObject(tree: ManagementTree, root: string, type: string): void {
  tree.put(root, { format: 'node', type, permanent: true });
  tree.put(listURI(root, 'Download'), { format: 'node', access: ACCESS.getAdd, permanent: true });
  tree.put(`${root}/Inventory`, { format: 'node', permanent: true });
  tree.put(listURI(root, 'Delivered'), { format: 'node', access: ACCESS.getAdd, permanent: true });
  tree.put(listURI(root, 'Deployed'), { format: 'node', permanent: true });
}

/** Access of a node that the server wants to add, or undefined when this node has no place there. */
export function addableAccess(place: Place, isInterior: boolean): ReadonlySet<AccessType> | undefined {
  const [name, ...deeper] = place.below;
  if (place.list === 'Deployed') return undefined;
  if (name === undefined) return isInterior ? ACCESS.getAddDelete : undefined;
  if (name === 'Ext') return deeper.length > 0 || isInterior ? ACCESS.all : undefined;
  if (isInterior || deeper.length > 0) return undefined;
  return Object.hasOwn(ADDABLE[place.list], name) ? ADDABLE[place.list][name] : undefined;
}

/** Makes `<X>` with the children that only the handset knows: Status, State and Operations. Present ones stay. */
export function completeEntry(tree: ManagementTree, root: string, list: List, name: string): string {
  const entry = entryURI(root, list, name);
  const access = list === 'Deployed' ? ACCESS.get : ACCESS.getAddDelete;
  putMissing(tree, entry, { format: 'node', access });
  putMissing(tree, `${entry}/Status`, { format: 'int', value: '10' });
  if (list !== 'Download') putMissing(tree, `${entry}/State`, { format: 'int', value: '10' });
  putMissing(tree, `${entry}/Operations`, { format: 'node' });
  for (const operation of OPERATIONS[list])
    putMissing(tree, `${entry}/Operations/${operation}`, { format: 'null', access: ACCESS.getExec });
  return entry;
}

/** Sets a text leaf of `<X>`, made when it is missing; undefined leaves it as it is. */
export function describe(
  tree: ManagementTree,
  entry: string,
  leaf: string,
  value: string | undefined,
  access: ReadonlySet<AccessType> = ACCESS.getReplace,
): void {
  if (value === undefined) return;
  const uri = `${entry}/${leaf}`;
  if (tree.find(uri) === undefined) tree.put(uri, { value, access });
  else tree.setValue(uri, value);
}

function putMissing(tree: ManagementTree, uri: string, spec: NodeSpec): void {
  if (tree.find(uri) === undefined) tree.put(uri, spec);
}
