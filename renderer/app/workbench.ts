/**
 * Joins a carrier with the store: snapshot first, then events in order. A gap in the numbers, or a connection that
 * came back, means: ask for the snapshot again, hold what arrives meanwhile, and let the trees be read anew.
 */
import type { Call } from '../../shared/contract/contract.ts';
import type { SequencedEvent, WorkbenchEvent } from '../../shared/contract/events.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Carrier } from './carrier.ts';
import { takeEvent, takeSnapshot, tellFailure, windowStore } from './store.ts';
import { loadTrace } from './trace-loader.ts';

/** `resync`: events may have been missed; every tree that is shown must be asked for again. */
export type TreeEvent = Extract<WorkbenchEvent, { readonly type: 'tree' | 'tree-reset' }> | { readonly type: 'resync' };

/** Connects the window to a workbench; one at a time. Returns how to disconnect. */
export function connectWorkbench(next: Carrier): () => void {
  carrier = next;
  turn += 1;
  held = [];
  const stops = [
    next.subscribe((event) => take(event)),
    next.watchConnection((connection) => {
      const before = windowStore.getState().connection;
      windowStore.setState({ connection });
      if (connection === 'open' && (before !== 'open' || !windowStore.getState().loaded)) void resync();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    next.dispose();
    if (carrier === next) carrier = undefined;
  };
}

/** Calls a method of the contract. Never throws. */
export const call: Call = (name, input) =>
  carrier === undefined
    ? Promise.resolve(fail('not-connected', 'The window is not connected to a workbench.', 'Open the window again.'))
    : carrier.call(name, input);

/** Hands a file to the workbench; answers the handle for `packages.add`. */
export function handOver(file: File, onProgress: (share: number) => void): Promise<Result<string>> {
  return carrier === undefined
    ? Promise.resolve(fail('not-connected', 'The window is not connected to a workbench.', 'Open the window again.'))
    : carrier.handOver(file, onProgress);
}

/** Gets every tree event, in order, after the store has taken the rest. Returns how to stop. */
export function onTreeEvent(listener: (event: TreeEvent) => void): () => void {
  treeListeners.add(listener);
  return () => void treeListeners.delete(listener);
}

let carrier: Carrier | undefined;
/** Events that arrived while a snapshot is on its way; undefined: none is. */
let held: SequencedEvent[] | undefined;
/** Counts snapshots asked for; only the last one counts. */
let turn = 0;
const treeListeners = new Set<(event: TreeEvent) => void>();

function take(event: SequencedEvent): void {
  if (held !== undefined) {
    held.push(event);
    return;
  }
  const { seq } = windowStore.getState();
  if (event.seq <= seq) return;
  if (event.seq > seq + 1) {
    void resync();
    return;
  }
  takeEvent(event);
  if (event.type === 'tree' || event.type === 'tree-reset') tellTrees(event);
}

async function resync(): Promise<void> {
  turn += 1;
  const mine = turn;
  held ??= [];
  const snapshot = await call('app.snapshot', {});
  // A later one is on its way (the connection came back meanwhile, or another carrier): it brings all that this one has.
  if (mine !== turn) return;
  const waiting = held;
  held = undefined;
  if (!snapshot.ok) {
    // A lost connection shows as a banner, and coming back asks again.
    if (snapshot.error.code !== 'connection-lost') tellFailure(snapshot.error);
    return;
  }
  takeSnapshot(snapshot.value);
  tellTrees({ type: 'resync' });
  for (const event of waiting) take(event);
  void loadTrace(call, windowStore.getState().trace.devId);
}

function tellTrees(event: TreeEvent): void {
  for (const listener of treeListeners) listener(event);
}
