import type { Action } from '../../../app/action.ts';
import { windowStore } from '../../../app/store.ts';
import { call } from '../../../app/workbench.ts';
import { needsReadable } from '../../handsets/actions/read.ts';

/** Reads the node in focus with everything below it. */
export const readSubtree: Action = {
  id: 'inventory.read-subtree',
  group: 'Handset',
  label: 'Read this sub-tree',
  hint: 'Reads the selected node and everything below it from the handset',
  shortcut: 'Ctrl+F5',
  whyNot: (state, at) => needsReadable(state, at) ?? (at.uri === undefined ? 'Select a node first.' : undefined),
  run: async (_state, { devId, uri }) => {
    if (devId === undefined || uri === undefined) return undefined;
    windowStore.setState((state) => ({ reading: new Set([...state.reading, devId]) }));
    const result = await call('tree.read', { devId, scope: 'subtree', uri });
    windowStore.setState((state) => ({ reading: new Set([...state.reading].filter((each) => each !== devId)) }));
    return result;
  },
};
