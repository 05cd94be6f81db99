import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsReadable } from '../../handsets/actions/read.ts';
import { whyNoNode } from './tree-of.ts';

/** Deletes the node in focus on the handset, after a question. */
export const deleteNode: Action = {
  id: 'inventory.delete-node',
  group: 'Handset',
  label: 'Remove this node…',
  hint: 'Deletes the selected node and everything below it on the handset',
  whyNot: (state, at) =>
    needsReadable(state, at) ?? whyNoNode(state, at) ?? (at.uri === '.' ? 'The root stays.' : undefined),
  run: (_state, { devId, uri }) => {
    if (devId !== undefined && uri !== undefined) openDialog({ kind: 'delete-node', devId, uri });
  },
};
