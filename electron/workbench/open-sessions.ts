/** The session table put together with the rest of the workbench. */
import { DEFAULT_LIMITS } from '../../shared/syncml/message.ts';
import type { Clock } from '../server/clock.ts';
import { createSessionTable } from '../server/session-table.ts';
import type { SessionTable, TablePorts } from '../server/table-ports.ts';
import type { Peers } from './peers.ts';
import type { TraceRecorder } from './trace-recorder.ts';

/** A handset that says nothing in the middle of a session for this long has left it, milliseconds. */
const SILENCE_MS = 30_000;
/** No reply is held longer than this, whatever the settings say, milliseconds. */
const LONGEST_HOLD_MS = 150_000;

/** Opens it; `watch` takes the events of all sessions, `serverURL` is ours as the handsets know it. */
export function openSessions(
  peers: Peers,
  watch: TablePorts['event'],
  recorder: Pick<TraceRecorder, 'message'>,
  serverURL: string,
  clock: Clock,
): SessionTable {
  return createSessionTable(
    { ...peers, event: watch, traced: (entry) => recorder.message(entry) },
    {
      serverURL,
      maxMsgSize: 1024 * 1024,
      maxObjSize: 16 * 1024 * 1024,
      limits: DEFAULT_LIMITS,
      silenceMs: SILENCE_MS,
      holdMs: LONGEST_HOLD_MS,
    },
    clock,
  );
}
