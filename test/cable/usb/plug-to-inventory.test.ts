/** How long a plug takes to the inventory: the product, one process all along, and handsets that it has never met. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dataFolder, freePort, must, type RunningWorkbench, startWorkbench } from '../../e2e/running-workbench.ts';
import { publish } from '../../matrix/markdown-table.ts';
import { fillHandset } from '../full-handset.ts';
import type { HandsetWish } from './handset-program.ts';
import { type PlugTimes, plugTimes } from './plug-times.ts';

const COMPONENTS = 18;
const PLUGS = 6;

let data: ReturnType<typeof dataFolder>;
let workbench: RunningWorkbench;
let handsets: ChildProcess;
let states: string;

beforeEach(async () => {
  data = dataFolder();
  states = mkdtempSync(join(tmpdir(), 'scomo-usb-'));
  workbench = await startWorkbench({ data: data.path, dmPort: await freePort() });
  await workbench.client.close();
  handsets = fork(resolve(import.meta.dirname, 'handset-program.ts'));
});

afterEach(async () => {
  handsets.kill();
  await workbench.stop();
  data.remove();
  rmSync(states, { recursive: true, force: true });
});

async function ask(wish: HandsetWish): Promise<void> {
  const done = once(handsets, 'message');
  handsets.send(wish);
  await done;
}

it('from the plug to an inventory of 200 nodes: how long that takes is told', async () => {
  const plugs: PlugTimes[] = [];
  for (let round = 0; round < PLUGS; round++) {
    const devId = `IMEI:35123456789012${round}`;
    const state = join(states, String(round));
    expect(await fillHandset(state, devId, COMPONENTS)).toBeGreaterThanOrEqual(200);
    // Its account is its own: it is known before it is there, as on every plug but the first.
    const { user, password, serverId, serverPassword, server } = await accountOf(devId);
    const options = { user, password, serverId, serverPassword, server, devId, state, usb: 'obex' as const };
    plugs.push(await plugTimes(workbench, devId, () => ask({ plug: options })));
    expect(await deployed(devId)).toBe(COMPONENTS);
    await ask('pull');
  }
  const row = (what: string, of: (times: PlugTimes) => number) => [what, ...plugs.map((times) => seconds(of(times)))];
  publish('usb-plug', 'Seconds from the plug to an inventory of more than 200 nodes, in an emulated machine', [
    ['what', ...plugs.map((_times, index) => (index === 0 ? 'first since the start' : `plug ${index + 1}`))],
    row('the kernel has announced the device', () => 0),
    row('the handset has spoken', ({ spoke }) => spoke),
    row('the inventory is there', ({ read }) => read),
  ]);
});

async function accountOf(devId: string) {
  const client = await workbench.connect();
  const account = must(await client.call('handsets.admit', { devId }));
  const { url: server } = must(await client.call('app.status', {})).listener;
  await client.close();
  return { ...account, server };
}

/** How many components the workbench knows on it. */
async function deployed(devId: string): Promise<number | undefined> {
  const client = await workbench.connect();
  const { inventory } = must(await client.call('tree.inventory', { devId }));
  await client.close();
  return inventory?.deployed.length;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
