/** Finding the handset that an action is about. */
import { needsConnection } from '../../../app/action.ts';
import type { Focus } from '../../../app/selection.ts';
import type { WindowState } from '../../../app/store.ts';
import type { Handset } from '../../../../shared/contract/handsets.ts';

/** The handset in focus, or undefined. */
export function handsetOf(state: WindowState, at: Focus): Handset | undefined {
  return at.devId === undefined ? undefined : state.handsets.get(at.devId);
}

/** Why nothing can be asked of the handset in focus; undefined when something can. */
export function needsHandset(state: WindowState, at: Focus): string | undefined {
  return needsConnection(state) ?? (handsetOf(state, at) === undefined ? 'Select a handset first.' : undefined);
}

/** Like needsHandset, and it must have been admitted. */
export function needsAdmitted(state: WindowState, at: Focus): string | undefined {
  const missing = needsHandset(state, at);
  if (missing !== undefined) return missing;
  return handsetOf(state, at)?.state === 'new' ? 'Admit the handset first.' : undefined;
}
