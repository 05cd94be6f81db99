/** The mirrors of all handsets' trees: loaded once, changed by readings, kept in storage, told to the windows. */
import type { TreeRow, TreeSnapshot } from '../../shared/contract/tree.ts';
import type { NodeChange, TreeNode } from '../../shared/dm/node.ts';
import { applyReading, emptyTree, sizeOf, walk, type TreeMirror, type TreeReading } from '../../shared/dm/tree.ts';
import type { Inventory, ScomoVersion } from '../../shared/scomo/inventory-types.ts';
import { readInventory } from '../../shared/scomo/inventory.ts';
import type { Storage } from '../storage/storage.ts';
import type { EventHub } from './event-hub.ts';

export interface ScomoPlace {
  readonly uri: string;
  readonly version: ScomoVersion;
}

export interface TreeMirrors {
  tree(devId: string): TreeMirror;
  size(devId: string): number;
  place(devId: string): ScomoPlace | undefined;
  /** Says where the SCOMO object is; the handset's record keeps it. */
  found(devId: string, place: ScomoPlace): void;
  inventory(devId: string): Inventory | undefined;
  /** Takes a reading in and answers what changed. */
  take(devId: string, reading: TreeReading): readonly NodeChange[];
  snapshot(devId: string): TreeSnapshot;
  forget(devId: string): void;
  /** Calls back with every reading's changes, e.g. for a running step. */
  onChanges(listener: (devId: string, changes: readonly NodeChange[]) => void): () => void;
}

/** More rows than this in one reading are not sent as an event: windows ask for the snapshot again. */
const MAX_EVENT_ROWS = 4_000;

interface Mirror {
  tree: TreeMirror;
  version: number;
  place: ScomoPlace | undefined;
}

/** Makes the mirrors over a storage; each is loaded when it is first asked for. */
export function createTreeMirrors(storage: Storage, events: EventHub): TreeMirrors {
  const mirrors = new Map<string, Mirror>();
  const listeners = new Set<(devId: string, changes: readonly NodeChange[]) => void>();

  function mirrorOf(devId: string): Mirror {
    let mirror = mirrors.get(devId);
    if (mirror === undefined) {
      const { version, nodes } = storage.trees.load(devId);
      const record = storage.handsets.get(devId);
      mirror = {
        tree:
          nodes.length === 0
            ? emptyTree()
            : applyReading(emptyTree(), { root: '.', complete: true, nodes, at: nodes[0]?.readAt ?? 0 }).tree,
        version,
        place:
          record?.scomoRoot === undefined || record.scomoVersion === undefined
            ? undefined
            : { uri: record.scomoRoot, version: record.scomoVersion },
      };
      mirrors.set(devId, mirror);
    }
    return mirror;
  }

  return {
    tree: (devId) => mirrorOf(devId).tree,
    size: (devId) => sizeOf(mirrorOf(devId).tree),
    place: (devId) => mirrorOf(devId).place,
    found(devId, place): void {
      mirrorOf(devId).place = place;
    },
    inventory(devId): Inventory | undefined {
      const { tree, place } = mirrorOf(devId);
      return place === undefined || sizeOf(tree) === 0 ? undefined : readInventory(tree, place);
    },
    take(devId, reading): readonly NodeChange[] {
      const mirror = mirrorOf(devId);
      const applied = applyReading(mirror.tree, reading);
      mirror.tree = applied.tree;
      mirror.version += 1;
      const removed = applied.changes.filter((change) => change.after === undefined).map((change) => change.uri);
      // What the mirror made of the reading: a list without values must not wipe the values that are known.
      const { nodes } = applied;
      storage.trees.apply(devId, mirror.version, nodes, removed);
      const place =
        mirror.place === undefined ? {} : { scomoRoot: mirror.place.uri, scomoVersion: mirror.place.version };
      if (nodes.length + removed.length > MAX_EVENT_ROWS)
        events.emit({ type: 'tree-reset', devId, version: mirror.version });
      else
        events.emit({
          type: 'tree',
          devId,
          version: mirror.version,
          ...place,
          rows: nodes.map(rowOf),
          removed,
        });
      for (const listener of listeners) listener(devId, applied.changes);
      return applied.changes;
    },
    snapshot(devId): TreeSnapshot {
      const { tree, version, place } = mirrorOf(devId);
      return {
        devId,
        version,
        ...(place === undefined ? {} : { scomoRoot: place.uri, scomoVersion: place.version }),
        rows: [...walk(tree)].map(rowOf),
      };
    },
    forget(devId): void {
      mirrors.delete(devId);
      storage.trees.remove(devId);
    },
    onChanges(listener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function rowOf(node: TreeNode): TreeRow {
  return [node.uri, node.format, node.value ?? null, node.type ?? null, node.readAt];
}
