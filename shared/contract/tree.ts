/** The mirror of a handset's management tree, and reading it. */
import * as z from 'zod';
import { ACL_COMMANDS } from '../dm/acl.ts';
import { PROPERTY_NAMES, WRITABLE_PROPERTIES } from '../dm/properties.ts';
import type { Inventory } from '../scomo/inventory-types.ts';
import { devId, method, outline, time, uri } from './method.ts';

/** A node as a row: URI, format, value (null: none or not read), type (null: not said), time of reading. */
export const treeRow = z.tuple([z.string(), z.string(), z.string().nullable(), z.string().nullable(), z.number()]);
export type TreeRow = z.infer<typeof treeRow>;

export const treeSnapshot = z.strictObject({
  devId: z.string(),
  /** Grows by one with every change; a gap in events means: ask for the snapshot again. */
  version: z.number().int(),
  /** Root of the SCOMO object when it was found. */
  scomoRoot: z.string().exactOptional(),
  scomoVersion: z.enum(['1.0', '1.1']).exactOptional(),
  rows: z.array(treeRow),
});
export type TreeSnapshot = z.infer<typeof treeSnapshot>;

/** The properties of a node as the handset told them just now. */
export const nodeProperties = z.strictObject({
  uri: z.string(),
  readAt: time,
  /** One per property, in the order of the specification: its value, or the status that says why there is none. */
  properties: z.array(
    z.strictObject({
      name: z.enum(PROPERTY_NAMES),
      value: z.string().exactOptional(),
      refusal: z.strictObject({ code: z.number().int(), word: z.string() }).exactOptional(),
    }),
  ),
  /** The server identifier that the rights are about. */
  serverId: z.string(),
  /** What this server may do with the node, and which access list says so. */
  rights: z.array(
    z.strictObject({
      command: z.enum(ACL_COMMANDS),
      allowed: z.enum(['yes', 'no', 'unknown']),
      from: z.string().exactOptional(),
      words: z.string(),
    }),
  ),
});
export type NodeProperties = z.infer<typeof nodeProperties>;

/** Formats that a new node may have; the order is that of the choice in the window. */
export const NEW_FORMATS = ['chr', 'int', 'bool', 'bin', 'xml', 'date', 'time', 'float', 'null', 'node'] as const;

/** Longest value and longest document that a person writes by hand, characters. */
const LONGEST_VALUE = 16_384;
export const LONGEST_DOCUMENT = 40_000;

/** The node that was changed, as the handset has it now. */
const edited = z.strictObject({ uri: z.string() });

export const tree = {
  snapshot: method(z.strictObject({ devId }), treeSnapshot),
  /** Reads the SCOMO object, the standard objects of the device, the whole tree, or one sub-tree; resolves when the reading is in the mirror. */
  read: method(
    z.strictObject({ devId, scope: z.enum(['scomo', 'device', 'all', 'subtree']), uri: uri.exactOptional() }),
    z.strictObject({
      nodes: z.number().int(),
      method: z.enum(['StructData', 'Struct', 'TNDS', 'child-lists']),
      ms: z.number(),
    }),
  ),
  /** The inventory of the last reading; `inventory: null` when no SCOMO object was read yet. */
  inventory: method(
    z.strictObject({ devId }),
    z.strictObject({ inventory: outline<Inventory | null>(z.looseObject({ root: z.string() }).nullable()) }),
  ),
  /** Asks the handset for the properties of one node; nothing of it is kept. */
  properties: method(z.strictObject({ devId, uri }), nodeProperties),
  /** Replaces the value of a leaf (octets as base64); resolves when the read-back has shown it. */
  setValue: method(z.strictObject({ devId, uri, value: z.string().max(LONGEST_VALUE) }), edited),
  /** Adds a node below `uri`: an interior one (format `node`), or a leaf with its value. */
  addNode: method(
    z.strictObject({
      devId,
      uri,
      name: z.string().min(1).max(255),
      format: z.enum(NEW_FORMATS),
      value: z.string().max(LONGEST_VALUE).exactOptional(),
    }),
    edited,
  ),
  /** Deletes a node with everything below it; answers the node above. */
  deleteNode: method(z.strictObject({ devId, uri }), edited),
  /** Adds or replaces a sub-tree with a TNDS document (DM 1.2 §9). */
  writeTnds: method(
    z.strictObject({
      devId,
      uri,
      document: z.string().min(1).max(LONGEST_DOCUMENT),
      how: z.enum(['Add', 'Replace']),
    }),
    z.strictObject({ uri: z.string(), nodes: z.number().int() }),
  ),
  /** Replaces a property; resolves when the read-back has shown it, with what the node is then. */
  setProperty: method(
    z.strictObject({ devId, uri, property: z.enum(WRITABLE_PROPERTIES), value: z.string().max(4096) }),
    nodeProperties,
  ),
};
