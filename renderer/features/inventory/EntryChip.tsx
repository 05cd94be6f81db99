/** The state of a package or component: word and shape, with the progress of a download that is on its way. */
import type { InventoryEntry } from '../../../shared/scomo/inventory-types.ts';
import type { Delivery } from '../../app/store.ts';
import { useWindow, type WindowState } from '../../app/store.ts';
import { Chip } from '../../ui/Chip.tsx';
import { stateWordOf } from './entry-state.ts';

/** The chip of an entry. */
export function EntryChip({ devId, entry }: { readonly devId: string; readonly entry: InventoryEntry }) {
  const delivery = useDelivery(devId, entry);
  const { tone, shape, word, rest } = stateWordOf(entry, delivery);
  return (
    <Chip tone={tone} shape={shape} {...(rest === undefined ? {} : { title: `${word}, ${rest}` })}>
      {word}
    </Chip>
  );
}

/** The package on its way to this entry, if one is. */
export function useDelivery(devId: string, entry: InventoryEntry): Delivery | undefined {
  return useWindow((state) => (entry.subtree === 'Download' ? deliveryTo(state, devId, entry.pkgId) : undefined));
}

function deliveryTo(state: WindowState, devId: string, pkgId: string | undefined): Delivery | undefined {
  if (pkgId === undefined) return undefined;
  let last: Delivery | undefined;
  for (const delivery of state.deliveries.values()) {
    if (delivery.devId !== devId) continue;
    const carried = state.runs.get(delivery.runId)?.package ?? state.packages.get(delivery.digest);
    if (carried?.pkgId === pkgId) last = delivery;
  }
  return last;
}
