/**
 * The inventory: the SCOMO part of a tree as packages and components, with their state in words and the
 * operations that are allowed now. The window, the command line and the runbooks all read this one shape.
 */

export type ScomoVersion = '1.0' | '1.1';

/** The three lists of the object: what may be fetched, what has been delivered, what is deployed. */
export type Subtree = 'Download' | 'Delivered' | 'Deployed';

export type OperationName =
  | 'Download'
  | 'DownloadInstall'
  | 'DownloadInstallInactive'
  | 'Install'
  | 'InstallInactive'
  | 'Remove'
  | 'Activate'
  | 'Deactivate';

/** An operation of one entry: where its node is, and whether it may be executed now. */
export interface Operation {
  readonly name: OperationName;
  /** URI of the operation node as the handset spells it; the standard spelling when the handset lacks the node. */
  readonly uri: string;
  /** Is the node there? Some handsets expect the server to add it (facts 6.6). */
  readonly present: boolean;
  readonly allowed: boolean;
  /** Why it is not allowed now, in a technician's words; absent when allowed. */
  readonly why?: string;
}

/** A value of a Status or State node with its meaning, e.g. 30 → `Download progressing`. */
export interface CodeWord {
  readonly code: number;
  readonly word: string;
  /** `busy`: something runs on the handset; `failed`: the last operation failed; `ok`: otherwise. */
  readonly tone: 'ok' | 'busy' | 'failed';
}

interface Entry {
  /** URI of the dynamic node `<X>`, e.g. `./SCM/Inventory/Deployed/C1`. */
  readonly uri: string;
  /** Last segment of the URI. */
  readonly nodeName: string;
  readonly name?: string;
  readonly description?: string;
  readonly envType?: string;
  readonly status?: CodeWord;
  readonly operations: readonly Operation[];
  /** Oldest reading of this entry's nodes, milliseconds since the epoch. */
  readonly readAt: number;
}

/** A package described under Download, to be fetched or being fetched. */
export interface DownloadEntry extends Entry {
  readonly subtree: 'Download';
  readonly pkgId?: string;
  readonly pkgURL?: string;
  readonly pkgType?: string;
  readonly installParams?: string;
}

/** A delivery package (DP) on the handset. */
export interface DeliveryPackage extends Entry {
  readonly subtree: 'Delivered';
  readonly pkgId?: string;
  readonly pkgType?: string;
  readonly installParams?: string;
  /** 10 Delivered, 20 Installed; optional in the standard. */
  readonly state?: CodeWord;
}

/** A deployment component (DC): what is installed. */
export interface DeploymentComponent extends Entry {
  readonly subtree: 'Deployed';
  readonly id?: string;
  readonly pkgIdRef?: string;
  readonly version?: string;
  /** 10 Inactive, 20 Active. */
  readonly state?: CodeWord;
  readonly active?: boolean;
}

export type InventoryEntry = DownloadEntry | DeliveryPackage | DeploymentComponent;

export interface Inventory {
  /** URI of the SCOMO object's root, found by its MO identifier. */
  readonly root: string;
  readonly version: ScomoVersion;
  /** URIs of the three lists as the handset spells them; absent when the handset has no such node. */
  readonly lists: { readonly Download?: string; readonly Delivered?: string; readonly Deployed?: string };
  readonly downloads: readonly DownloadEntry[];
  readonly delivered: readonly DeliveryPackage[];
  readonly deployed: readonly DeploymentComponent[];
  /** Oldest reading among all nodes used, milliseconds since the epoch. */
  readonly readAt: number;
}
