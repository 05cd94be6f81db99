/** Finding the standard objects in a large tree: only near the top is looked for them, only they are looked through. */
import {
  deviceObjects,
  isStandardObject,
  type ReadNode,
  type StandardObject,
} from '../../../shared/dm/device-objects.ts';
import type { NodeTable } from '../inventory/node-table.ts';
import { NONE, ROOT } from '../inventory/slots.ts';

/** Objects stand at most this deep, e.g. `./SyncML/DMAcc/1`. */
const DEEPEST_ROOT = 3;

/** The standard objects of this tree. */
export function objectsIn(table: NodeTable): readonly StandardObject[] {
  const nodes: ReadNode[] = [];
  collect(table, ROOT, nodes);
  return deviceObjects(nodes);
}

/** The standard object that this node is the root of. */
export function objectAt(table: NodeTable, slot: number): StandardObject | undefined {
  if (!isStandardObject({ uri: table.uri(slot), type: table.type(slot) })) return undefined;
  const nodes: ReadNode[] = [];
  table.walk(slot, (at) => nodes.push(nodeAt(table, at)));
  return deviceObjects(nodes).find(({ uri }) => uri === table.uri(slot));
}

function collect(table: NodeTable, parent: number, nodes: ReadNode[]): void {
  for (let slot = table.firstChild[parent] ?? NONE; slot !== NONE; slot = table.next[slot] ?? NONE) {
    if (isStandardObject({ uri: table.uri(slot), type: table.type(slot) }))
      table.walk(slot, (at) => nodes.push(nodeAt(table, at)));
    else if ((table.depth[slot] ?? 0) < DEEPEST_ROOT) collect(table, slot, nodes);
  }
}

function nodeAt(table: NodeTable, slot: number): ReadNode {
  return {
    uri: table.uri(slot),
    format: table.isInterior(slot) ? 'node' : table.format(slot),
    value: table.value(slot),
    type: table.type(slot),
  };
}
