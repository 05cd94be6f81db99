import { operationAction } from './operation-action.ts';

/** Plans a run that installs the delivered package in focus and leaves it inactive. */
export const installDeliveredInactive = operationAction({
  id: 'runs.install-delivered-inactive',
  operation: 'InstallInactive',
  of: 'package',
  hint: 'Installs the package; its components end inactive',
});
