/** When what happens between a plug and the inventory: what the kernel says, and what the workbench says of it afterwards. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { must, type RunningWorkbench } from '../../e2e/running-workbench.ts';

/** Milliseconds since the kernel has announced the device. */
export interface PlugTimes {
  /** The handset's first message was heard. */
  readonly spoke: number;
  /** The whole inventory had been read. */
  readonly read: number;
}

const LIMIT_MS = 240_000;
const LOOK_MS = 5;
const REST_MS = 2_500;

/**
 * Watches a plug from the first sign of the device to the whole inventory. `plug` plugs the handset in. The workbench is
 * asked long after: whoever watched it meanwhile would take the only processor from it and from the handset.
 */
export async function plugTimes(
  { connect }: Pick<RunningWorkbench, 'connect'>,
  devId: string,
  plug: () => Promise<void>,
): Promise<PlugTimes> {
  const limit = Date.now() + LIMIT_MS;
  const devices = countDevices();
  const plugged = plug();
  while (countDevices() === devices) {
    if (Date.now() > limit) throw new Error('The kernel announces no device.');
    await sleep(LOOK_MS);
  }
  const announcedAt = Date.now();
  await plugged;
  await sleep(REST_MS);
  const client = await connect();
  while (must(await client.call('tree.inventory', { devId })).inventory === null) {
    if (Date.now() > limit) throw new Error('The inventory was not there in time.');
    await sleep(REST_MS);
  }
  const { rows } = must(await client.call('tree.snapshot', { devId }));
  const { entries } = must(await client.call('trace.list', { devId, limit: 500 }));
  await client.close();
  const heard = entries.filter(({ kind, direction }) => kind === 'message' && direction === 'in');
  return {
    spoke: Math.min(...heard.map(({ at }) => at)) - announcedAt,
    read: Math.max(...rows.map(([, , , , at]) => at)) - announcedAt,
  };
}

function countDevices(): number {
  return readdirSync('/sys/bus/usb/devices').length;
}
