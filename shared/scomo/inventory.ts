/**
 * From tree to inventory: the one function through which the window, the command line and the runbooks see what is on
 * a handset (facts 1.3–1.6). Pure: the same tree gives the same inventory.
 */
import { type TreeMirror, childrenOf, node } from '../dm/tree.ts';
import { childNamed, readContext, readDelivered, readDeployed, readDownload } from './entry.ts';
import type { DeliveryPackage, DeploymentComponent, DownloadEntry, Inventory } from './inventory-types.ts';
import type { ScomoRoot } from './root.ts';

export { meaningOf } from './meaning.ts';
export { looksLikeScomo } from './root.ts';

/**
 * Reads the inventory below `root` out of the mirror. Lists and optional nodes that the handset does not have are
 * left out; names are found in any case and by their known misspellings.
 */
export function readInventory(tree: TreeMirror, root: ScomoRoot): Inventory {
  const inventory = childNamed(tree, root.uri, 'Inventory')?.uri;
  const downloadURI = childNamed(tree, root.uri, 'Download')?.uri;
  const deliveredURI = inventory === undefined ? undefined : childNamed(tree, inventory, 'Delivered')?.uri;
  const deployedURI = inventory === undefined ? undefined : childNamed(tree, inventory, 'Deployed')?.uri;
  const context = readContext(tree, deployedURI);

  const downloads = entriesOf(tree, downloadURI).map((uri) => readDownload(tree, uri));
  const delivered = entriesOf(tree, deliveredURI).map((uri) => readDelivered(tree, uri, context));
  const deployed = entriesOf(tree, deployedURI).map((uri) => readDeployed(tree, uri));
  const times = [...downloads, ...delivered, ...deployed].map(({ readAt }) => readAt);
  const rootReadAt = node(tree, root.uri)?.readAt;
  return {
    root: root.uri,
    version: root.version,
    lists: {
      ...(downloadURI === undefined ? {} : { Download: downloadURI }),
      ...(deliveredURI === undefined ? {} : { Delivered: deliveredURI }),
      ...(deployedURI === undefined ? {} : { Deployed: deployedURI }),
    },
    downloads,
    delivered,
    deployed,
    readAt: times.reduce((oldest, time) => Math.min(oldest, time), rootReadAt ?? times[0] ?? 0),
  };
}

/**
 * The components with this ID. More than one is possible while a handset keeps two versions. Components of handsets
 * that show no ID are known by their node name.
 */
export function findComponents(inventory: Inventory, id: string): readonly DeploymentComponent[] {
  return inventory.deployed.filter((entry) => (entry.id ?? entry.nodeName) === id);
}

/** The component with this ID, or undefined. Of several, the active one. */
export function findComponent(inventory: Inventory, id: string): DeploymentComponent | undefined {
  const found = findComponents(inventory, id);
  return found.find(({ active }) => active === true) ?? found[0];
}

/**
 * The delivery package with this PkgID (or, where the handset shows none, node name), or undefined. With `nodeName` it
 * is the one at this node and no other, even while it has no PkgID yet.
 */
export function findDelivered(inventory: Inventory, pkgId: string, nodeName?: string): DeliveryPackage | undefined {
  return inventory.delivered.find((entry) =>
    nodeName === undefined ? (entry.pkgId ?? entry.nodeName) === pkgId : entry.nodeName === nodeName,
  );
}

/**
 * The package under Download with this PkgID, or undefined. `nodeName` chooses among several: a node left behind by
 * an earlier run may describe the same package.
 */
export function findDownload(inventory: Inventory, pkgId: string, nodeName?: string): DownloadEntry | undefined {
  const found = inventory.downloads.filter((entry) => (entry.pkgId ?? entry.nodeName) === pkgId);
  return found.find((entry) => entry.nodeName === nodeName) ?? found[0];
}

function entriesOf(tree: TreeMirror, list: string | undefined): readonly string[] {
  if (list === undefined) return [];
  return childrenOf(tree, list)
    .map(({ uri }) => uri)
    .filter((uri) => !isExtension(uri));
}

/** `Ext` holds a vendor's own nodes wherever it stands (facts 1.3). */
function isExtension(uri: string): boolean {
  return uri.endsWith('/Ext') || uri.endsWith('/ext');
}
