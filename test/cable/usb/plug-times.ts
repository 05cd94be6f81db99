/** When what happens between a plug and the inventory: what the kernel says, what the workbench says, and what it reads. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, must } from '../../unit/workbench/bench.ts';

/** Milliseconds since the kernel has announced the device. */
export interface PlugTimes {
  /** The workbench shows the cable. */
  readonly shown: number;
  /** The handset has spoken. */
  readonly spoke: number;
  /** The whole inventory has been read. */
  readonly read: number;
}

const LIMIT_MS = 240_000;
const LOOK_MS = 5;

/**
 * Watches a plug from the first sign of the device to the whole inventory. `plug` switches the handset on. The workbench
 * tells by itself: whoever kept asking it would take the only processor from it and from the handset.
 */
export async function plugTimes({ workbench }: Bench, devId: string, plug: () => Promise<void>): Promise<PlugTimes> {
  const [shown, spoke, read] = [
    Promise.withResolvers<number>(),
    Promise.withResolvers<number>(),
    Promise.withResolvers<number>(),
  ];
  const stop = workbench.subscribe((event) => {
    const now = performance.now();
    if (event.type === 'cable' && event.cable.link === 'usb') {
      shown.resolve(now);
      if (event.cable.state === 'in-session') spoke.resolve(now);
    }
    if (event.type === 'tree' || event.type === 'tree-reset')
      void workbench.call('tree.inventory', { devId }).then((answer) => {
        if (must(answer).inventory !== null) read.resolve(now);
      });
  });
  const devices = countDevices();
  const plugged = plug();
  const limit = performance.now() + LIMIT_MS;
  while (countDevices() === devices) {
    if (performance.now() > limit) throw new Error('The kernel announces no device.');
    await sleep(LOOK_MS);
  }
  const start = performance.now();
  const times = await Promise.race([
    Promise.all([shown.promise, spoke.promise, read.promise]),
    sleep(LIMIT_MS, undefined, { ref: false }),
  ]);
  stop();
  await plugged;
  if (times === undefined) throw new Error('The inventory was not there in time.');
  const [shownAt, spokeAt, readAt] = times;
  return { shown: shownAt - start, spoke: spokeAt - start, read: readAt - start };
}

function countDevices(): number {
  return readdirSync('/sys/bus/usb/devices').length;
}
