/** The tree that this window holds of a handset, as the completion asks for it. */
import { normalizeURI } from '../../../shared/dm/uri.ts';
import { formatNumber } from '../../ui/numbers.ts';
import type { NodeTable } from '../inventory/node-table.ts';
import { NONE } from '../inventory/slots.ts';
import type { NamedNode, TreeNames } from './completion.ts';

/** Letters of a value in the list. */
const SHORT = 40;

export function treeNames(table: NodeTable): TreeNames {
  return {
    children(uri, prefix, limit) {
      const parent = table.find(normalizeURI(uri));
      if (parent === NONE) return [];
      const wanted = prefix.toLowerCase();
      const found: NamedNode[] = [];
      for (let slot = table.firstChild[parent] ?? NONE; slot !== NONE; slot = table.next[slot] ?? NONE) {
        if (!table.name(slot).toLowerCase().startsWith(wanted)) continue;
        found.push({ uri: table.uri(slot), remark: remarkOf(table, slot) });
        if (found.length === limit) break;
      }
      return found;
    },
  };
}

function remarkOf(table: NodeTable, slot: number): string {
  const children = table.childCount[slot] ?? 0;
  if (children > 0) return children === 1 ? '1 child' : `${formatNumber(children)} children`;
  if (table.isInterior(slot)) return 'empty';
  const value = table.value(slot);
  if (value === null) return table.format(slot);
  return value.length > SHORT ? `${value.slice(0, SHORT)}…` : value;
}
