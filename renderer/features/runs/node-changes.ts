/** The changes of a step as lines: what appeared or went away as a whole is one line. */
import type { NodeChange } from '../../../shared/dm/node.ts';
import { isBelow } from '../../../shared/dm/uri.ts';

export interface ChangeLine {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly uri: string;
  /** Nodes that came or went with it, itself included. */
  readonly nodes: number;
  readonly before?: string;
  readonly after?: string;
}

/** Joins added and removed sub-trees; changed values stand by themselves, in the order of the changes. */
export function changeLines(changes: readonly NodeChange[]): readonly ChangeLine[] {
  const lines: (ChangeLine & { nodes: number })[] = [];
  for (const change of [...changes].toSorted((a, b) => a.uri.length - b.uri.length)) {
    const kind = kindOf(change);
    const above = lines.find((line) => line.kind === kind && kind !== 'changed' && isBelow(change.uri, line.uri));
    if (above !== undefined) {
      above.nodes += 1;
      continue;
    }
    const before = change.before?.value;
    const after = change.after?.value;
    lines.push({
      kind,
      uri: change.uri,
      nodes: 1,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
  const order = new Map(changes.map(({ uri }, index) => [uri, index]));
  return lines.toSorted((a, b) => (order.get(a.uri) ?? 0) - (order.get(b.uri) ?? 0));
}

function kindOf({ before, after }: NodeChange): ChangeLine['kind'] {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}
