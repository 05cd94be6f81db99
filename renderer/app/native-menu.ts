/** The native menu of Electron names actions of ours; here they are performed. */
import { actions } from './actions.ts';
import { perform } from './action.ts';

/** Performs what is chosen in the native menu; does nothing in a browser, which has no such menu. */
export function followNativeMenu(): void {
  window.workbench?.onAction?.((id) => {
    const action = actions.find((each) => each.id === id);
    if (action !== undefined) void perform(action);
  });
}
