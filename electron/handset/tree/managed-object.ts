/**
 * What a management object says about the server's changes to its nodes. The tree's commands ask before they change
 * anything and tell afterwards, inside the same journal: when the object refuses, the item is undone.
 */
import type { AccessType } from './node.ts';

/** A status code of DM 1.2, e.g. 404. */
export type StatusCode = number;

export interface ManagedObject {
  /** URI of the object's root; it is asked about nodes at and below it. */
  readonly root: string;
  /** May the server add this node? Answers the access of the new node, or the status that refuses it. */
  admit(uri: string, isInterior: boolean): ReadonlySet<AccessType> | StatusCode;
  /** Why this node must not be changed or deleted now, or undefined. */
  refuses(uri: string): StatusCode | undefined;
  /** The server added, replaced or deleted this node. Answers a status when the object cannot follow. */
  changed(change: 'Add' | 'Replace' | 'Delete', uri: string): StatusCode | undefined;
}
