/** One message as a line: time, direction, size, what it asks or answers, and its statuses. */
import { memo } from 'react';
import type { TraceEntry } from '../../../shared/contract/trace.ts';
import { useWindow } from '../../app/store.ts';
import { formatBytes } from '../../ui/numbers.ts';
import { formatClock, formatExact } from '../../ui/Time.tsx';
import { directionOf, toneOf } from './trace-words.ts';
import tones from '../../ui/tone.module.css';
import styles from './TraceRow.module.css';

export interface TraceRowProps {
  readonly entry: TraceEntry;
  /** Where it stands in the list, px. */
  readonly top: number;
  readonly selected: boolean;
  /** Say whose message it is. */
  readonly named: boolean;
  readonly onChoose: () => void;
}

/** A row of the trace list. */
export const TraceRow = memo(function TraceRow({ entry, top, selected, named, onChoose }: TraceRowProps) {
  const { arrow, word } = directionOf(entry);
  const name = useWindow((state) => (entry.devId === undefined ? '' : state.handsets.get(entry.devId)?.name));
  const statuses = entry.statuses.map((status) => `${status.code} ${status.word}`).join(', ');
  return (
    // Keys are handled by the list box around it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`trace-${entry.id}`}
      // An option element cannot hold columns.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      className={`${styles.row} ${entry.direction === 'none' ? styles.event : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onChoose}
    >
      <time className={styles.time} title={formatExact(entry.at)}>
        {formatClock(entry.at)}
      </time>
      <span
        className={`${styles.arrow} ${entry.kind === 'rejected' ? tones.failed : styles[entry.direction]}`}
        title={word}
      >
        {arrow}
        <span className="visually-hidden">{word}</span>
      </span>
      <span className={styles.bytes}>{entry.bytes === 0 ? '' : formatBytes(entry.bytes)}</span>
      {named ? (
        <span className={styles.name} title={[name, entry.devId].filter(Boolean).join(' · ')}>
          {name ?? entry.devId}
        </span>
      ) : null}
      <span className={styles.summary} title={entry.summary}>
        {entry.summary}
      </span>
      {entry.direction === 'none' && entry.statuses.length === 0 ? null : (
        <span className={styles.statuses} title={statuses}>
          {telling(entry.statuses).map((status) => (
            <span key={status.code} className={tones[toneOf(status.code)]}>
              <span>{status.code}</span>
              <span className={styles.word}>{status.word}</span>
            </span>
          ))}
        </span>
      )}
    </div>
  );
});

/** Nearly every message says that the session is authenticated (212); beside other statuses it only takes room. */
function telling(statuses: TraceEntry['statuses']): TraceEntry['statuses'] {
  const others = statuses.filter((status) => status.code !== 212);
  return others.length === 0 ? statuses : others;
}
