import { operationAction } from './operation-action.ts';

/** Plans a run that installs the delivered package in focus. */
export const installDelivered = operationAction({
  id: 'runs.install-delivered',
  operation: 'Install',
  of: 'package',
  hint: 'Installs the package; its components end active',
});
