/** How people like their trees: the same for all handsets, remembered by this browser or window. */
import { useStore } from 'zustand';
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';

export interface TreePreferences {
  readonly scomoOnly: boolean;
  readonly showOperations: boolean;
  /** Widths that a person chose, px; Node takes the rest. Until then all columns share the room. */
  readonly widths: ColumnWidths | undefined;
}

/** Widths in px of the columns after Node. */
export interface ColumnWidths {
  readonly value: number;
  readonly means: number;
  readonly read: number;
}

export const firstTreePreferences: TreePreferences = {
  scomoOnly: false,
  showOperations: false,
  widths: undefined,
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
