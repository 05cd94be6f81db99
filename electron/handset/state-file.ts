/**
 * What a handset keeps over a restart, in one JSON file of its state folder: its SCOMO object, its operations that
 * are under way, reports that nobody has acknowledged yet, nonces and counters.
 *
 * The file is replaced as a whole (written beside, flushed to the disk, renamed), so that a power cut leaves either
 * the old or the new state. An operation's end is one such write: new nodes, operation gone, report queued.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { fail, ok, type Result } from '../../shared/result.ts';
import { storedNode } from './tree/stored-nodes.ts';

const STATE_VERSION = 1;

const count = z.int().nonnegative();

const report = z.strictObject({
  id: count,
  correlator: z.string().exactOptional(),
  /** URI of the executed operation node. */
  source: z.string(),
  resultCode: z.int(),
  targets: z.array(z.strictObject({ uri: z.string(), identifier: z.string() })),
  /** Sessions in which an authenticated server did not acknowledge it. */
  sessions: count,
});
/** The result of an operation that the server has not acknowledged yet. */
export type Report = z.output<typeof report>;

const runningOperation = z.strictObject({
  id: count,
  /** URI of the executed operation node. */
  uri: z.string(),
  correlator: z.string().exactOptional(),
  /** What is left to do: a restart goes on here. */
  phase: z.enum(['download', 'work']),
  /** Package file in the state folder's `packages`. */
  file: z.string().exactOptional(),
  /** Validator of what has been downloaded, for If-Range. */
  etag: z.string().exactOptional(),
});
/** An operation that was accepted and has not ended. */
export type RunningOperation = z.output<typeof runningOperation>;

const handsetState = z.strictObject({
  version: z.literal(STATE_VERSION),
  devId: z.string(),
  /** URI of the SCOMO object's root, which all URIs below have in common. */
  root: z.string(),
  /** Base64. `client` proves the handset to the server, `server` the server to the handset. */
  nonces: z.strictObject({ client: z.string().exactOptional(), server: z.string().exactOptional() }),
  nextSession: count,
  nextComponent: count,
  nextId: count,
  scomo: z.array(storedNode),
  settings: z.array(storedNode),
  /** Package file of each delivery package by node name. */
  packages: z.record(z.string(), z.string()),
  operations: z.array(runningOperation),
  reports: z.array(report),
  /** How often the operation at each URI was really executed. */
  executed: z.record(z.string(), count),
  /** How often it ended well. */
  completed: z.record(z.string(), count).default({}),
});
export type HandsetState = z.output<typeof handsetState>;

/** The state of a handset that was never switched on. `firstSession`: number of its first session. */
export function freshState(devId: string, root: string, firstSession: number): HandsetState {
  return {
    version: STATE_VERSION,
    devId,
    root,
    nonces: {},
    nextSession: firstSession,
    nextComponent: 1,
    nextId: 1,
    scomo: [],
    settings: [],
    packages: {},
    operations: [],
    reports: [],
    executed: {},
    completed: {},
  };
}

/**
 * Reads the state; undefined when there is none yet.
 * Errors: `state-unreadable` (cannot be read), `state-damaged` (not what this version writes); the file stays as it is.
 */
export async function readState(folder: string): Promise<Result<HandsetState | undefined>> {
  const path = statePath(folder);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isNotFound(error)) return ok(undefined);
    return fail('state-unreadable', `${path} cannot be read.`, 'Check the rights of the state folder.', {
      detail: String(error),
    });
  }
  const parsed = handsetState.safeParse(parseJson(text));
  if (parsed.success) return ok(parsed.data);
  return fail(
    'state-damaged',
    `${path} is damaged or from a newer version.`,
    'Move the file away to begin with a fresh handset, or start the version that wrote it.',
    { detail: z.prettifyError(parsed.error) },
  );
}

/** Replaces the state file. Errors: `state-unwritable`. */
export async function writeState(folder: string, state: HandsetState): Promise<Result<void>> {
  const path = statePath(folder);
  // Before the first await: the caller changes the state in place.
  const text = JSON.stringify(state, null, 1);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    await syncFolder(folder);
    return ok(undefined);
  } catch (error) {
    return fail(
      'state-unwritable',
      `${path} cannot be written.`,
      'Check the rights and the room of the state folder.',
      {
        detail: String(error),
      },
    );
  }
}

function statePath(folder: string): string {
  return join(folder, 'state.json');
}

/** Makes the rename itself durable; Windows has no way to do that for a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
