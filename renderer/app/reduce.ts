/** How one event of the workbench changes what the window knows. Pure. */
import type { ConsoleEntry } from '../../shared/contract/console.ts';
import type { WorkbenchEvent } from '../../shared/contract/events.ts';
import { assertNever } from '../../shared/result.ts';
import type { WindowState } from './store.ts';
import { appendEntry, emptyTrace } from './trace-view.ts';

/** The part of the state that the event changes. */
export function applyEvent(state: WindowState, event: WorkbenchEvent): Partial<WindowState> {
  switch (event.type) {
    case 'status':
      return { status: event.status };
    case 'handset':
      return {
        handsets: withEntry(state.handsets, event.handset.devId, event.handset),
        // The first handset to appear is the one that people look at.
        ...(state.selection.devId === undefined && state.selection.port === undefined
          ? { selection: { ...state.selection, devId: event.handset.devId } }
          : {}),
      };
    case 'handset-removed':
      return {
        handsets: withoutEntry(state.handsets, event.devId),
        ...(state.selection.devId === event.devId ? { selection: { tab: state.selection.tab, devId: undefined } } : {}),
      };
    case 'cable':
      return { cables: withEntry(state.cables, event.cable.port, event.cable) };
    case 'cable-removed':
      return {
        cables: withoutEntry(state.cables, event.port),
        ...(state.selection.port === event.port ? { selection: { ...state.selection, port: undefined } } : {}),
      };
    case 'cable-notices':
      return { cableNotices: event.notices };
    case 'package':
      return { packages: withEntry(state.packages, event.package.digest, event.package) };
    case 'package-removed':
      return { packages: withoutEntry(state.packages, event.digest) };
    case 'run':
      return { runs: withEntry(state.runs, event.run.id, event.run) };
    case 'run-removed':
      return {
        runs: withoutEntry(state.runs, event.runId),
        deliveries: withoutEntry(state.deliveries, event.runId),
        ...(state.selection.runId === event.runId ? { selection: { ...state.selection, runId: undefined } } : {}),
      };
    case 'trace':
      return { trace: appendEntry(state.trace, event.entry) };
    case 'trace-cleared':
      return {
        trace: { ...emptyTrace, devId: state.trace.devId },
        selection: { ...state.selection, traceId: undefined },
      };
    case 'delivery': {
      const { devId, runId, digest, sent, size, done } = event;
      return { deliveries: withEntry(state.deliveries, runId, { devId, runId, digest, sent, size, done }) };
    }
    // Only a view that shows them keeps them; the handset itself says how many are new.
    case 'alert':
      return {};
    case 'console':
      return { console: withConsoleEntry(state.console, event.entry) };
    case 'console-cleared':
      return { console: withEntry(state.console, event.devId, []) };
    case 'snippets':
      return { snippets: event.snippets };
    // Trees live outside the store; workbench.ts hands these to the tree listeners.
    case 'tree':
    case 'tree-reset':
      return {};
    default:
      return assertNever(event);
  }
}

/** A history that nobody asked for yet is asked for when it is shown. */
function withConsoleEntry(all: WindowState['console'], entry: ConsoleEntry): WindowState['console'] {
  const known = all.get(entry.devId);
  if (known === undefined) return all;
  const isKnown = known.some((each) => each.id === entry.id);
  const entries = isKnown ? known.map((each) => (each.id === entry.id ? entry : each)) : [entry, ...known];
  return withEntry(all, entry.devId, entries);
}

function withEntry<T>(map: ReadonlyMap<string, T>, key: string, value: T): ReadonlyMap<string, T> {
  return new Map(map).set(key, value);
}

function withoutEntry<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const next = new Map(map);
  next.delete(key);
  return next;
}
