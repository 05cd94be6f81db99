/** The trees that this window holds: the handsets looked at last, each fed with the workbench's events. */
import { useSyncExternalStore } from 'react';
import type { Run } from '../../../shared/runbook/run.ts';
import { windowStore } from '../../app/store.ts';
import { call, onTreeEvent } from '../../app/workbench.ts';
import type { Expansion } from './open-nodes.ts';
import type { StepTimes } from './tree-changes.ts';
import { TreeStore } from './tree-store.ts';

/** Trees kept; the one looked at longest ago goes first. */
const KEPT = 3;

/** The tree of a handset; asks for it when it is not held yet. */
export function treeStoreOf(devId: string): TreeStore {
  feed();
  const held = stores.get(devId) ?? open(devId);
  // Last in the map is the one looked at last.
  stores.delete(devId);
  stores.set(devId, held);
  for (const oldest of stores.keys()) {
    if (stores.size <= KEPT) break;
    stores.delete(oldest);
  }
  return held;
}

/** The tree of a handset if this window holds it; asks for nothing. */
export function heldTreeOf(devId: string): TreeStore | undefined {
  return stores.get(devId);
}

/** Reads from a tree; the component renders again when the selected value changes, at most once per frame. */
export function useTree<T>(store: TreeStore, selector: (store: TreeStore) => T): T {
  return useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => selector(store),
  );
}

/** Forgets all trees, e.g. between tests. */
export function dropTrees(): void {
  stores.clear();
  for (const stop of stops.splice(0)) stop();
}

/** The step that started last on a handset. */
function lastStepOf(runs: ReadonlyMap<string, Run>, devId: string): StepTimes | undefined {
  let last: StepTimes | undefined;
  for (const run of runs.values()) {
    if (run.devId !== devId) continue;
    for (const { startedAt, endedAt } of run.steps) {
      if (startedAt === undefined || (last !== undefined && startedAt <= last.startedAt)) continue;
      last = { startedAt, ...(endedAt === undefined ? {} : { endedAt }) };
    }
  }
  return last;
}

const stores = new Map<string, TreeStore>();
const stops: (() => void)[] = [];

function feed(): void {
  if (stops.length > 0) return;
  stops.push(
    onTreeEvent((event) => {
      for (const store of stores.values()) store.receive(event);
    }),
    windowStore.subscribe((state, before) => {
      if (state.runs !== before.runs)
        for (const store of stores.values()) store.setStep(lastStepOf(state.runs, store.devId));
      if (state.handsets !== before.handsets)
        for (const devId of stores.keys()) if (!state.handsets.has(devId)) stores.delete(devId);
    }),
  );
}

function open(devId: string): TreeStore {
  const store = new TreeStore(devId, {
    call,
    soon: nextFrame,
    remembered: recall(devId),
    remember: (expansion) => keep(devId, expansion),
  });
  store.setStep(lastStepOf(windowStore.getState().runs, devId));
  void store.load();
  return store;
}

/** Browsers draw no frames for a hidden window; what waits for one would pile up. */
function nextFrame(task: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(task, 100);
  else requestAnimationFrame(task);
}

function recall(devId: string): Expansion | undefined {
  const text = localStorage.getItem(`scomo.tree.${devId}`);
  if (text === null) return undefined;
  try {
    const { rule, except } = JSON.parse(text) as Partial<Expansion>;
    if ((rule === 'scomo' || rule === 'all' || rule === 'none') && Array.isArray(except)) return { rule, except };
  } catch {
    // Written by another version: the tree opens as for the first time.
  }
  return undefined;
}

function keep(devId: string, expansion: Expansion): void {
  try {
    localStorage.setItem(`scomo.tree.${devId}`, JSON.stringify(expansion));
  } catch {
    // No room: the tree is still open as the person left it, for as long as the window lives.
  }
}
