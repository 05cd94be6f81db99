/** The messages as a virtual list: one line each, the newest at the bottom. */
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { select, useWindow } from '../../app/store.ts';
import { loadOlderTrace } from '../../app/trace-loader.ts';
import { call } from '../../app/workbench.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { bringRowIntoView, useRowWindow } from '../../ui/use-row-window.ts';
import styles from './TraceList.module.css';
import { TraceRow } from './TraceRow.tsx';
import { shiftedBy } from './shift.ts';

const ROW = 23;

export interface TraceListProps {
  /** Keep the newest entry in view. */
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
}

/** The messages, or why there are none. */
export function TraceList(props: TraceListProps) {
  const isEmpty = useWindow((state) => state.trace.entries.length === 0);
  const filtered = useWindow((state) => state.trace.devId !== undefined);
  if (!isEmpty) return <Messages {...props} filtered={filtered} />;
  return (
    <EmptyState compact title="No message yet">
      {filtered
        ? 'This handset has not exchanged any message since the trace was cleared.'
        : 'Every message between a handset and this workbench appears here as it comes.'}
    </EmptyState>
  );
}

/** Arrow keys, Page Up and Down, Home and End choose a message. */
function Messages({ follow, onFollow, filtered }: TraceListProps & { readonly filtered: boolean }) {
  const entries = useWindow((state) => state.trace.entries);
  const several = useWindow((state) => state.handsets.size > 1) && !filtered;
  const selected = useWindow((state) => state.selection.traceId);
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef(entries);
  const { first, end } = useRowWindow(scroller, { count: entries.length, height: ROW, beyond: 12 });

  // What is looked at stays where it is when older entries come in before it or are let go.
  useLayoutEffect(() => {
    const shift = shiftedBy(before.current, entries);
    before.current = entries;
    if (shift !== 0 && scroller.current !== null && !follow) scroller.current.scrollTop += shift * ROW;
  }, [entries, follow]);

  useEffect(() => {
    if (follow) bringRowIntoView(scroller.current, entries.length - 1, ROW);
  }, [entries, follow]);

  function choose(index: number): void {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, index))];
    if (entry === undefined) return;
    onFollow(entry === entries.at(-1) && follow);
    select({ traceId: entry.id });
    bringRowIntoView(scroller.current, entries.indexOf(entry), ROW);
  }

  function press(event: KeyboardEvent): void {
    const here = entries.findIndex((entry) => entry.id === selected);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1);
    if (event.key === 'Escape') select({ traceId: undefined });
    const goal = {
      ArrowDown: here + 1,
      ArrowUp: here === -1 ? entries.length - 1 : here - 1,
      PageDown: here + page,
      PageUp: here - page,
      Home: 0,
      End: entries.length - 1,
    }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    choose(goal);
  }

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      // A select element cannot be virtual.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      aria-label="Messages"
      aria-activedescendant={selected === undefined ? undefined : `trace-${selected}`}
      tabIndex={0}
      onKeyDown={press}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        const atEnd = scrollHeight - clientHeight - scrollTop < ROW;
        if (atEnd !== follow) onFollow(atEnd);
        if (scrollTop < ROW * 20) void loadOlderTrace(call);
      }}
    >
      <div className={styles.canvas} style={{ height: entries.length * ROW }}>
        {entries.slice(first, end).map((entry, index) => (
          <TraceRow
            key={entry.id}
            entry={entry}
            top={(first + index) * ROW}
            selected={entry.id === selected}
            named={several}
            onChoose={() => choose(first + index)}
          />
        ))}
      </div>
    </div>
  );
}
