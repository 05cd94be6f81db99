/** How a package gets onto a handset: what a person may choose, and what this browser or window remembers of it. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { type DeliveryMethod, whyInSession } from '../../../shared/runbook/delivery-steps.ts';
import type { RunParams } from '../../../shared/runbook/run.ts';
import type { Inventory } from '../../../shared/scomo/inventory-types.ts';

export const DELIVERY_CHOICES: readonly { readonly value: DeliveryMethod; readonly label: string }[] = [
  { value: 'direct-url', label: 'From its URL: PkgURL leads to the package' },
  { value: 'descriptor', label: 'By a download descriptor (OMA Download OTA), with install-notify' },
  { value: 'in-session', label: 'In the session: written into Data in chunks (direct delivery)' },
];

interface Remembered {
  readonly method: DeliveryMethod;
}

const remembered = createStore<Remembered>()(
  persist((): Remembered => ({ method: 'direct-url' }), { name: 'scomo.delivery' }),
);

export interface DeliveryChoice {
  readonly method: DeliveryMethod;
  /** Why packages for this handset are best written into the session. */
  readonly why: string | undefined;
  /** What goes into the run: nothing where it is the way that the handset gets anyhow. */
  readonly params: Pick<RunParams, 'delivery'>;
  choose(method: DeliveryMethod): void;
}

/** The way that was chosen last, unless the handset has only one; a choice is remembered for the next package. */
export function useDeliveryChoice(inventory: Inventory | null | undefined, isTethered: boolean): DeliveryChoice {
  const last = useStore(remembered, ({ method }) => method);
  const [chosen, setChosen] = useState<DeliveryMethod>();
  const why = whyInSession(inventory, isTethered);
  const method = chosen ?? (why === undefined ? last : 'in-session');
  const isUsual = method === (why === undefined ? 'direct-url' : 'in-session');
  return {
    method,
    why,
    params: isUsual ? {} : { delivery: method },
    choose(wanted): void {
      setChosen(wanted);
      remembered.setState({ method: wanted });
    },
  };
}
