/** The virtual handset of the demo: over HTTP one of the workbench's own, else a process at the end of a cable. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cable } from '../../shared/contract/cables.ts';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import { startHandsetChild } from './handset-child.ts';
import { openPtyPair } from './pty-pair.ts';
import { whenTold } from './when-told.ts';
import type { WorkbenchClient } from './workbench-client.ts';
import type { World } from './world.ts';

/** The ways over which the demo can run. */
export const DEMO_LINKS = ['http', 'serial', 'usb'] as const;
export type DemoLink = (typeof DEMO_LINKS)[number];

export interface DemoHandset {
  readonly devId: string;
  /** What shows that it is there. */
  readonly proof: string;
  /** Switches it off. */
  stop(): Promise<void>;
}

/** How long the handset may take until it has introduced itself, milliseconds; longer on a machine in software. */
const LIMIT_MS = 60_000;

/** Starts the handset and waits until it has introduced itself; `folder` is for its state and the ends of its cable. */
export function startDemoHandset(
  world: World,
  client: WorkbenchClient,
  link: DemoLink,
  folder: string,
): Promise<Result<DemoHandset>> {
  if (link === 'http') return startOverHttp(client);
  return link === 'serial' ? startOverSerial(world, client, folder) : startOverUsb(world, client, folder);
}

async function startOverHttp(client: WorkbenchClient): Promise<Result<DemoHandset>> {
  const added = await client.call('handsets.addVirtual', {});
  if (!added.ok) return added;
  const { devId } = added.value;
  const look = async () => {
    const handsets = await client.call('handsets.list', {});
    return handsets.ok ? ok(handsets.value.find((one) => one.devId === devId && one.lastSeen !== undefined)) : handsets;
  };
  const called = await whenTold(client, ['handset'], look, LIMIT_MS);
  if (!called.ok) return called;
  if (called.value === undefined) {
    return fail(
      'handset-not-there',
      'The virtual handset has not called.',
      'Look at the trace: `scomo demo --keep`, then `scomo trace --data <dir>`.',
    );
  }
  const { link, address = 'this machine', state } = called.value;
  const proof = `${devId} called over ${link} from ${address}, state ${state}`;
  return ok({ devId, proof, stop: () => Promise.resolve() });
}

/** A line of two ptys, of which the workbench is told. */
async function startOverSerial(world: World, client: WorkbenchClient, folder: string): Promise<Result<DemoHandset>> {
  const line = await openPtyPair(folder);
  if (!line.ok) return line;
  const { near, far, unplug } = line.value;
  const started = await startOnCable(world, client, folder, { serial: far }, async (devId) => {
    const added = await client.call('cables.add', { port: near });
    return added.ok ? introduced(client, 'serial', (cable) => cable.port === near, devId) : added;
  });
  if (!started.ok) {
    await unplug();
    return started;
  }
  const stop = async (): Promise<void> => {
    await started.value.stop();
    await unplug();
  };
  return ok({ ...started.value, stop });
}

/** The kernel's own USB bus, on which the workbench finds it. Other handsets may hang there: they are left alone. */
function startOverUsb(world: World, client: WorkbenchClient, folder: string): Promise<Result<DemoHandset>> {
  return startOnCable(world, client, folder, { usb: 'obex' }, (devId) =>
    introduced(client, 'usb', (cable) => cable.link === 'usb' && cable.devId === devId, devId),
  );
}

async function startOnCable(
  world: World,
  client: WorkbenchClient,
  folder: string,
  cable: Readonly<Record<string, string>>,
  plug: (devId: string) => Promise<Result<Cable>>,
): Promise<Result<DemoHandset>> {
  const account = await client.call('handsets.enrolment', {});
  if (!account.ok) return account;
  const { serverURL: server, user, password, serverId, serverPassword } = account.value;
  const state = join(folder, 'handset');
  mkdirSync(state, { recursive: true });
  const options = { server, user, password, serverId, serverPassword, state, installMs: 50, ...cable };
  const child = await startHandsetChild(world, options);
  if (!child.ok) return child;
  const { devId, stop } = child.value;
  const plugged = await plug(devId);
  if (!plugged.ok) {
    await stop();
    return plugged;
  }
  const { name = 'a handset', port } = plugged.value;
  return ok({ devId, proof: `${name} on ${port} introduced itself as ${devId}`, stop });
}

/** Waits until the handset on the cable that fits has said who it is. */
async function introduced(
  client: WorkbenchClient,
  link: DemoLink,
  fits: (cable: Cable) => boolean,
  devId: string,
): Promise<Result<Cable>> {
  let last: Cable | undefined;
  const look = async () => {
    const cables = await client.call('cables.list', {});
    if (!cables.ok) return cables;
    last = cables.value.find(fits) ?? last;
    return ok(last?.state === 'ready' && last.devId === devId ? last : undefined);
  };
  const cable = await whenTold(client, ['cable'], look, LIMIT_MS);
  if (!cable.ok) return cable;
  return cable.value === undefined ? { ok: false, error: last?.failure ?? silentOn(link) } : ok(cable.value);
}

function silentOn(link: DemoLink): Failure {
  return {
    code: 'handset-not-there',
    message: 'The virtual handset on the cable has not introduced itself.',
    next: `Look at the trace: \`scomo demo --link ${link} --keep\`, then \`scomo trace --data <dir>\`.`,
    retryable: true,
  };
}
