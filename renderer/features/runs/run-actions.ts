/** Everything that can be done with runs, for menu, palette and shortcuts. */
import { RUNBOOKS } from '../../../shared/runbook/built-in.ts';
import type { Action } from '../../app/action.ts';
import { abortRun } from './actions/abort-run.ts';
import { activate } from './actions/activate.ts';
import { deactivate } from './actions/deactivate.ts';
import { installDeliveredInactive } from './actions/install-delivered-inactive.ts';
import { installDelivered } from './actions/install-delivered.ts';
import { pause } from './actions/pause.ts';
import { removeComponent } from './actions/remove-component.ts';
import { removeDelivered } from './actions/remove-delivered.ts';
import { retry } from './actions/retry.ts';
import { runAll } from './actions/run-all.ts';
import { runStep } from './actions/run-step.ts';
import { skipStep } from './actions/skip-step.ts';
import { startRunbook } from './actions/start-runbook.ts';
import { updateComponent } from './actions/update-component.ts';

/** One action per runbook, in the order in which they are offered. */
export const runbookActions: readonly Action[] = RUNBOOKS.map(startRunbook);

/** All actions of this room. */
export const runActions: readonly Action[] = [
  runStep,
  runAll,
  pause,
  retry,
  skipStep,
  abortRun,
  activate,
  deactivate,
  updateComponent,
  removeComponent,
  installDelivered,
  installDeliveredInactive,
  removeDelivered,
  ...runbookActions,
];
