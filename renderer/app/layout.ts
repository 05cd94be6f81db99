/** Sizes of the panes; remembered by this browser or window. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { persist } from 'zustand/middleware';

export interface Layout {
  /** Left column, px. */
  readonly left: number;
  /** Right column (run), px. */
  readonly right: number;
  /** Trace, px. */
  readonly trace: number;
  /** Decoded message beside the trace, px. */
  readonly message: number;
  /** Editor of the console, px. */
  readonly commands: number;
  readonly traceOpen: boolean;
}

/** Height of the trace as long as nothing could have spoken and nobody sized it: its head and what will be there, px. */
export const CALM_TRACE = 92;

export const firstLayout: Layout = { left: 236, right: 392, trace: 236, message: 480, commands: 116, traceOpen: true };

/** How high the trace is as long as nobody sized it, px: on a small screen the work above it needs the room. */
export function unsizedTrace(isCalm: boolean, windowHeight: number): number {
  return isCalm ? CALM_TRACE : Math.max(CALM_TRACE, Math.min(firstLayout.trace, Math.round(windowHeight * 0.21)));
}

export const layoutStore = createStore<Layout>()(persist(() => firstLayout, { name: 'scomo.layout' }));

/** Reads from the layout. */
export function useLayout<T>(selector: (layout: Layout) => T): T {
  return useStore(layoutStore, selector);
}

export function setLayout(change: Partial<Layout>): void {
  layoutStore.setState(change);
}
