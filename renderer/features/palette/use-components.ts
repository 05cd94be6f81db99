/** The components of all handsets that were read, for the palette. */
import { useEffect, useState } from 'react';
import { windowStore } from '../../app/store.ts';
import { call } from '../../app/workbench.ts';
import type { FoundComponent } from './palette-items.ts';

/** Asks for every inventory once; they are mirrors of this workbench, no handset is asked. */
export function useComponents(): readonly FoundComponent[] {
  const [found, setFound] = useState<readonly FoundComponent[]>([]);
  useEffect(() => {
    let current = true;
    for (const handset of windowStore.getState().handsets.values()) {
      if (handset.nodes === 0) continue;
      void call('tree.inventory', { devId: handset.devId }).then((answer) => {
        if (!current || !answer.ok || answer.value.inventory === null) return;
        const components = answer.value.inventory.deployed.map((component) => ({ handset, component }));
        setFound((before) => [...before, ...components]);
      });
    }
    return () => {
      current = false;
    };
  }, []);
  return found;
}
