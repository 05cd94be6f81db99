/** Why something was not done, at the lower right, until it is dismissed. What was done stands in the status bar. */
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { dismissNotice, useWindow } from './store.ts';
import styles from './Notices.module.css';

/** The stack of failures. */
export function Notices() {
  const notices = useWindow((state) => state.notices);
  return (
    <section className={styles.stack} aria-label="Failures">
      {notices.map(({ id, failure }) =>
        failure === undefined ? null : (
          <div key={id} className={styles.notice}>
            <ErrorNotice
              failure={failure}
              actions={
                <Button size="small" onClick={() => dismissNotice(id)}>
                  Dismiss
                </Button>
              }
            />
          </div>
        ),
      )}
    </section>
  );
}
