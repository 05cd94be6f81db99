/** A sub-tree of the mirror as a TNDS document: what was read, with format and type, without what nobody asked for. */
import type { TndsNode } from '../../../shared/dm/tnds.ts';
import { writeTnds } from '../../../shared/dm/tnds-writer.ts';
import type { Result } from '../../../shared/result.ts';
import type { NodeTable } from './node-table.ts';
import { NONE } from './slots.ts';

/** The node in `slot` with everything below it. */
export function tndsOf(table: NodeTable, slot: number): Result<string> {
  const nodes: TndsNode[] = [];
  collect(slot);
  return writeTnds(nodes, table.uri(slot));

  function collect(at: number): void {
    const value = table.value(at);
    const type = table.type(at);
    nodes.push({
      uri: table.uri(at),
      format: table.isInterior(at) ? 'node' : table.format(at),
      ...(type === null ? {} : { type }),
      ...(value === null ? {} : { value }),
    });
    for (let child = table.firstChild[at] ?? NONE; child !== NONE; child = table.next[child] ?? NONE) collect(child);
  }
}
