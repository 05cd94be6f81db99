/** The part of the trace that the window holds: the newest entries, oldest first, filled backwards by range. */
import type { TraceEntry } from '../../shared/contract/trace.ts';

export interface TraceView {
  /** Only entries of this handset; undefined: of all. */
  readonly devId: string | undefined;
  /** Ascending by id, without gaps at the newer end. */
  readonly entries: readonly TraceEntry[];
  /** Are there older entries that were not loaded? */
  readonly more: boolean;
}

export const emptyTrace: TraceView = { devId: undefined, entries: [], more: false };

/** Live entries kept at most; older ones are pulled again when someone scrolls there. */
const KEPT = 4000;

/** Adds a new entry at the end when it passes the filter. */
export function appendEntry(view: TraceView, entry: TraceEntry): TraceView {
  if (view.devId !== undefined && entry.devId !== view.devId) return view;
  const last = view.entries.at(-1);
  if (last !== undefined && entry.id <= last.id) return view;
  const full = view.entries.length >= KEPT;
  const kept = full ? view.entries.slice(-KEPT * 0.75) : view.entries;
  return { ...view, entries: [...kept, entry], more: view.more || full };
}

/** Adds older entries (newest first, as the contract gives them) before the first one. */
export function prependEntries(view: TraceView, older: readonly TraceEntry[], more: boolean): TraceView {
  const first = view.entries[0]?.id ?? Number.POSITIVE_INFINITY;
  const fresh = older.filter((each) => each.id < first).toReversed();
  return { ...view, entries: [...fresh, ...view.entries], more };
}
