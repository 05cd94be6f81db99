/** A handset's inventory with one component, which is active. */
import type { DeploymentComponent, Inventory, Operation } from '../../shared/scomo/inventory-types.ts';

export const notes: DeploymentComponent = {
  subtree: 'Deployed',
  uri: './SCM/Inventory/Deployed/C1',
  nodeName: 'C1',
  id: 'com.acme.notes',
  name: 'Notes',
  version: '2.0',
  state: { code: 20, word: 'Active', tone: 'ok' },
  operations: [
    operation('Activate', { allowed: false, why: 'It is active.' }),
    operation('Deactivate', { allowed: true }),
  ],
  readAt: 997_000,
};

export const inventory: Inventory = {
  root: './SCM',
  version: '1.0',
  lists: {},
  downloads: [],
  delivered: [],
  deployed: [notes],
  readAt: 997_000,
};

function operation(name: Operation['name'], rest: Pick<Operation, 'allowed' | 'why'>): Operation {
  return { name, uri: `./SCM/Inventory/Deployed/C1/Operations/${name}`, present: true, ...rest };
}
