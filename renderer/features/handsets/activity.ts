/** What a handset is busy with, in words and as a share. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { useWindow } from '../../app/store.ts';
import { formatBytes, formatCount } from '../../ui/numbers.ts';

export interface Activity {
  readonly what: string;
  /** 0 to 1; absent when nobody knows how much is left. */
  readonly share?: number;
}

/** A package on its way, else what its session works on, else undefined. */
export function useActivity(handset: Handset): Activity | undefined {
  const delivery = useWindow((state) =>
    [...state.deliveries.values()].find((each) => each.devId === handset.devId && !each.done),
  );
  if (delivery !== undefined && delivery.size > 0) {
    const { sent, size } = delivery;
    return { what: `Sending package · ${formatBytes(sent)} of ${formatBytes(size)}`, share: sent / size };
  }
  const { activity } = handset;
  if (activity === undefined) return undefined;
  const nodes = activity.nodes === undefined ? '' : ` · ${formatCount(activity.nodes, 'node')}`;
  return { what: `${activity.what}${nodes}` };
}
