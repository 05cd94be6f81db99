import { needsConnection, type Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';

/** Says what keeps handsets from being ready. */
export const openDoctor: Action = {
  id: 'doctor.open',
  group: 'Handset',
  label: 'Connection doctor…',
  hint: 'What keeps a handset from being ready, and what to do: cables, ports, drivers, rights, network, TLS',
  shortcut: 'Alt+Shift+D',
  whyNot: needsConnection,
  run: () => openDialog({ kind: 'doctor' }),
};
