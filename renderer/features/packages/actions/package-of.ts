/** Finding the package that an action is about. */
import { needsConnection } from '../../../app/action.ts';
import type { Focus } from '../../../app/selection.ts';
import type { WindowState } from '../../../app/store.ts';
import type { LibraryPackage } from '../../../../shared/contract/packages.ts';

/** Why nothing can be done with the package in focus. */
export function needsPackage(state: WindowState, at: Focus): string | undefined {
  return needsConnection(state) ?? (packageOf(state, at) === undefined ? 'Select a package first.' : undefined);
}

function packageOf(state: WindowState, at: Focus): LibraryPackage | undefined {
  return at.digest === undefined ? undefined : state.packages.get(at.digest);
}
