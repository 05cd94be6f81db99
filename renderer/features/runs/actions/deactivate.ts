import { operationAction } from './operation-action.ts';

/** Plans a run that deactivates the component in focus. */
export const deactivate = operationAction({
  id: 'runs.deactivate',
  operation: 'Deactivate',
  of: 'component',
  hint: 'Makes the component inactive; it stays installed',
});
