/** What happens on the cable of a handset, where it is not as it should be: with a countdown while it is awaited. */
import type { ReactNode } from 'react';
import type { Cable } from '../../../shared/contract/cables.ts';
import { useWindow } from '../../app/store.ts';
import { linkWords } from '../../i18n/words.ts';
import { useNow } from '../../ui/Time.tsx';
import { cableLine } from './cable-state.ts';

/** Nothing to say about a cable in one of these states. */
const WELL: ReadonlySet<Cable['state']> = new Set(['plugged', 'identifying', 'ready', 'in-session']);

/** The cable of the handset that needs a look; undefined when there is none, or another of its cables works. */
function useTroubledCable(devId: string): Cable | undefined {
  return useWindow((state) => {
    const own = [...state.cables.values()].filter((cable) => cable.devId === devId);
    return own.some((cable) => WELL.has(cable.state)) ? undefined : own[0];
  });
}

/** The words about it; `children` where there are none. */
export function CableNow({ devId, children }: { readonly devId: string; readonly children: ReactNode }) {
  const cable = useTroubledCable(devId);
  return cable === undefined ? children : <Troubled cable={cable} />;
}

function Troubled({ cable }: { readonly cable: Cable }) {
  const line = cableLine(cable, useNow());
  return (
    <span title={cable.failure === undefined ? undefined : `${cable.failure.message} ${cable.failure.next}`}>
      {linkWords[cable.link]} · {line}
    </span>
  );
}
