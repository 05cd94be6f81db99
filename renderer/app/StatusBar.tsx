/** The bottom line: where the DM server listens, who talks, what waits. */
import { toggleTrace } from '../features/trace/actions/toggle-trace.ts';
import { StateShape } from '../ui/StateShape.tsx';
import { formatCount } from '../ui/numbers.ts';
import { formatMinute } from '../ui/Time.tsx';
import { ActionButton } from './ActionButton.tsx';
import { DoneNotice } from './DoneNotice.tsx';
import { useLayout } from './layout.ts';
import { useWindow } from './store.ts';
import styles from './StatusBar.module.css';

/** Always visible. */
export function StatusBar() {
  const status = useWindow((state) => state.status);
  const connection = useWindow((state) => state.connection);
  const traceOpen = useLayout((layout) => layout.traceOpen);
  const fresh = useWindow((state) => [...state.handsets.values()].filter((handset) => handset.state === 'new').length);
  return (
    <footer className={styles.bar} aria-label="Status">
      {status === undefined ? (
        <span>{connection === 'connecting' ? 'Connecting to the workbench…' : 'Not connected'}</span>
      ) : (
        <>
          <span
            className={styles.fact}
            title={`Handsets call ${[status.listener.url, status.listener.secure?.url].filter(Boolean).join(' or ')}`}
          >
            {connection === 'open' ? (
              <StateShape shape="dot" tone="ok" size={8} />
            ) : (
              <StateShape shape="triangle" tone="failed" size={8} />
            )}
            {connection === 'open' ? '' : 'last known: '}DM server {status.listener.address}:{status.listener.port} ·{' '}
            {status.listener.network === undefined ? status.listener.scope : 'this machine'}
            {status.listener.secure === undefined
              ? ''
              : status.listener.secure.legacyFor.length > 0
                ? ' · HTTPS, old TLS too'
                : ' · HTTPS'}
          </span>
          {status.listener.network === undefined ? null : (
            <span
              className={`${styles.fact} ${styles.network}`}
              title={`Handsets on ${status.listener.network.name} call ${status.listener.network.url}`}
            >
              <StateShape shape="square" tone="waiting" size={8} />
              <span>
                open until {formatMinute(status.listener.network.until)} on {status.listener.network.address} ·{' '}
                {status.listener.network.name}
              </span>
            </span>
          )}
          <span>{status.sessions === 0 ? 'no session' : formatCount(status.sessions, 'session')}</span>
          <span className={styles.least} title={`Everything is kept in ${status.dataFolder}`}>
            {status.dataFolder}
          </span>
        </>
      )}
      <DoneNotice />
      {status?.problem === undefined ? null : (
        <span className={styles.fact} role="alert" title={status.problem}>
          <StateShape shape="triangle" tone="failed" size={8} /> {status.problem}
        </span>
      )}
      {fresh === 0 ? null : <span>{formatCount(fresh, 'handset')} to admit</span>}
      {status === undefined || status.waitingRuns === 0 ? null : (
        <span>
          {formatCount(status.waitingRuns, 'run')} {status.waitingRuns === 1 ? 'waits' : 'wait'} for a handset
        </span>
      )}
      {traceOpen ? null : (
        <ActionButton action={toggleTrace} kind="quiet" size="small">
          Show trace
        </ActionButton>
      )}
    </footer>
  );
}
