/** Which action stands behind which operation of an entry. */
import type { InventoryEntry, OperationName } from '../../../shared/scomo/inventory-types.ts';
import type { Action } from '../../app/action.ts';
import { activate } from './actions/activate.ts';
import { deactivate } from './actions/deactivate.ts';
import { installDeliveredInactive } from './actions/install-delivered-inactive.ts';
import { installDelivered } from './actions/install-delivered.ts';
import { removeComponent } from './actions/remove-component.ts';
import { removeDelivered } from './actions/remove-delivered.ts';

const ACTIONS: Readonly<Record<InventoryEntry['subtree'], Partial<Readonly<Record<OperationName, Action>>>>> = {
  Download: {},
  Delivered: { Install: installDelivered, InstallInactive: installDeliveredInactive, Remove: removeDelivered },
  Deployed: { Activate: activate, Deactivate: deactivate, Remove: removeComponent },
};

/**
 * The action of an operation. Those under Download have none of their own: they are executed by the run that
 * described the download.
 */
export function actionFor(entry: InventoryEntry, operation: OperationName): Action | undefined {
  return ACTIONS[entry.subtree][operation];
}
