/** The mirror of a handset's management tree, and reading it. */
import * as z from 'zod';
import type { Inventory } from '../scomo/inventory-types.ts';
import { devId, method, outline, uri } from './method.ts';

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

export const tree = {
  snapshot: method(z.strictObject({ devId }), treeSnapshot),
  /** Reads the SCOMO object, the whole tree, or one sub-tree; resolves when the reading is in the mirror. */
  read: method(
    z.strictObject({ devId, scope: z.enum(['scomo', 'all', 'subtree']), uri: uri.exactOptional() }),
    z.strictObject({
      nodes: z.number().int(),
      method: z.enum(['StructData', 'Struct', 'child-lists']),
      ms: z.number(),
    }),
  ),
  /** The inventory of the last reading; `inventory: null` when no SCOMO object was read yet. */
  inventory: method(
    z.strictObject({ devId }),
    z.strictObject({ inventory: outline<Inventory | null>(z.looseObject({ root: z.string() }).nullable()) }),
  ),
};
