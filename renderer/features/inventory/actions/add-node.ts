import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsReadable } from '../../handsets/actions/read.ts';
import { whyNotBelow } from './tree-of.ts';

/** Adds a node below the one in focus. */
export const addNode: Action = {
  id: 'inventory.add-node',
  group: 'Handset',
  label: 'Add a node below…',
  hint: 'Adds an interior node or a leaf below the selected node on the handset',
  whyNot: (state, at) => needsReadable(state, at) ?? whyNotBelow(state, at),
  run: (_state, { devId, uri }) => {
    if (devId !== undefined && uri !== undefined) openDialog({ kind: 'add-node', devId, uri });
  },
};
