/** An entry of the console as the windows see it ⇄ as storage keeps it. */
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import type { ConsoleOutcome, ConsoleRecord } from '../../storage/console.ts';

/** All of an entry that changes after it was sent. */
type Outcome = Omit<ConsoleEntry, 'id' | 'devId' | 'at' | 'text'>;

/** An entry whose commands have not gone out yet. */
export const WAITING: Outcome = { state: 'waiting', answers: [], leftOut: 0, reports: [] };

export function entryOf({ id, devId, at, text, outcome }: ConsoleRecord): ConsoleEntry {
  // Written by outcomeOf below.
  return { id, devId, at, text, ...(outcome as Outcome) };
}

export function outcomeOf(entry: ConsoleEntry): ConsoleOutcome {
  const { id: _id, devId: _devId, at: _at, text: _text, ...outcome } = entry;
  return outcome;
}
