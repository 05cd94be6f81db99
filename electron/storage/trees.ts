/** The mirror of each handset's management tree: its nodes as they were last read, in the order of their URIs. */
import type { DatabaseSync } from 'node:sqlite';
import type { TreeNode } from '../../shared/dm/node.ts';
import { record, transaction } from './sql.ts';

export interface Trees {
  /** Version 0 and no nodes when nothing was read yet or the handset is not known. */
  load(devId: string): { readonly version: number; readonly nodes: readonly TreeNode[] };
  /** Nodes in the mirror, without loading them. */
  count(devId: string): number;
  /**
   * One change of the mirror, whole or not at all: first `removed` go, each with its sub-tree, then `upserts` are
   * added or replaced; the mirror then has this `version`. Throws for a handset that was never put.
   */
  apply(devId: string, version: number, upserts: readonly TreeNode[], removed: readonly string[]): void;
  /** Forgets the nodes; the version goes back to 0. */
  remove(devId: string): void;
}

/** Opens the table of nodes. */
export function openTrees(db: DatabaseSync): Trees {
  const handset = db.prepare('SELECT id, tree_version AS version FROM handsets WHERE dev_id = ?');
  const load = db.prepare(
    'SELECT uri, format, type, value, read_at AS readAt FROM nodes WHERE handset = ? ORDER BY uri',
  );
  const count = db.prepare('SELECT count(*) AS nodes FROM nodes WHERE handset = ?');
  const upsert = db.prepare(
    `INSERT INTO nodes (handset, uri, format, type, value, read_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (handset, uri) DO UPDATE SET format = excluded.format, type = excluded.type,
       value = excluded.value, read_at = excluded.read_at`,
  );
  const removeNode = db.prepare('DELETE FROM nodes WHERE handset = ? AND uri = ?');
  // All URIs below `./A` lie between `./A/` and `./A0`, because `0` is the character after `/`.
  const removeBelow = db.prepare('DELETE FROM nodes WHERE handset = ? AND uri > ? AND uri < ?');
  const removeAll = db.prepare('DELETE FROM nodes WHERE handset = ?');
  const setVersion = db.prepare('UPDATE handsets SET tree_version = ? WHERE id = ?');

  function find(devId: string): { readonly id: number; readonly version: number } | undefined {
    const row = handset.get(devId);
    return row === undefined ? undefined : record(row);
  }

  return {
    load(devId) {
      const found = find(devId);
      if (found === undefined) return { version: 0, nodes: [] };
      return { version: found.version, nodes: load.all(found.id).map((row) => record<TreeNode>(row)) };
    },
    count(devId) {
      const found = find(devId);
      return found === undefined ? 0 : Number(count.get(found.id)?.['nodes']);
    },
    apply(devId, version, upserts, removed) {
      const found = find(devId);
      if (found === undefined) throw new Error(`A tree needs its handset first: ${devId}`);
      transaction(db, () => {
        for (const uri of removed) {
          removeNode.run(found.id, uri);
          removeBelow.run(found.id, `${uri}/`, `${uri}0`);
        }
        for (const node of upserts) {
          upsert.run(found.id, node.uri, node.format, node.type ?? null, node.value ?? null, node.readAt);
        }
        setVersion.run(version, found.id);
      });
    },
    remove(devId) {
      const found = find(devId);
      if (found === undefined) return;
      transaction(db, () => {
        removeAll.run(found.id);
        setVersion.run(0, found.id);
      });
    },
  };
}
