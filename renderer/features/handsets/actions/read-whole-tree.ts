import type { Action } from '../../../app/action.ts';
import { needsReadable, read } from './read.ts';

/** Reads the whole management tree of the handset in focus. */
export const readWholeTree: Action = {
  id: 'handsets.read-whole-tree',
  group: 'Handset',
  label: 'Read whole tree',
  hint: 'Reads every node of the management tree, not only the SCOMO object; takes longer',
  shortcut: 'Shift+F5',
  whyNot: needsReadable,
  run: (_state, at) => read(at.devId, 'all'),
};
