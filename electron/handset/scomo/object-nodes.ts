/**
 * The nodes of this handset's SCOMO object (facts 1.3, 1.9), one row per node: which ones a server may add, which ones
 * the handset adds by itself, and what may be done with each. What may differ between handsets stands in the layout.
 */
import { moIdentifier } from '../../../shared/scomo/mo.ts';
import type { ObjectTraits } from '../personalities/personality.ts';
import type { ManagementTree } from '../tree/management-tree.ts';
import { ACCESS, type AccessType, type NodeSpec } from '../tree/node.ts';
import { below, entryURI, type Layout, type List, listURI, OPERATIONS, type Place } from './layout.ts';

/** What a server may add below `<X>`, with the version that brought it; Ext takes anything. In Deployed it may add nothing. */
// oxfmt-ignore
const ADDABLE: readonly (readonly [leaf: string, lists: readonly List[], access: ReadonlySet<AccessType>, since: ObjectTraits['version']])[] = [
  ['PkgID',         ['Download', 'Delivered'], ACCESS.getReplace, '1.0'],
  ['PkgURL',        ['Download'],              ACCESS.getReplace, '1.0'],
  ['Data',          ['Delivered'],             ACCESS.replace,    '1.0'],
  ['Name',          ['Download', 'Delivered'], ACCESS.getReplace, '1.0'],
  ['InstallParams', ['Download', 'Delivered'], ACCESS.getReplace, '1.0'],
  ['Description',   ['Download', 'Delivered'], ACCESS.getReplace, '1.0'],
  ['EnvType',       ['Download', 'Delivered'], ACCESS.getReplace, '1.0'],
  ['PkgType',       ['Download', 'Delivered'], ACCESS.getReplace, '1.0'],
  ['Reboot',        ['Download', 'Delivered'], ACCESS.getReplace, '1.1'],
];

/** What 1.1 has beside the lists. */
const BESIDE_LISTS: Readonly<Record<ObjectTraits['version'], readonly (readonly [name: string, spec: NodeSpec])[]>> = {
  '1.0': [],
  '1.1': [
    ['Blacklisted', { format: 'node' }],
    ['Whitelisted', { format: 'node' }],
    ['CheckUpdateFreq', { format: 'int', value: '0', access: ACCESS.getReplace }],
  ],
};

/** Values that say what a delivery package is for; they travel from Download to Delivered. */
export const DESCRIPTIVE = ['Name', 'InstallParams', 'Description', 'EnvType', 'PkgType', 'Reboot'] as const;

/** Makes the object's root, its lists and what else is there from the beginning, which are permanent. */
export function addObject(tree: ManagementTree, layout: Layout): void {
  const { root, version, hasDownload, fixedDownload } = layout;
  tree.put(root, { format: 'node', type: moIdentifier(version), permanent: true });
  if (hasDownload) tree.put(listURI(layout, 'Download'), { format: 'node', access: ACCESS.getAdd, permanent: true });
  tree.put(below(layout, root, 'Inventory'), { format: 'node', permanent: true });
  tree.put(listURI(layout, 'Delivered'), { format: 'node', access: ACCESS.getAdd, permanent: true });
  tree.put(listURI(layout, 'Deployed'), { format: 'node', permanent: true });
  for (const [name, spec] of BESIDE_LISTS[version]) tree.put(below(layout, root, name), { ...spec, permanent: true });
  if (fixedDownload === undefined) return;
  tree.put(entryURI(layout, 'Download', fixedDownload), { format: 'node', access: ACCESS.get, permanent: true });
  addChildren(tree, layout, 'Download', fixedDownload);
}

/** Access of a node that the server wants to add, or the status that refuses it: it has no place there, or no room. */
export function addableAccess(
  layout: Layout,
  place: Place,
  isInterior: boolean,
): ReadonlySet<AccessType> | 403 | 405 | 413 {
  const [name, ...deeper] = place.below;
  if (place.list === 'Deployed') return 405;
  if (name === undefined) return entryAccess(layout, place, isInterior);
  if (name === 'Ext') return deeper.length > 0 || isInterior ? ACCESS.all : 405;
  if (name === 'Operations') return operationAccess(layout, place, deeper, isInterior);
  if (isInterior || deeper.length > 0) return 405;
  return addableRows(layout, place.list).find(([leaf]) => leaf === name)?.[2] ?? 405;
}

function entryAccess(layout: Layout, { list, name }: Place, isInterior: boolean): ReturnType<typeof addableAccess> {
  if (list === 'Download' && layout.fixedDownload !== undefined) return 403;
  if (Buffer.byteLength(name) > (layout.limits['<X>'] ?? Infinity)) return 413;
  return isInterior ? ACCESS.getAddDelete : 405;
}

/** Only where they do not appear by themselves a server has a reason to add operations. */
function operationAccess(
  { autoChildren, operationFormat, operationAccess: access }: Layout,
  { list }: Place,
  deeper: readonly string[],
  isInterior: boolean,
): ReturnType<typeof addableAccess> {
  if (autoChildren !== 'none') return 405;
  const [operation, ...more] = deeper;
  if (operation === undefined) return isInterior ? ACCESS.getAddDelete : 405;
  const isKnown = [...OPERATIONS[list]].some((known) => known === operation) && more.length === 0;
  return isKnown && isInterior === (operationFormat === 'node') ? ACCESS[access] : 405;
}

function addableRows({ version }: Layout, list: List): typeof ADDABLE {
  return ADDABLE.filter(([, lists, , since]) => lists.includes(list) && since <= version);
}

/** Makes `<X>` with the children that only the handset knows: Status, State and Operations. Present ones stay. */
export function completeEntry(tree: ManagementTree, layout: Layout, list: List, name: string): string {
  const entry = entryURI(layout, list, name);
  putMissing(tree, entry, { format: 'node', access: list === 'Deployed' ? ACCESS.get : ACCESS.getAddDelete });
  addOwn(tree, layout, list, entry);
  addOperations(tree, layout, list, entry);
  return entry;
}

/** Makes what this handset adds by itself when a server has added `<X>`. */
export function addChildren(tree: ManagementTree, layout: Layout, list: List, name: string): void {
  const entry = entryURI(layout, list, name);
  addOwn(tree, layout, list, entry);
  if (layout.autoChildren === 'none') return;
  addOperations(tree, layout, list, entry);
  if (layout.autoChildren === 'own') return;
  for (const [leaf, , access] of addableRows(layout, list))
    putMissing(tree, below(layout, entry, leaf), { ...leafSpec(layout, leaf), access });
}

function addOwn(tree: ManagementTree, layout: Layout, list: List, entry: string): void {
  for (const leaf of list === 'Download' ? ['Status'] : ['Status', 'State'])
    putMissing(tree, below(layout, entry, leaf), { ...leafSpec(layout, leaf), value: '10' });
}

function addOperations(tree: ManagementTree, layout: Layout, list: List, entry: string): void {
  const { operationFormat: format, operationAccess: access, autoChildren } = layout;
  const operationsAccess = autoChildren === 'none' ? ACCESS.getAddDelete : ACCESS.get;
  putMissing(tree, below(layout, entry, 'Operations'), { format: 'node', access: operationsAccess });
  for (const operation of OPERATIONS[list])
    putMissing(tree, below(layout, entry, 'Operations', operation), { format, access: ACCESS[access] });
}

/** Formats of the leaves that are not `chr` in the standard. */
const FORMATS: Readonly<Record<string, NodeSpec>> = {
  Status: { format: 'int' },
  State: { format: 'int' },
  Reboot: { format: 'int' },
  Data: { format: 'bin', type: 'application/octet-stream' },
};

/** Format and type of a leaf as this handset has it. */
export function leafSpec({ formats }: Layout, leaf: string): NodeSpec {
  const standard = FORMATS[leaf] ?? {};
  const own = Object.hasOwn(formats, leaf) ? formats[leaf] : undefined;
  return own === undefined ? standard : { ...standard, format: own };
}

/** Sets a text leaf of `<X>`, made when it is missing; undefined leaves it as it is. A leaf it lacks is never made. */
export function describe(
  tree: ManagementTree,
  layout: Layout,
  entry: string,
  leaf: string,
  text: string | undefined,
  access: ReadonlySet<AccessType> = ACCESS.getReplace,
): void {
  if (text === undefined || layout.lacks.includes(leaf)) return;
  const uri = below(layout, entry, leaf);
  const spec = leafSpec(layout, leaf);
  const value = spec.format === 'bin' ? Buffer.from(text) : text;
  if (tree.find(uri) === undefined) tree.put(uri, { ...spec, value, access });
  else tree.setValue(uri, value);
}

/** The text of a leaf of `<X>`, whatever its format; undefined when there is none. */
export function textOf(tree: ManagementTree, layout: Layout, entry: string, leaf: string): string | undefined {
  const node = tree.find(below(layout, entry, leaf));
  if (node === undefined || node.children !== undefined) return undefined;
  return typeof node.value === 'string' ? node.value : Buffer.from(node.value).toString('utf8');
}

function putMissing(tree: ManagementTree, uri: string, spec: NodeSpec): void {
  if (tree.find(uri) === undefined) tree.put(uri, spec);
}
