import { operationAction } from './operation-action.ts';

/** Asks, then plans a run that removes the delivered package in focus. */
export const removeDelivered = operationAction({
  id: 'runs.remove-delivered',
  operation: 'Remove',
  of: 'package',
  hint: 'Deletes the package from the handset; its installed components stay',
  label: 'Remove package…',
  asks: true,
});
