/** What all commands share: their common options, how they reach a workbench, and how they end. */
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { fail, type Result } from '../../shared/result.ts';
import type { ExitCode } from './exit-codes.ts';
import { reachWorkbench } from './reach-workbench.ts';
import { makeReport, type Report } from './report.ts';
import type { WorkbenchClient } from './workbench-client.ts';
import type { World } from './world.ts';

/** One command line on its way: the world it runs in, and the exit code it ends with. */
export interface Cli {
  readonly world: World;
  /** Wraps the work of a command as a commander action. */
  readonly action: <A extends unknown[]>(work: (...args: A) => Promise<ExitCode>) => (...args: A) => Promise<void>;
}

/** The options of {@link addCommonOptions}. */
export interface CommonOptions {
  readonly json?: true;
  readonly data?: string;
  readonly dmPort?: number;
  readonly dmAddress?: string;
}

/** Adds `--json`, `--data`, `--dm-port` and `--dm-address`. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document for programs')
    .option('--data <dir>', 'data folder (default: SCOMO_DATA, else the folder of the window)')
    .option('--dm-port <n>', 'port of the DM server when this command starts its own workbench', readPort)
    .option('--dm-address <address>', 'address of the DM server when this command starts its own workbench');
}

/** What a command works with once it has reached a workbench. */
export interface Reached {
  readonly client: WorkbenchClient;
  readonly report: Report;
}

export interface ReachNeeds {
  /** Does the command talk to a handset, or only look at what is stored? */
  readonly needsHandset: boolean;
}

/**
 * Reaches a workbench, does the work, and closes what it opened. When the person ends the command, the work is left
 * behind and the command ends with 130.
 */
export async function withWorkbench(
  world: World,
  options: CommonOptions,
  { needsHandset }: ReachNeeds,
  work: (reached: Reached) => Promise<ExitCode>,
): Promise<ExitCode> {
  const report = makeReport(world, options.json === true);
  const reached = await reachWorkbench(world, options, needsHandset);
  if (!reached.ok) return report.failure(reached.error);
  const client = reached.value;
  try {
    return await work({ client, report });
  } finally {
    await client.close();
  }
}

/** Waits for `work`, but not longer than the person, the workbench and the time limit (milliseconds) allow. */
export async function orEnd<T>(
  world: World,
  client: WorkbenchClient,
  work: Promise<T>,
  timeLimit?: number,
): Promise<T | Result<never>> {
  const { promise, resolve } = Promise.withResolvers<Result<never>>();
  const onEnding = (): void => resolve(fail('ended', 'Ended before it was done.', 'Start it again when it is wanted.'));
  world.ending.addEventListener('abort', onEnding, { once: true });
  if (world.ending.aborted) onEnding();
  const limit = timeLimit === undefined ? undefined : setTimeout(() => resolve(timeIsUp()), timeLimit);
  const lost = client.lost.then((error) => ({ ok: false, error }) as const);
  try {
    return await Promise.race([work, promise, lost]);
  } finally {
    clearTimeout(limit);
    world.ending.removeEventListener('abort', onEnding);
  }
}

/** The failure of a command whose time limit has passed. */
export function timeIsUp(): Result<never> {
  return fail(
    'time-limit',
    'It took longer than the time limit of the command.',
    'See whether the handset calls (`scomo handsets`), then try again.',
    { retryable: true },
  );
}

/** Reads a port number; for commander. */
export function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

/** Reads a time, which may be none; for commander. */
export function readMilliseconds(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number, 0 or more.');
  return Number(text);
}

/** Reads a positive whole number; for commander. */
export function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It is a whole number above 0.');
  return Number(text);
}
