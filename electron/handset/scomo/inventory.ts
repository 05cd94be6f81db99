/** Changes of the inventory that belong together: a package is delivered, components are deployed or removed. */
import type { HandsetState } from '../state-file.ts';
import type { ManagementTree } from '../tree/management-tree.ts';
import { ACCESS } from '../tree/node.ts';
import { completeEntry, describe, DESCRIPTIVE, entryURI, listURI } from './object-nodes.ts';
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
export function setStatus(tree: ManagementTree, entry: string, status: number): void {
  tree.setValue(`${entry}/Status`, String(status));
}

/** Sets State of `<X>`, whose operation has ended well. */
export function setState(tree: ManagementTree, entry: string, state: string): void {
  tree.setValue(`${entry}/Status`, IDLE);
  tree.setValue(`${entry}/State`, state);
}

/** Makes the delivery package of a download that has come to its end, under the same name, in place of a former one. */
export function deliver(
  tree: ManagementTree,
  root: string,
  state: HandsetState,
  download: { readonly name: string; readonly file: string; readonly packageName: string | undefined },
): Target {
  const { name, file, packageName } = download;
  const from = entryURI(root, 'Download', name);
  const entry = completeEntry(tree, root, 'Delivered', name);
  const identifier = tree.text(`${from}/PkgID`) ?? '';
  describe(tree, entry, 'PkgID', identifier);
  if (tree.find(`${entry}/Data`) === undefined)
    tree.put(`${entry}/Data`, { format: 'bin', type: 'application/octet-stream', access: ACCESS.replace });
  describe(tree, entry, 'Name', packageName);
  for (const leaf of DESCRIPTIVE) describe(tree, entry, leaf, tree.text(`${from}/${leaf}`));
  setState(tree, entry, DELIVERED);
  state.packages[name] = file;
  return { uri: entry, identifier };
}

/** Deploys every component of a package; one whose ID is deployed already is updated in place. */
export function deploy(
  tree: ManagementTree,
  root: string,
  state: HandsetState,
  pkgId: string,
  manifest: PackageManifest,
  componentState: typeof ACTIVE | typeof INACTIVE,
): readonly Target[] {
  return manifest.components.map((component) => {
    const { id } = component;
    const existing = tree.children(listURI(root, 'Deployed')).find((entry) => tree.text(`${entry}/ID`) === id);
    const entry = existing ?? completeEntry(tree, root, 'Deployed', `C${state.nextComponent++}`);
    const leaves = {
      ID: id,
      PkgIDRef: pkgId,
      Name: component.name,
      Description: component.description,
      Version: component.version ?? manifest.version,
      EnvType: manifest.envType,
    };
    for (const [leaf, value] of Object.entries(leaves)) {
      if (value === undefined) tree.remove(`${entry}/${leaf}`);
      describe(tree, entry, leaf, value, ACCESS.get);
    }
    setState(tree, entry, componentState);
    return { uri: entry, identifier: id };
  });
}

/** A package none of whose components is deployed any more is only delivered: it can be installed again. */
export function forgetInstalled(tree: ManagementTree, root: string): void {
  const used = new Set(tree.children(listURI(root, 'Deployed')).map((entry) => tree.text(`${entry}/PkgIDRef`)));
  for (const entry of tree.children(listURI(root, 'Delivered'))) {
    const isInstalled = tree.text(`${entry}/State`) === INSTALLED;
    if (isInstalled && !used.has(tree.text(`${entry}/PkgID`))) tree.setValue(`${entry}/State`, DELIVERED);
  }
}
