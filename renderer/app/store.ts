/**
 * What the window knows of the workbench, and what is selected. Events come in at one place (`applyEvent`), persons'
 * choices at another (`select`, `openDialog`, …). Trees are too big for this store: they go to the listeners of
 * workbench.ts, and the tree grid subscribes row by row.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { AppStatus, Snapshot } from '../../shared/contract/app.ts';
import type { WorkbenchEvent } from '../../shared/contract/events.ts';
import type { Cable, CableNotice } from '../../shared/contract/cables.ts';
import type { ConsoleEntry, Snippet } from '../../shared/contract/console.ts';
import type { Handset } from '../../shared/contract/handsets.ts';
import type { LibraryPackage } from '../../shared/contract/packages.ts';
import type { Failure } from '../../shared/result.ts';
import type { Run } from '../../shared/runbook/run.ts';
import type { ConnectionState } from './carrier.ts';
import { applyEvent } from './reduce.ts';
import type { Selection } from './selection.ts';
import { emptyTrace, type TraceView } from './trace-view.ts';

/** A package on its way to a handset. */
export interface Delivery {
  readonly devId: string;
  readonly runId: string;
  readonly digest: string;
  readonly sent: number;
  readonly size: number;
  readonly done: boolean;
}

/** A file on its way into the library. */
export interface Upload {
  readonly id: number;
  readonly fileName: string;
  /** 0 to 1. */
  readonly share: number;
}

/** Something to tell at the edge of the window: that an action was done, or why it was not. */
export interface Notice {
  readonly id: number;
  readonly done?: string;
  readonly failure?: Failure;
}

/** The dialog that is open, and what it is about. */
export type OpenDialog =
  | { readonly kind: 'add-virtual' }
  | { readonly kind: 'connect-handset' }
  | { readonly kind: 'add-port' }
  | { readonly kind: 'obex-modes' }
  | { readonly kind: 'doctor' }
  | { readonly kind: 'admit'; readonly devId: string }
  | { readonly kind: 'account'; readonly devId: string }
  | { readonly kind: 'bootstrap'; readonly devId: string }
  | { readonly kind: 'notifications'; readonly devId: string }
  | { readonly kind: 'rename'; readonly devId: string }
  | { readonly kind: 'faults'; readonly devId: string }
  | { readonly kind: 'legacy-tls'; readonly devId: string }
  | { readonly kind: 'forget'; readonly devId: string }
  | { readonly kind: 'package'; readonly digest: string }
  | { readonly kind: 'remove-package'; readonly digest: string }
  | { readonly kind: 'push'; readonly devId?: string; readonly digest?: string }
  | { readonly kind: 'start-run'; readonly devId: string; readonly runbook: string; readonly uri?: string }
  | { readonly kind: 'add-node'; readonly devId: string; readonly uri: string }
  | { readonly kind: 'delete-node'; readonly devId: string; readonly uri: string }
  | {
      readonly kind: 'write-tnds';
      readonly devId: string;
      readonly uri: string;
      readonly fileName: string;
      readonly document: string;
    }
  | { readonly kind: 'skip-step'; readonly runId: string }
  | { readonly kind: 'abort-run'; readonly runId: string }
  | { readonly kind: 'snippet'; readonly id?: string; readonly name: string; readonly text: string }
  | { readonly kind: 'remove-snippet'; readonly id: string; readonly name: string }
  | { readonly kind: 'clear-trace' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'help' }
  | { readonly kind: 'palette' };

export interface WindowState {
  readonly connection: ConnectionState;
  /** False until the first snapshot is in. */
  readonly loaded: boolean;
  /** Number of the last event that is part of this state. */
  readonly seq: number;
  readonly status: AppStatus | undefined;
  /** By DevId. */
  readonly handsets: ReadonlyMap<string, Handset>;
  /** By port. */
  readonly cables: ReadonlyMap<string, Cable>;
  /** Why not every cable of the machine can be found. */
  readonly cableNotices: readonly CableNotice[];
  /** By digest. */
  readonly packages: ReadonlyMap<string, LibraryPackage>;
  /** By run id. */
  readonly runs: ReadonlyMap<string, Run>;
  /** By run id. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly trace: TraceView;
  /** What was sent from the console, by DevId, newest first; absent until it was asked for. */
  readonly console: ReadonlyMap<string, readonly ConsoleEntry[]>;
  /** Undefined until they were asked for. */
  readonly snippets: readonly Snippet[] | undefined;
  readonly selection: Selection;
  readonly dialog: OpenDialog | undefined;
  readonly notices: readonly Notice[];
  readonly uploads: readonly Upload[];
  /** Readings that this window asked for and that are not back yet, by DevId. */
  readonly reading: ReadonlySet<string>;
}

/** What a window knows before the first snapshot. */
export const emptyWindow: WindowState = {
  connection: 'connecting',
  loaded: false,
  seq: 0,
  status: undefined,
  handsets: new Map(),
  cables: new Map(),
  cableNotices: [],
  packages: new Map(),
  runs: new Map(),
  deliveries: new Map(),
  trace: emptyTrace,
  console: new Map(),
  snippets: undefined,
  selection: { tab: 'components' },
  dialog: undefined,
  notices: [],
  uploads: [],
  reading: new Set(),
};

export const windowStore = createStore<WindowState>(() => emptyWindow);

/** Reads from the window's state; the component renders again only when the selected value changes. */
export function useWindow<T>(selector: (state: WindowState) => T): T {
  return useStore(windowStore, selector);
}

/** Folds one event in; `seq` must have been checked (workbench.ts). */
export function takeEvent(event: WorkbenchEvent & { readonly seq: number }): void {
  windowStore.setState((state) => ({ ...applyEvent(state, event), seq: event.seq }));
  followCable();
}

/** Once it is known which handset hangs on the selected cable, the handset is selected. */
function followCable(): void {
  const { selection, cables, handsets } = windowStore.getState();
  const devId = selection.port === undefined ? undefined : cables.get(selection.port)?.devId;
  if (devId !== undefined && handsets.has(devId)) select({ devId });
}

/** Replaces everything that a snapshot carries. What a person has selected stays while it still exists. */
export function takeSnapshot(snapshot: Snapshot): void {
  windowStore.setState((state) => {
    const handsets = new Map(snapshot.handsets.map((each) => [each.devId, each]));
    const runs = new Map(snapshot.runs.map((each) => [each.id, each]));
    const { devId, runId, port } = state.selection;
    const hasPort = snapshot.cables.some((cable) => cable.port === port);
    const first = hasPort ? undefined : snapshot.handsets[0]?.devId;
    const kept = devId !== undefined && handsets.has(devId) ? devId : first;
    return {
      loaded: true,
      seq: snapshot.seq,
      status: snapshot.status,
      handsets,
      runs,
      cables: new Map(snapshot.cables.map((each) => [each.port, each])),
      cableNotices: snapshot.cableNotices,
      packages: new Map(snapshot.packages.map((each) => [each.digest, each])),
      deliveries: new Map([...state.deliveries].filter(([id]) => runs.has(id))),
      // Events may have been missed: asked for again when they are shown.
      console: new Map(),
      snippets: undefined,
      selection: {
        ...state.selection,
        devId: kept,
        port: hasPort ? port : undefined,
        uri: kept === devId ? state.selection.uri : undefined,
        runId: runId !== undefined && runs.has(runId) ? runId : latestRunOf(runs, kept)?.id,
      },
    };
  });
}

/** Changes what is selected. Another handset brings its own latest run and no node. */
export function select(change: Partial<Selection>): void {
  windowStore.setState((state) => {
    const { selection } = state;
    if (change.devId === undefined || change.devId === selection.devId)
      return { selection: { ...selection, ...change } };
    const runId = latestRunOf(state.runs, change.devId)?.id;
    return { selection: { ...selection, port: undefined, uri: undefined, runId, ...change } };
  });
}

/** Selects a cable that is no known handset, instead of a handset. */
export function selectCable(port: string): void {
  windowStore.setState(({ selection }) => ({ selection: { tab: selection.tab, digest: selection.digest, port } }));
}

export function openDialog(dialog: OpenDialog): void {
  windowStore.setState({ dialog });
}

export function closeDialog(): void {
  windowStore.setState({ dialog: undefined });
}

/** Tells that something was done, in place of what was done before; goes away by itself. */
export function tellDone(done: string): void {
  windowStore.setState((state) => ({
    notices: [...state.notices.filter((each) => each.done === undefined), { id: nextId++, done }],
  }));
}

/** Tells why something was not done; stays until it is dismissed. */
export function tellFailure(failure: Failure): void {
  windowStore.setState((state) => ({ notices: [...state.notices, { id: nextId++, failure }] }));
}

export function dismissNotice(id: number): void {
  windowStore.setState((state) => ({ notices: state.notices.filter((each) => each.id !== id) }));
}

/** The newest run of a handset: an unfinished one first, because it is the one that can go on. */
export function latestRunOf(runs: ReadonlyMap<string, Run>, devId: string | undefined): Run | undefined {
  if (devId === undefined) return undefined;
  let latest = latestRuns.get(runs);
  if (latest === undefined) latestRuns.set(runs, (latest = latestOfEach(runs)));
  return latest.get(devId);
}

/** Every row of the list asks with every change of the window: each set of runs is gone through once. */
const latestRuns = new WeakMap<ReadonlyMap<string, Run>, ReadonlyMap<string, Run>>();

function latestOfEach(runs: ReadonlyMap<string, Run>): ReadonlyMap<string, Run> {
  const latest = new Map<string, Run>();
  for (const run of runs.values()) {
    const other = latest.get(run.devId);
    const isLater =
      other === undefined || (isOver(run) === isOver(other) ? run.createdAt > other.createdAt : isOver(other));
    if (isLater) latest.set(run.devId, run);
  }
  return latest;
}

/** Is the run through, well or not? */
export function isOver(run: Run): boolean {
  return run.state === 'done' || run.state === 'aborted';
}

let nextId = 1;
