/** Finding the cable that an action is about. */
import type { Cable } from '../../../../shared/contract/cables.ts';
import { needsConnection } from '../../../app/action.ts';
import type { Focus } from '../../../app/selection.ts';
import type { WindowState } from '../../../app/store.ts';

/** The cable in focus: the selected one, else the one that the selected handset hangs on. */
export function cableOf(state: WindowState, at: Focus): Cable | undefined {
  if (at.port !== undefined) return state.cables.get(at.port);
  if (at.devId === undefined) return undefined;
  return [...state.cables.values()].find(({ devId }) => devId === at.devId);
}

/** Why nothing can be asked of the cable in focus; undefined when something can. */
export function needsCable(state: WindowState, at: Focus): string | undefined {
  return needsConnection(state) ?? (cableOf(state, at) === undefined ? 'Select a cable first.' : undefined);
}
