/** The virtual handset of the demo: over HTTP one of the workbench's own, over serial a process at the end of a cable. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cable } from '../../shared/contract/cables.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { openPtyPair } from './pty-pair.ts';
import type { WorkbenchClient } from './workbench-client.ts';
import type { World } from './world.ts';

/** The ways over which the demo can run. */
export const DEMO_LINKS = ['http', 'serial'] as const;
export type DemoLink = (typeof DEMO_LINKS)[number];

export interface DemoHandset {
  readonly devId: string;
  /** What shows that it is there. */
  readonly proof: string;
  /** Switches it off. */
  stop(): Promise<void>;
}

/** How long the handset may take until it has introduced itself, milliseconds. */
const LIMIT_MS = 20_000;

/** Starts the handset and waits until it has introduced itself; `folder` is for its state and the ends of its cable. */
export function startDemoHandset(
  world: World,
  client: WorkbenchClient,
  link: DemoLink,
  folder: string,
): Promise<Result<DemoHandset>> {
  return link === 'http' ? startOverHttp(client) : startOverSerial(world, client, folder);
}

async function startOverHttp(client: WorkbenchClient): Promise<Result<DemoHandset>> {
  const added = await client.call('handsets.addVirtual', {});
  if (!added.ok) return added;
  const { devId } = added.value;
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await pause(50)) {
    const handsets = await client.call('handsets.list', {});
    if (!handsets.ok) return handsets;
    const found = handsets.value.find((one) => one.devId === devId);
    if (found?.lastSeen === undefined) continue;
    const proof = `${devId} called over ${found.link} from ${found.address ?? 'this machine'}, state ${found.state}`;
    return ok({ devId, proof, stop: () => Promise.resolve() });
  }
  return fail(
    'handset-not-there',
    'The virtual handset has not called.',
    'Look at the trace: `scomo demo --keep`, then `scomo trace --data <dir>`.',
  );
}

async function startOverSerial(world: World, client: WorkbenchClient, folder: string): Promise<Result<DemoHandset>> {
  const account = await client.call('handsets.enrolment', {});
  if (!account.ok) return account;
  const { serverURL: server, user, password, serverId, serverPassword } = account.value;
  const state = join(folder, 'handset');
  mkdirSync(state, { recursive: true });
  const line = await openPtyPair(folder);
  if (!line.ok) return line;
  const { near, far, unplug } = line.value;
  const { command, args, env } = world.handsetProgram;
  const child = spawn(command, [...args, '--options-stdin'], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  const ended = once(child, 'close').catch(() => undefined);
  // It ends when its stdin does: with us, however we end.
  const options = { server, user, password, serverId, serverPassword, state, serial: far, installMs: 50 };
  child.stdin.write(`${JSON.stringify(options)}\n`);
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
    await unplug();
  };
  const plugged = await plug(client, near);
  if (!plugged.ok) {
    await stop();
    return plugged;
  }
  const { devId, name = 'a handset' } = plugged.value;
  return ok({ devId, proof: `${name} on ${near} introduced itself as ${devId}`, stop });
}

async function plug(client: WorkbenchClient, port: string): Promise<Result<Cable & { readonly devId: string }>> {
  const added = await client.call('cables.add', { port });
  if (!added.ok) return added;
  let last: Cable = added.value;
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await pause(50)) {
    const cables = await client.call('cables.list', {});
    if (!cables.ok) return cables;
    last = cables.value.find((one) => one.port === port) ?? last;
    if (last.state === 'ready' && last.devId !== undefined) return ok({ ...last, devId: last.devId });
  }
  return { ok: false, error: last.failure ?? SILENT };
}

const SILENT = {
  code: 'handset-not-there',
  message: 'The virtual handset on the cable has not introduced itself.',
  next: 'Look at the trace: `scomo demo --link serial --keep`, then `scomo trace --data <dir>`.',
  retryable: true,
};
