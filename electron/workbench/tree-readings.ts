/** Use case: read a handset's SCOMO object, a sub-tree or the whole tree into its mirror. */
import type { NodeChange } from '../../shared/dm/node.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Conversation } from '../server/conversation.ts';
import { findScomo } from '../server/scomo-finder.ts';
import { readTree, type ReadMethod } from '../server/tree-reader.ts';
import type { HandsetRegistry } from './handset-registry.ts';
import type { TreeMirrors } from './tree-mirrors.ts';

export interface ReadingDone {
  readonly nodes: number;
  readonly method: ReadMethod;
  readonly changes: readonly NodeChange[];
}

export interface TreeReadings {
  /** Finds the SCOMO object (where it was last time first) and reads all of it. */
  scomo(dm: Conversation): Promise<Result<ReadingDone>>;
  /** Reads one sub-tree; `.` is the whole tree. A sub-tree that is gone (404) leaves the mirror too. */
  subtree(dm: Conversation, uri: string): Promise<Result<ReadingDone>>;
}

/** Makes the readings over mirrors and registry. */
export function createTreeReadings(mirrors: TreeMirrors, registry: HandsetRegistry, now: () => number): TreeReadings {
  async function subtree(dm: Conversation, uri: string): Promise<Result<ReadingDone>> {
    const method = registry.get(dm.devId)?.readMethod;
    const reading = await readTree(dm, uri, {
      now,
      progress: (nodes) => registry.progress(dm.devId, nodes),
      ...(method === undefined ? {} : { method }),
    });
    registry.progress(dm.devId, undefined);
    if (!reading.ok) return reading;
    const { nodes, present } = reading.value;
    if (present) registry.change(dm.devId, { readMethod: reading.value.method });
    const changes = mirrors.take(dm.devId, {
      root: uri,
      complete: true,
      nodes,
      at: now(),
      ...(present ? {} : { gone: [uri] }),
    });
    registry.changed(dm.devId);
    return ok({ nodes: nodes.length, method: reading.value.method, changes });
  }

  return {
    subtree,
    async scomo(dm): Promise<Result<ReadingDone>> {
      const place = await findScomo(dm, mirrors.place(dm.devId)?.uri);
      if (!place.ok) return place;
      mirrors.found(dm.devId, place.value);
      registry.change(dm.devId, { scomoRoot: place.value.uri, scomoVersion: place.value.version });
      return subtree(dm, place.value.uri);
    },
  };
}
