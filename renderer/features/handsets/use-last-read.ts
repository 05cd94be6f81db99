/** When a handset's tree was last read: asked once per handset, then kept up with by the tree's events. */
import { useEffect, useState } from 'react';
import { call, onTreeEvent } from '../../app/workbench.ts';

/** Milliseconds since the epoch, or undefined when nothing was read yet. */
export function useLastRead(devId: string): number | undefined {
  const [reading, setReading] = useState<{ readonly devId: string; readonly at: number }>();
  useEffect(() => {
    let current = true;
    const take = (at: number) => {
      if (!current || at === 0) return;
      setReading((before) => ({ devId, at: before?.devId === devId ? Math.max(before.at, at) : at }));
    };
    const ask = async () => {
      const result = await call('tree.inventory', { devId });
      if (result.ok && result.value.inventory !== null) take(result.value.inventory.readAt);
    };
    void ask();
    const stop = onTreeEvent((event) => {
      if (event.type === 'resync') void ask();
      else if (event.devId === devId && event.type === 'tree') take(newest(event.rows));
      else if (event.devId === devId) void ask();
    });
    return () => {
      current = false;
      stop();
    };
  }, [devId]);
  return reading?.devId === devId ? reading.at : undefined;
}

function newest(rows: readonly (readonly [string, string, string | null, string | null, number])[]): number {
  let at = 0;
  for (const row of rows) at = Math.max(at, row[4]);
  return at;
}
