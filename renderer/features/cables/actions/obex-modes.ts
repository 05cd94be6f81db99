import { needsConnection, type Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';

/** Shows the ways to switch handsets to OBEX, and lets a person add some. */
export const obexModes: Action = {
  id: 'cables.modes',
  group: 'Handset',
  label: 'Ways to switch to OBEX…',
  hint: 'The AT commands that bring a handset on a cable to OBEX; add the one that yours needs',
  whyNot: needsConnection,
  run: () => openDialog({ kind: 'obex-modes' }),
};
