/**
 * One node of a handset's management tree as the workbench knows it: what was read, in which format, and when.
 * URIs are in the normal form of uri.ts: `./SCM/Inventory`, root `.`, no trailing slash, no query.
 */

/** The formats of DM 1.2 (facts 2.8); `unknown` when the handset said nothing and the value does not tell. */
export type NodeFormat =
  | 'b64'
  | 'bin'
  | 'bool'
  | 'chr'
  | 'int'
  | 'node'
  | 'null'
  | 'xml'
  | 'date'
  | 'time'
  | 'float'
  | 'unknown';

export interface TreeNode {
  readonly uri: string;
  readonly format: NodeFormat;
  /** The Type property when it was sent: MIME type of a leaf, MO identifier of an interior node. */
  readonly type?: string;
  /** Value of a leaf as text (base64 for octets); absent for interior nodes and for values not read. */
  readonly value?: string;
  /** When this node was last read, milliseconds since the epoch. */
  readonly readAt: number;
}

/** One difference between two readings. `before` is absent for an added node, `after` for a removed one. */
export interface NodeChange {
  readonly uri: string;
  readonly before?: TreeNode;
  readonly after?: TreeNode;
}
