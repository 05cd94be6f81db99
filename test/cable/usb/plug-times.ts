/** When what happens between a plug and the inventory: what the kernel says, what the workbench says, and what it reads. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, must } from '../../unit/workbench/bench.ts';

export interface PlugTime {
  readonly what: string;
  /** Milliseconds since the kernel has announced the device. */
  readonly ms: number;
}

const LIMIT_MS = 240_000;
const LOOK_MS = 5;

/** Watches a plug from the first sign of the device to the whole inventory. `plug` switches the handset on. */
export async function plugTimes(
  { workbench }: Bench,
  devId: string,
  plug: () => Promise<void>,
): Promise<readonly PlugTime[]> {
  const cable = async () => must(await workbench.call('cables.list', {})).find(({ link }) => link === 'usb');
  const devices = countDevices();
  const stages: readonly (readonly [what: string, isThere: () => boolean | Promise<boolean>])[] = [
    ['the kernel has announced the device', () => countDevices() > devices],
    ['the workbench shows the cable', async () => (await cable()) !== undefined],
    ['a session is under way', async () => ['in-session', 'ready'].includes((await cable())?.state ?? '')],
    ['the inventory is there', async () => must(await workbench.call('tree.inventory', { devId })).inventory !== null],
  ];
  const plugged = plug();
  const times: PlugTime[] = [];
  const limit = performance.now() + LIMIT_MS;
  let start: number | undefined;
  for (const [what, isThere] of stages) {
    while (!(await isThere())) {
      if (performance.now() > limit) throw new Error(`not in time: ${what}`);
      await sleep(LOOK_MS);
    }
    start ??= performance.now();
    times.push({ what, ms: performance.now() - start });
  }
  await plugged;
  return times;
}

function countDevices(): number {
  return readdirSync('/sys/bus/usb/devices').length;
}
