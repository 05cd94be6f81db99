import { needsConnection, type Action } from '../../../app/action.ts';
import { select } from '../../../app/store.ts';
import { call } from '../../../app/workbench.ts';

/** Starts a virtual handset as it comes. */
export const addVirtual: Action = {
  id: 'handsets.add-virtual',
  group: 'Handset',
  label: 'Add virtual handset',
  hint: 'Starts a simulated handset on this machine; it calls within a second',
  shortcut: 'Alt+V',
  whyNot: needsConnection,
  run: async () => {
    const result = await call('handsets.addVirtual', {});
    if (result.ok) select({ devId: result.value.devId });
    return result;
  },
};
