import type { Action } from '../../../app/action.ts';
import { needsReadable, read } from './read.ts';

/** Reads the standard objects of the handset in focus. */
export const readDevice: Action = {
  id: 'handsets.read-device',
  group: 'Handset',
  label: 'Read device objects',
  hint: 'Reads device information and details, DM accounts and firmware; not the rest of the tree',
  whyNot: needsReadable,
  run: (_state, at) => read(at.devId, 'device'),
};
