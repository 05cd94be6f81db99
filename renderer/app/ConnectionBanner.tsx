/** Says that the workbench is out of reach, and what happens next. */
import { StateShape } from '../ui/StateShape.tsx';
import { useWindow } from './store.ts';
import styles from './ConnectionBanner.module.css';

/** Nothing while the connection is open or new. */
export function ConnectionBanner() {
  const connection = useWindow((state) => state.connection);
  const loaded = useWindow((state) => state.loaded);
  if (connection === 'open' || connection === 'connecting') return null;
  if (connection === 'refused' && !loaded) return null;
  return (
    <div className={styles.banner} role="alert">
      <StateShape shape="triangle" tone="failed" />
      {connection === 'lost' ? (
        <span>
          <strong>Connection to the workbench lost.</strong> The window tries again by itself. What you see is the last
          known state. If the workbench was ended, start it again.
        </span>
      ) : (
        <span>
          <strong>The workbench was started anew and no longer knows this window.</strong> Open the link that it
          printed.
        </span>
      )}
    </div>
  );
}
