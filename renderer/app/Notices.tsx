/** What was done and what was not, at the lower right. Done goes away by itself; a failure waits to be read. */
import { useEffect } from 'react';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { StateShape } from '../ui/StateShape.tsx';
import { dismissNotice, useWindow, type Notice } from './store.ts';
import styles from './Notices.module.css';

/** The stack of notices. */
export function Notices() {
  const notices = useWindow((state) => state.notices);
  return (
    <section className={styles.stack} aria-label="Notices" aria-live="polite">
      {notices.map((notice) => (
        <Shown key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

/** How long a done notice stays, milliseconds. */
const STAYS = 4000;

function Shown({ notice }: { readonly notice: Notice }) {
  const { id, failure, done } = notice;
  useEffect(() => {
    if (failure !== undefined) return undefined;
    const timer = setTimeout(() => dismissNotice(id), STAYS);
    return () => clearTimeout(timer);
  }, [id, failure]);
  return (
    <div className={styles.notice}>
      {failure === undefined ? (
        <p className={styles.done}>
          <StateShape shape="check" tone="ok" />
          {done}
        </p>
      ) : (
        <ErrorNotice
          failure={failure}
          actions={
            <Button size="small" onClick={() => dismissNotice(id)}>
              Dismiss
            </Button>
          }
        />
      )}
    </div>
  );
}
