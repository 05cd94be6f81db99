/** What a handset is busy with: a reading, or a package on its way, with a bar. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { useWindow } from '../../app/store.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import styles from './ActivityLine.module.css';
import { formatBytes, formatCount } from '../../ui/numbers.ts';

/** Nothing while the handset is idle. */
export function ActivityLine({ handset }: { readonly handset: Handset }) {
  const delivery = useWindow((state) =>
    [...state.deliveries.values()].find((each) => each.devId === handset.devId && !each.done),
  );
  const { activity } = handset;
  if (delivery !== undefined) {
    const share = delivery.size === 0 ? 1 : delivery.sent / delivery.size;
    return (
      <span className={styles.activity}>
        Sending package · {formatBytes(delivery.sent)} of {formatBytes(delivery.size)}
        <ProgressBar label={`Package on its way to ${handset.name}`} share={share} />
      </span>
    );
  }
  if (activity === undefined) return null;
  return (
    <span className={styles.activity}>
      {activity.what}
      {activity.nodes === undefined ? null : ` · ${formatCount(activity.nodes, 'node')}`}
      <ProgressBar label={activity.what} />
    </span>
  );
}
