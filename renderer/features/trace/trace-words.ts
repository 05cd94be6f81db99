/** Directions and statuses of the trace in words, shapes and tones. */
import type { TraceEntry } from '../../../shared/contract/trace.ts';
import type { Tone } from '../../ui/StateShape.tsx';

/** The arrow of an entry and what it says. */
export function directionOf(entry: Pick<TraceEntry, 'direction' | 'kind'>): {
  readonly arrow: string;
  readonly word: string;
} {
  if (entry.kind === 'rejected') return { arrow: '✕', word: 'refused' };
  if (entry.kind === 'delivery') return { arrow: '⇣', word: 'package to the handset' };
  return DIRECTIONS[entry.direction];
}

/** How a status of SyncML or HTTP reads at a glance. */
export function toneOf(code: number): Tone {
  return TONES.find((each) => code >= each.from && code <= each.to)?.tone ?? 'neutral';
}

const DIRECTIONS: Readonly<Record<TraceEntry['direction'], { readonly arrow: string; readonly word: string }>> = {
  out: { arrow: '→', word: 'to the handset' },
  in: { arrow: '←', word: 'from the handset' },
  none: { arrow: '–', word: 'event' },
};

/** First match counts. */
const TONES: readonly { readonly from: number; readonly to: number; readonly tone: Tone }[] = [
  { from: 100, to: 199, tone: 'busy' },
  { from: 202, to: 202, tone: 'busy' },
  { from: 206, to: 206, tone: 'busy' },
  { from: 213, to: 213, tone: 'busy' },
  { from: 200, to: 299, tone: 'ok' },
  { from: 300, to: 399, tone: 'neutral' },
  // Challenges are part of every first session, not failures.
  { from: 401, to: 401, tone: 'waiting' },
  { from: 407, to: 407, tone: 'waiting' },
  { from: 400, to: 599, tone: 'failed' },
  { from: 1200, to: 1299, tone: 'ok' },
  { from: 1300, to: 1399, tone: 'waiting' },
  { from: 1400, to: 1599, tone: 'failed' },
];
