/** One numbered stream of events for all user interfaces. A listener that throws loses only its own event. */
import type { SequencedEvent, WorkbenchEvent } from '../../shared/contract/events.ts';

export interface EventHub {
  /** Number of the last event. */
  seq(): number;
  emit(event: WorkbenchEvent): void;
  subscribe(listener: (event: SequencedEvent) => void): () => void;
}

/** Makes a hub without listeners; the first event carries 1. */
export function createEventHub(): EventHub {
  const listeners = new Set<(event: SequencedEvent) => void>();
  let seq = 0;
  return {
    seq: () => seq,
    emit(event): void {
      seq += 1;
      const numbered: SequencedEvent = { ...event, seq };
      for (const listener of listeners) {
        try {
          listener(numbered);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    subscribe(listener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
