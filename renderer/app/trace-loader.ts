/** Fills the trace view by range: the newest entries first, older ones when someone scrolls there. */
import type { Call } from '../../shared/contract/contract.ts';
import { tellFailure, windowStore } from './store.ts';
import { prependEntries } from './trace-view.ts';

const RANGE = 200;

/** Loads the newest entries of one handset (undefined: of all) in place of what is there. */
export async function loadTrace(call: Call, devId: string | undefined): Promise<void> {
  asked += 1;
  const mine = asked;
  const result = await call('trace.list', { limit: RANGE, ...(devId === undefined ? {} : { devId }) });
  if (mine !== asked) return;
  if (!result.ok) {
    if (result.error.code !== 'connection-lost') tellFailure(result.error);
    return;
  }
  const { entries, total } = result.value;
  const newest = entries[0]?.id ?? 0;
  windowStore.setState((state) => {
    // What came while the answer was on its way is newer than the answer.
    const since = state.trace.entries.filter(
      (entry) => entry.id > newest && (devId === undefined || entry.devId === devId),
    );
    return { trace: prependEntries({ devId, entries: since, more: false }, entries, total > entries.length) };
  });
}

/** Loads the range before the oldest entry that is there. */
export async function loadOlderTrace(call: Call): Promise<void> {
  const { trace } = windowStore.getState();
  const before = trace.entries[0]?.id;
  if (!trace.more || before === undefined || loadingOlder) return;
  loadingOlder = true;
  const { devId } = trace;
  const result = await call('trace.list', { limit: RANGE, before, ...(devId === undefined ? {} : { devId }) });
  loadingOlder = false;
  if (!result.ok) return;
  windowStore.setState((state) =>
    state.trace.devId === devId
      ? { trace: prependEntries(state.trace, result.value.entries, result.value.entries.length === RANGE) }
      : {},
  );
}

let loadingOlder = false;
/** Counts lists asked for; only the last one counts. */
let asked = 0;
