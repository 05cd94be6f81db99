/** Virtual handsets that ran when the workbench was closed run again when it opens. */
import type { Credentials } from '../storage/accounts.ts';
import type { HandsetRegistry } from './handset-registry.ts';
import type { VirtualHandsets } from './virtual-handsets.ts';

/** Starts them all; one that does not start says so in its line of the list. */
export function startVirtualAgain(
  registry: HandsetRegistry,
  virtual: VirtualHandsets,
  account: (devId: string) => Credentials,
): void {
  for (const { devId, virtual: simulated } of registry.all()) {
    if (simulated === undefined) continue;
    void virtual.start(devId, simulated.options, account(devId)).then((started) => {
      if (!started.ok) registry.note(devId, { problem: `${started.error.message} ${started.error.detail ?? ''}` });
    });
  }
}
