/** Use case: read a handset's SCOMO object, a sub-tree or the whole tree into its mirror. */
import type { NodeChange } from '../../shared/dm/node.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Conversation } from '../server/conversation.ts';
import type { Outcome } from '../server/outcome.ts';
import { findScomo, likelyPlaces } from '../server/scomo-finder.ts';
import { askStructData, readTree, type ReadMethod } from '../server/tree-reader.ts';
import type { HandsetRegistry } from './handset-registry.ts';
import type { ScomoPlace, TreeMirrors } from './tree-mirrors.ts';

export interface ReadingDone {
  readonly nodes: number;
  readonly method: ReadMethod;
  readonly changes: readonly NodeChange[];
}

export interface TreeReadings {
  /** Finds the SCOMO object (where it was last time first) and reads all of it. */
  scomo(dm: Conversation): Promise<Result<ReadingDone>>;
  /** Reads the standard objects of the device where they customarily are; one that is not there is left out. */
  device(dm: Conversation): Promise<Result<ReadingDone>>;
  /** Reads one sub-tree; `.` is the whole tree. A sub-tree that is gone (404) leaves the mirror too. */
  subtree(dm: Conversation, uri: string): Promise<Result<ReadingDone>>;
}

/** Where the standard objects customarily are (facts 2.9); accounts and firmware may be anywhere in a whole tree. */
const DEVICE_OBJECTS = ['./DevInfo', './DevDetail', './DMAcc', './FUMO'] as const;

/** Makes the readings over mirrors and registry. */
export function createTreeReadings(mirrors: TreeMirrors, registry: HandsetRegistry, now: () => number): TreeReadings {
  const places = new WeakMap<Conversation, ScomoPlace>();

  async function subtree(
    dm: Conversation,
    uri: string,
    structData?: Promise<Result<Outcome>>,
  ): Promise<Result<ReadingDone>> {
    const method = registry.get(dm.devId)?.readMethod;
    const reading = await readTree(dm, uri, {
      now,
      progress: (nodes) => registry.progress(dm.devId, nodes),
      ...(method === undefined ? {} : { method }),
      ...(structData === undefined ? {} : { structData }),
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

  /** Where the object is; asked of the handset once per session. */
  async function placeOf(dm: Conversation): Promise<Result<ScomoPlace>> {
    const known = places.get(dm);
    if (known !== undefined) return ok(known);
    const found = await findScomo(dm, mirrors.place(dm.devId)?.uri);
    if (!found.ok) return found;
    places.set(dm, found.value);
    mirrors.found(dm.devId, found.value);
    registry.change(dm.devId, { scomoRoot: found.value.uri, scomoVersion: found.value.version });
    return found;
  }

  /** Asks for the object where it likely is, in the same package as whether it is there: a round trip less. */
  function askEarly(dm: Conversation): ReadonlyMap<string, Promise<Result<Outcome>>> {
    const { readMethod = 'StructData' } = registry.get(dm.devId) ?? {};
    if (places.has(dm) || readMethod !== 'StructData') return new Map();
    const likely = likelyPlaces(mirrors.place(dm.devId)?.uri);
    return new Map(likely.map((uri) => [uri, askStructData(dm, uri)]));
  }

  async function device(dm: Conversation): Promise<Result<ReadingDone>> {
    let nodes = 0;
    let last: ReadingDone | undefined;
    const changes: NodeChange[] = [];
    for (const uri of DEVICE_OBJECTS) {
      const read = await subtree(dm, uri);
      if (!read.ok && read.error.code !== 'tree-unreadable') return read;
      if (!read.ok) continue;
      last = read.value;
      nodes += read.value.nodes;
      changes.push(...read.value.changes);
    }
    return last === undefined
      ? fail('tree-unreadable', 'The handset lets none of its device objects be read.', 'Look at the trace.')
      : ok({ nodes, method: last.method, changes });
  }

  return {
    subtree,
    device,
    async scomo(dm): Promise<Result<ReadingDone>> {
      const early = askEarly(dm);
      const place = await placeOf(dm);
      if (!place.ok) return place;
      const { uri } = place.value;
      const read = await subtree(dm, uri, early.get(uri));
      if (read.ok && read.value.nodes === 0) places.delete(dm);
      return read;
    },
  };
}
