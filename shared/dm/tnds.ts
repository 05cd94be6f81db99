/**
 * TNDS, the tree and description serialization of DM 1.2 §9 (facts 2.8): a sub-tree with its run-time properties as
 * one XML document. Its nodes as the reader gives and the writer takes them; what was not said is absent.
 */
import type { TreeNode } from './node.ts';

export interface TndsNode extends Omit<TreeNode, 'readAt'> {
  readonly acl?: string;
  readonly size?: string;
  readonly title?: string;
  readonly tstamp?: string;
  readonly verNo?: string;
}

/** Media type of the XML form. */
export const TNDS_XML = 'application/vnd.syncml.dmtnds+xml';

/** What both forms (`+xml`, `+wbxml`) begin with. */
export const TNDS_TYPE = 'application/vnd.syncml.dmtnds';

/** The properties that are plain text, in the DTD's order around Format and Type. */
export const TEXT_PROPERTIES = [
  ['acl', 'ACL'],
  ['size', 'Size'],
  ['title', 'Title'],
  ['tstamp', 'TStamp'],
  ['verNo', 'VerNo'],
] as const satisfies readonly (readonly [keyof TndsNode, string])[];
