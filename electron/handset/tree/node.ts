/**
 * One node of the handset's own management tree. An interior node has `children`, a leaf has a `value`; never both.
 */
import type { Data } from '../../../shared/syncml/message.ts';

/** The formats of DM 1.2 (facts 2.8). */
export const FORMATS = ['b64', 'bin', 'bool', 'chr', 'int', 'node', 'null', 'xml', 'date', 'time', 'float'] as const;
export type Format = (typeof FORMATS)[number];

/** The commands a server may address to a node (the AccessType of the DDF). */
export type AccessType = 'Add' | 'Copy' | 'Delete' | 'Exec' | 'Get' | 'Replace';

export interface HandsetNode {
  readonly name: string;
  readonly format: Format;
  /** MIME type of a leaf, MO identifier of an interior node; absent for `text/plain` and for no identifier. */
  readonly type?: string;
  readonly value: Data;
  readonly access: ReadonlySet<AccessType>;
  /** Permanent nodes cannot be deleted or renamed (DM 1.2 §8; facts 2.8). */
  readonly permanent: boolean;
  readonly children?: Map<string, HandsetNode>;
  /** Its own access list; absent for none, then it is inherited. */
  readonly acl?: string;
  /** Property Title; absent for none. */
  readonly title?: string;
  /** Milliseconds since the epoch of the last change: property TStamp. */
  readonly changedAt: number;
  /** Number of changes, 16 bit: property VerNo. */
  readonly verNo: number;
}

/** What a node is made of; everything else follows. Format defaults to `chr`, access to Get, permanence to false. */
export interface NodeSpec {
  readonly format?: Format;
  readonly type?: string;
  readonly value?: Data;
  readonly access?: ReadonlySet<AccessType>;
  readonly permanent?: boolean;
  readonly acl?: string;
  readonly title?: string;
}

/** The access sets that occur, one per row. */
export const ACCESS = {
  none: new Set<AccessType>(),
  get: new Set<AccessType>(['Get']),
  getAdd: new Set<AccessType>(['Get', 'Add']),
  getAddDelete: new Set<AccessType>(['Get', 'Add', 'Delete']),
  getReplace: new Set<AccessType>(['Get', 'Replace']),
  getExec: new Set<AccessType>(['Get', 'Exec']),
  replace: new Set<AccessType>(['Replace']),
  all: new Set<AccessType>(['Get', 'Add', 'Replace', 'Delete', 'Copy']),
  everything: new Set<AccessType>(['Get', 'Add', 'Replace', 'Delete', 'Copy', 'Exec']),
} as const satisfies Record<string, ReadonlySet<AccessType>>;
export type AccessName = keyof typeof ACCESS;

/** Octets of a value as the Size property counts them. */
export function sizeOf(value: Data): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : value.byteLength;
}
