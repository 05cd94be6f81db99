import type { Focus } from '../../../app/selection.ts';
import type { Action } from '../../../app/action.ts';
import { tellDone } from '../../../app/store.ts';
import { heldTreeOf } from '../tree-stores.ts';
import { whyNoNode } from './tree-of.ts';

/** Copies the value of the node in focus. */
export const copyValue: Action = {
  id: 'inventory.copy-value',
  group: 'View',
  label: 'Copy value',
  whyNot: (state, at) => whyNoNode(state, at) ?? (valueOf(at) === null ? 'This node has no value.' : undefined),
  run: async (_state, at) => {
    const value = valueOf(at);
    if (value === null) return;
    await navigator.clipboard.writeText(value);
    tellDone('The value is on the clipboard.');
  },
};

function valueOf({ devId, uri }: Focus): string | null {
  const table = devId === undefined ? undefined : heldTreeOf(devId)?.table;
  return table === undefined || uri === undefined ? null : table.value(table.find(uri));
}
