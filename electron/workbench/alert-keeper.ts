/** Keeps what handsets tell on their own, and tells the windows. A report that a run takes is none of this. */
import type { KeptAlert } from '../../shared/contract/alerts.ts';
import type { HandsetAlert } from '../server/session-events.ts';
import type { Storage } from '../storage/storage.ts';
import type { EventHub } from './event-hub.ts';
import type { HandsetRegistry } from './handset-registry.ts';
import type { RunStore } from './runs/run-store.ts';

export interface AlertKeeper {
  keep(devId: string, sessionId: string, alert: HandsetAlert): void;
  /** A person has looked at everything up to this one. */
  markSeen(devId: string, upTo: number): void;
}

/** Longest Data and longest other text that is kept, characters. */
const MOST_DATA = 2_000;
const MOST_TEXT = 500;

/** Makes the keeper. */
export function createAlertKeeper(
  storage: Storage,
  events: EventHub,
  registry: HandsetRegistry,
  store: RunStore,
  now: () => number,
): AlertKeeper {
  /** The run that gave a command this Correlator: it has stopped waiting. */
  function lateFor(devId: string, correlator: string | undefined): string | undefined {
    if (correlator === undefined || correlator === '') return undefined;
    return store.list(devId).find(({ id }) => correlator.startsWith(`${id}.`))?.id;
  }

  return {
    keep(devId, sessionId, alert): void {
      const runId = lateFor(devId, alert.correlator);
      const kept = storage.alerts.put({
        devId,
        at: now(),
        sessionId,
        fate: runId === undefined ? 'nobody' : 'late',
        ...(runId === undefined ? {} : { runId }),
        ...shortened(alert),
      });
      if (kept === undefined) return;
      events.emit({ type: 'alert', alert: kept });
      registry.changed(devId);
    },
    markSeen(devId, upTo): void {
      storage.alerts.markSeen(devId, upTo);
      registry.changed(devId);
    },
  };
}

function shortened({ data, ...rest }: HandsetAlert): Pick<KeptAlert, 'code' | 'data'> {
  const texts = Object.entries(rest).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.slice(0, MOST_TEXT) : value,
  ]);
  return { ...(Object.fromEntries(texts) as Omit<HandsetAlert, 'data'>), data: data.slice(0, MOST_DATA) };
}
