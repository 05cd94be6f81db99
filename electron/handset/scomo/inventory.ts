/** Changes of the inventory that belong together: a package is delivered, components are deployed or removed. */
import type { HandsetState } from '../state-file.ts';
import type { ManagementTree } from '../tree/management-tree.ts';
import { ACCESS } from '../tree/node.ts';
import { below, entryURI, type Layout, listURI } from './layout.ts';
import { completeEntry, describe, DESCRIPTIVE, leafSpec, textOf } from './object-nodes.ts';
import type { PackageManifest } from './package-file.ts';

/** What an operation has made or changed, for its report. */
export interface Target {
  readonly uri: string;
  readonly identifier: string;
}

const IDLE = '10';
const DELIVERED = '10';
export const INSTALLED = '20';
export const INACTIVE = '10';
export const ACTIVE = '20';

/** Sets Status of `<X>`. */
export function setStatus(tree: ManagementTree, layout: Layout, entry: string, status: number): void {
  tree.setValue(below(layout, entry, 'Status'), String(status));
}

/** Sets State of `<X>`, whose operation has ended well. */
export function setState(tree: ManagementTree, layout: Layout, entry: string, state: string): void {
  tree.setValue(below(layout, entry, 'Status'), IDLE);
  const uri = below(layout, entry, 'State');
  if (tree.find(uri) !== undefined) tree.setValue(uri, state);
}

/** Makes the delivery package of a download that has come to its end, under the same name, in place of a former one. */
export function deliver(
  tree: ManagementTree,
  layout: Layout,
  state: HandsetState,
  download: { readonly name: string; readonly file: string; readonly packageName: string | undefined },
): Target {
  const { name, file, packageName } = download;
  const from = entryURI(layout, 'Download', name);
  const entry = completeEntry(tree, layout, 'Delivered', name);
  const identifier = textOf(tree, layout, from, 'PkgID') ?? '';
  describe(tree, layout, entry, 'PkgID', identifier);
  const data = below(layout, entry, 'Data');
  if (tree.find(data) === undefined) tree.put(data, { ...leafSpec(layout, 'Data'), access: ACCESS.replace });
  describe(tree, layout, entry, 'Name', packageName);
  for (const leaf of DESCRIPTIVE) describe(tree, layout, entry, leaf, textOf(tree, layout, from, leaf));
  setState(tree, layout, entry, DELIVERED);
  state.packages[name] = file;
  return { uri: entry, identifier };
}

/** Deploys every component of a package; one whose ID is deployed already is updated in place. */
export function deploy(
  tree: ManagementTree,
  layout: Layout,
  state: HandsetState,
  pkgId: string,
  manifest: PackageManifest,
  componentState: typeof ACTIVE | typeof INACTIVE,
): readonly Target[] {
  return manifest.components.map((component) => {
    const { id } = component;
    const existing = tree.children(listURI(layout, 'Deployed')).find((uri) => textOf(tree, layout, uri, 'ID') === id);
    const entry = existing ?? completeEntry(tree, layout, 'Deployed', `C${state.nextComponent++}`);
    const leaves = {
      ID: id,
      PkgIDRef: pkgId,
      Name: component.name,
      Description: component.description,
      Version: component.version ?? manifest.version,
      EnvType: manifest.envType,
    };
    for (const [leaf, value] of Object.entries(leaves)) {
      if (value === undefined) tree.remove(below(layout, entry, leaf));
      describe(tree, layout, entry, leaf, value, ACCESS.get);
    }
    setState(tree, layout, entry, componentState);
    return { uri: entry, identifier: id };
  });
}

/** A package none of whose components is deployed any more is only delivered: it can be installed again. */
export function forgetInstalled(tree: ManagementTree, layout: Layout): void {
  const deployed = tree.children(listURI(layout, 'Deployed'));
  const used = new Set(deployed.map((entry) => textOf(tree, layout, entry, 'PkgIDRef')));
  for (const entry of tree.children(listURI(layout, 'Delivered'))) {
    const isInstalled = textOf(tree, layout, entry, 'State') === INSTALLED;
    if (isInstalled && !used.has(textOf(tree, layout, entry, 'PkgID')))
      tree.setValue(below(layout, entry, 'State'), DELIVERED);
  }
}
