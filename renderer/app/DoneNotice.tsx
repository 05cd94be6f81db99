/** What was done last, for a few seconds; part of the status bar, so that it covers nothing. */
import { useEffect } from 'react';
import { StateShape } from '../ui/StateShape.tsx';
import styles from './DoneNotice.module.css';
import { dismissNotice, useWindow } from './store.ts';

/** How long it stays, milliseconds. */
const STAYS = 5000;

/** Announces the newest notice that is no failure. */
export function DoneNotice() {
  const notice = useWindow((state) => state.notices.findLast((each) => each.done !== undefined));
  const id = notice?.id;
  useEffect(() => {
    if (id === undefined) return undefined;
    const timer = setTimeout(() => dismissNotice(id), STAYS);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <output className={styles.done}>
      {notice === undefined ? null : (
        <>
          <StateShape shape="check" tone="ok" />
          <span>{notice.done}</span>
        </>
      )}
    </output>
  );
}
