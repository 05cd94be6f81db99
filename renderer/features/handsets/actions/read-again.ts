import type { Action } from '../../../app/action.ts';
import { needsReadable, read } from './read.ts';

/** Reads the SCOMO object of the handset in focus. */
export const readAgain: Action = {
  id: 'handsets.read-again',
  group: 'Handset',
  label: 'Read again',
  hint: 'Reads the SCOMO object of the handset',
  shortcut: 'F5',
  whyNot: needsReadable,
  run: (_state, at) => read(at.devId, 'scomo'),
};
