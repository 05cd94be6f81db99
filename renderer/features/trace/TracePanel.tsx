/** The trace: messages on the left, the selected one decoded on the right. Folds away to one line. */
import { useEffect, useRef, useState } from 'react';
import { ActionButton } from '../../app/ActionButton.tsx';
import { setLayout, useLayout } from '../../app/layout.ts';
import { useWindow } from '../../app/store.ts';
import { loadTrace } from '../../app/trace-loader.ts';
import { call } from '../../app/workbench.ts';
import { Splitter } from '../../ui/Splitter.tsx';
import { clearTrace } from './actions/clear-trace.ts';
import { toggleTrace } from './actions/toggle-trace.ts';
import { MessageDetail } from './MessageDetail.tsx';
import { TraceFilter } from './TraceFilter.tsx';
import { TraceList } from './TraceList.tsx';
import styles from './TracePanel.module.css';

/** The bottom of the window. */
export function TracePanel() {
  const messageWidth = useLayout((layout) => layout.message);
  const traceId = useWindow((state) => state.selection.traceId);
  const [follow, setFollow] = useState(true);
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = panel.current;
    if (element === null || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? Number.POSITIVE_INFINITY));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // The list keeps at least 320 px, whatever was remembered from a wider window.
  const shown = Math.max(240, Math.min(messageWidth, width - 320));
  return (
    <div className={styles.panel} ref={panel}>
      <div className={styles.list}>
        <header className={styles.header}>
          <h2>Trace</h2>
          <TraceFilter onChange={(devId) => void loadTrace(call, devId)} />
          <span className={styles.space} />
          <button
            type="button"
            className={styles.follow}
            role="switch"
            aria-checked={follow}
            title={follow ? 'The newest message stays in view' : 'Stands still; switch on to go to the newest message'}
            onClick={() => setFollow(!follow)}
          >
            Follow <span className={styles.light} data-on={follow} />
          </button>
          <ActionButton action={clearTrace} kind="quiet" size="small">
            Clear…
          </ActionButton>
          <ActionButton action={toggleTrace} kind="quiet" size="small">
            Hide
          </ActionButton>
        </header>
        <TraceList follow={follow} onFollow={setFollow} />
      </div>
      {traceId === undefined ? null : (
        <>
          <Splitter
            label="Width of the decoded message"
            orientation="vertical"
            after
            value={shown}
            min={240}
            max={Math.max(240, Math.min(1200, width - 320))}
            onChange={(value) => setLayout({ message: value })}
          />
          <div className={styles.message} style={{ width: shown }}>
            <MessageDetail id={traceId} />
          </div>
        </>
      )}
    </div>
  );
}
