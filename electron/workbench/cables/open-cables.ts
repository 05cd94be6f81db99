/** The cables put together with the rest of the workbench. */
import { thisMachine } from '../../links/cable-system.ts';
import type { Clock } from '../../server/clock.ts';
import type { SessionTable } from '../../server/table-ports.ts';
import type { Leases } from '../leases.ts';
import type { WorkbenchOptions } from '../port.ts';
import type { Services } from '../services.ts';
import { type Cables, createCables } from './cables.ts';

/** Opens them over the sessions; `system` as in the options of the workbench. */
export function openCables(
  services: Pick<Services, 'storage' | 'events' | 'settings' | 'waker' | 'registry'>,
  sessions: Pick<SessionTable, 'exchange' | 'left'>,
  leases: Leases,
  system: WorkbenchOptions['cables'],
  clock: Clock,
): Cables {
  const { storage, events, settings, waker, registry } = services;
  return createCables(
    {
      settings: storage.settings,
      events,
      leases,
      exchange: (bytes, from) => sessions.exchange(bytes, from),
      notification: (devId) => {
        const made = waker.notification(devId ?? '', 'background');
        return made.ok ? made.value : undefined;
      },
      left: (address) => sessions.left(address),
      mayAsk: () => settings().askCables,
      changed: (devId) => registry.changed(devId),
      system: system === 'none' ? undefined : (system ?? thisMachine()),
    },
    clock,
  );
}
