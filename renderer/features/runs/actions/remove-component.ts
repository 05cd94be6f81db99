import { operationAction } from './operation-action.ts';

/** Asks, then plans a run that removes the component in focus. */
export const removeComponent = operationAction({
  id: 'runs.remove-component',
  operation: 'Remove',
  of: 'component',
  hint: 'Uninstalls the component',
  label: 'Remove component…',
  asks: true,
});
