/** How people like their trees: the same for all handsets, remembered by this browser or window. */
import { useStore } from 'zustand';
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';

export interface TreePreferences {
  readonly scomoOnly: boolean;
  readonly showOperations: boolean;
  /** Width of a column in px; Node takes the rest. */
  readonly value: number;
  readonly means: number;
  readonly read: number;
}

export const firstTreePreferences: TreePreferences = {
  scomoOnly: false,
  showOperations: false,
  value: 176,
  means: 196,
  read: 62,
};

export const treePreferences = createStore<TreePreferences>()(
  persist(() => firstTreePreferences, { name: 'scomo.tree-view' }),
);

/** Reads from the preferences. */
export function useTreePreferences<T>(selector: (preferences: TreePreferences) => T): T {
  return useStore(treePreferences, selector);
}

export function preferTree(change: Partial<TreePreferences>): void {
  treePreferences.setState(change);
}
