/** Every action of the window, in the order in which the palette and the help show them. */
import { admit } from '../features/handsets/actions/admit.ts';
import { addVirtual } from '../features/handsets/actions/add-virtual.ts';
import { addVirtualWithOptions } from '../features/handsets/actions/add-virtual-with-options.ts';
import { bootstrapFile } from '../features/handsets/actions/bootstrap-file.ts';
import { connectHandset } from '../features/handsets/actions/connect-handset.ts';
import { forget } from '../features/handsets/actions/forget.ts';
import { allowLegacyTls, forbidLegacyTls } from '../features/handsets/actions/legacy-tls.ts';
import { notifications } from '../features/handsets/actions/notifications.ts';
import { preferLinks } from '../features/handsets/actions/prefer-link.ts';
import { readAgain } from '../features/handsets/actions/read-again.ts';
import { readDevice } from '../features/handsets/actions/read-device.ts';
import { readWholeTree } from '../features/handsets/actions/read-whole-tree.ts';
import { rename } from '../features/handsets/actions/rename.ts';
import { showAccount } from '../features/handsets/actions/show-account.ts';
import { setFaults } from '../features/handsets/actions/set-faults.ts';
import { startVirtual } from '../features/handsets/actions/start-virtual.ts';
import { stopVirtual } from '../features/handsets/actions/stop-virtual.ts';
import { unlock } from '../features/handsets/actions/unlock.ts';
import { wake } from '../features/handsets/actions/wake.ts';
import { addPort } from '../features/cables/actions/add-port.ts';
import { forgetCable } from '../features/cables/actions/forget-cable.ts';
import { obexModes } from '../features/cables/actions/obex-modes.ts';
import { tryCable } from '../features/cables/actions/try-cable.ts';
import { openDoctor } from '../features/doctor/actions/open-doctor.ts';
import { clearHistory } from '../features/console/actions/clear-history.ts';
import { composeForNode } from '../features/console/actions/compose-for-node.ts';
import { editAndResend } from '../features/console/actions/edit-and-resend.ts';
import { sendCommands } from '../features/console/actions/send-commands.ts';
import { showConsole } from '../features/console/actions/show-console.ts';
import { inventoryActions } from '../features/inventory/inventory-actions.ts';
import { addPackage } from '../features/packages/actions/add-package.ts';
import { pushPackage } from '../features/packages/actions/push-package.ts';
import { removePackage } from '../features/packages/actions/remove-package.ts';
import { showPackage } from '../features/packages/actions/show-package.ts';
import { runActions } from '../features/runs/run-actions.ts';
import { clearTrace } from '../features/trace/actions/clear-trace.ts';
import { toggleTrace } from '../features/trace/actions/toggle-trace.ts';
import type { Action } from './action.ts';
import { findAnything } from './actions/find-anything.ts';
import { showComponents } from './actions/show-components.ts';
import { showDevice } from './actions/show-device.ts';
import { showEvents } from './actions/show-events.ts';
import { showHelp } from './actions/show-help.ts';
import { showRuns } from './actions/show-runs.ts';
import { showSettings } from './actions/show-settings.ts';
import { showTree } from './actions/show-tree.ts';

export const actions: readonly Action[] = [
  readAgain,
  readWholeTree,
  readDevice,
  admit,
  wake,
  unlock,
  notifications,
  ...Object.values(preferLinks),
  showAccount,
  bootstrapFile,
  allowLegacyTls,
  forbidLegacyTls,
  rename,
  forget,
  setFaults,
  startVirtual,
  stopVirtual,
  addVirtual,
  addVirtualWithOptions,
  connectHandset,
  addPort,
  tryCable,
  forgetCable,
  obexModes,
  openDoctor,
  ...inventoryActions,
  ...runActions,
  pushPackage,
  addPackage,
  showPackage,
  removePackage,
  showComponents,
  showTree,
  showDevice,
  showRuns,
  showEvents,
  showConsole,
  sendCommands,
  composeForNode,
  editAndResend,
  clearHistory,
  toggleTrace,
  clearTrace,
  findAnything,
  showSettings,
  showHelp,
];
