import { operationAction } from './operation-action.ts';

/** Plans a run that activates the component in focus. */
export const activate = operationAction({
  id: 'runs.activate',
  operation: 'Activate',
  of: 'component',
  hint: 'Makes the component active, and reads back that it is',
});
