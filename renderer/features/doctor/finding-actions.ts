/** What a person can do from here about what the doctor found, by the code of the finding. */
import type { Action } from '../../app/action.ts';
import { obexModes } from '../cables/actions/obex-modes.ts';
import { connectHandset } from '../handsets/actions/connect-handset.ts';

export const FINDING_ACTIONS: Readonly<Partial<Record<string, Action>>> = {
  'wrong-mode': obexModes,
  'local-only': connectHandset,
  'interface-gone': connectHandset,
  'interface-other': connectHandset,
  'old-tls-tried': connectHandset,
};
