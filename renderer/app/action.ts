/**
 * One user action: its name, its key, when it is allowed, and what it does. Menu, palette, shortcut and button all
 * show the same object, so they cannot differ.
 */
import type { Result } from '../../shared/result.ts';
import { tellFailure, windowStore, type WindowState } from './store.ts';
import type { Focus } from './selection.ts';

export interface Action {
  /** `area.verb`, e.g. `handsets.read-again`. */
  readonly id: string;
  readonly group: 'Handset' | 'Component' | 'Package' | 'Run' | 'Trace' | 'View';
  readonly label: string;
  /** One sentence: what happens. Shown as tooltip and in the palette. */
  readonly hint?: string;
  /** e.g. `F5`, `Ctrl+K`, `Ctrl+Shift+N`. */
  readonly shortcut?: string;
  /** Undefined when it can be done now, else why not, in words that say what is missing. */
  whyNot(state: WindowState, at: Focus): string | undefined;
  /** Does it. A failed result is shown as a notice. */
  run(state: WindowState, at: Focus): void | Promise<Result<unknown> | void>;
}

/** Why the action cannot be done now (undefined: it can). `at` defaults to the selection. */
export function whyNot(action: Action, state: WindowState, at: Focus = state.selection): string | undefined {
  return action.whyNot(state, at);
}

/** Does the action unless something forbids it; shows a failure as a notice. `at` defaults to the selection. */
export async function perform(action: Action, at?: Focus): Promise<void> {
  const state = windowStore.getState();
  const focus = at ?? state.selection;
  if (action.whyNot(state, focus) !== undefined) return;
  const result = await action.run(state, focus);
  if (result !== undefined && !result.ok) tellFailure(result.error);
}

/** The common condition of everything that asks the workbench. */
export function needsConnection(state: WindowState): string | undefined {
  return state.connection === 'open' ? undefined : 'The connection to the workbench is lost.';
}
