/** How far a package is that is written into the session, while its step runs. */
import type { Run } from '../../../shared/runbook/run.ts';
import { useWindow } from '../../app/store.ts';
import { formatBytes } from '../../ui/numbers.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import styles from './Waiting.module.css';

/** A bar with what the handset has taken. */
export function Delivering({ run }: { readonly run: Run }) {
  const delivery = useWindow((state) => state.deliveries.get(run.id));
  if (delivery === undefined) return null;
  const { sent, size, done } = delivery;
  return (
    <div className={styles.download}>
      <ProgressBar label="Delivery of the package" share={size === 0 ? 1 : sent / size} />
      <span className={styles.numbers}>
        {done ? `Delivered ${formatBytes(size)}` : `Delivering: ${formatBytes(sent)} of ${formatBytes(size)}`}
      </span>
    </div>
  );
}
