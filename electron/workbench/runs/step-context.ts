/**
 * What a step works with: its run, a way into a session, the readings, and the journal. A step is a small async
 * function over this; it may be started again at any point (crash, lost session), so it reads back before it sends
 * anything a second time.
 */
import type { NodeChange } from '../../../shared/dm/node.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Run, RunCommand, Step } from '../../../shared/runbook/run.ts';
import type { Inventory } from '../../../shared/scomo/inventory-types.ts';
import { statusWord } from '../../../shared/syncml/status-codes.ts';
import type { Conversation } from '../../server/conversation.ts';
import type { PackageObject } from '../../packages/package-object.ts';
import type { SessionDesk } from '../session-desk.ts';
import type { TreeMirrors } from '../tree-mirrors.ts';
import type { ReadingDone, TreeReadings } from '../tree-readings.ts';
import type { NewRunEvent } from './run-store.ts';

export interface StepPorts {
  readonly desk: SessionDesk;
  readonly mirrors: TreeMirrors;
  readonly readings: TreeReadings;
  readonly now: () => number;
  /** Does the next session with the handset go over a cable? */
  isTethered(devId: string): boolean;
  /** How long the session of this handset is held after a step, milliseconds. */
  holdMs(devId: string): number;
  /** Re-hashes the stored file of a package. */
  verifyPackage(digest: string): Promise<Result<void>>;
  /** Opens the stored file of a package, found to be the right one; whoever asked closes it. */
  openPackage(digest: string): Promise<Result<PackageObject>>;
  /** How much of the run's package the handset has taken in the session, octets. Told as often as it changes. */
  delivered(run: Run, octets: number): void;
  /** The URL under which this run's package is delivered. */
  packageURL(run: Run): string | undefined;
}

export interface StepContext {
  readonly ports: StepPorts;
  readonly signal: AbortSignal;
  readonly run: () => Run;
  readonly step: () => Step;
  /** When the step gives up, milliseconds since the epoch. */
  readonly until: number;
  journal(event: NewRunEvent): void;
  /** Runs `work` in a session, waiting for the handset and coming back after a lost session until time is up. */
  inSession<T>(work: (dm: Conversation) => Promise<Result<T>>): Promise<Result<T>>;
  /** The handset reports in a session of its own: end this one instead of holding it for the next step. */
  letGo(): void;
}

/** What a finished step says. */
export interface StepDone {
  readonly proof: string;
  readonly facts?: Readonly<Record<string, string>>;
}

/** Failures of a session, not of the work: the work is tried again in the next session. */
const LOST: ReadonlySet<string> = new Set(['handset-gone', 'session-over', 'session-aborted']);

/** Did the session end under the work? */
export function isLost(result: Result<unknown>): boolean {
  return !result.ok && LOST.has(result.error.code);
}

/** Makes the context of the run's step `stepId`. */
export function createStepContext(
  ports: StepPorts,
  signal: AbortSignal,
  stepId: string,
  run: () => Run,
  journal: (event: NewRunEvent) => void,
): StepContext {
  const step = (): Step => {
    const found = run().steps.find((one) => one.id === stepId);
    if (found === undefined) throw new Error(`Run ${run().id} has no step ${stepId}.`);
    return found;
  };
  const first = step();
  const until = first.waiting?.until ?? ports.now() + first.timeLimitMs;

  let isLetGo = false;

  async function inSession<T>(work: (dm: Conversation) => Promise<Result<T>>): Promise<Result<T>> {
    const { devId, mode } = run();
    isLetGo = false;
    for (;;) {
      const result = await ports.desk.inSession(
        devId,
        {
          what: step().title,
          until,
          holdMs: () => (mode === 'step' && !isLetGo ? ports.holdMs(devId) : 0),
          signal,
          onWait: () => {
            if (step().waiting?.kind === 'handset') return;
            journal({
              type: 'waiting',
              step: stepId,
              waiting: {
                what: ports.isTethered(devId) ? 'the handset on its cable' : 'the handset to call',
                kind: 'handset',
                since: ports.now(),
                until,
              },
            });
          },
          onSession: () => {
            if (step().waiting?.kind === 'handset') journal({ type: 'continued', step: stepId });
          },
        },
        work,
      );
      const again = isLost(result) && ports.now() < until && !signal.aborted;
      if (!again) return result;
      // A session that ends under us tells so in a later turn of the event loop.
      await new Promise((settle) => setImmediate(settle));
    }
  }

  return { ports, signal, run, step, until, journal, inSession, letGo: () => void (isLetGo = true) };
}

/** The inventory of the last reading; fails when there is none. */
export function inventoryOf({ ports, run }: StepContext): Result<Inventory> {
  const inventory = ports.mirrors.inventory(run().devId);
  return inventory === undefined
    ? fail('not-read', 'The SCOMO object of this handset has not been read yet.', 'Read the inventory first.')
    : ok(inventory);
}

/** Reads the SCOMO object again and answers the fresh inventory. */
export async function readAgain(context: StepContext, dm: Conversation): Promise<Result<Inventory>> {
  const read = await context.ports.readings.scomo(dm);
  return read.ok ? inventoryOf(context) : read;
}

/** A step that only reads: the reading is its command, and a finished one was answered 200. */
export async function readAsCommand(context: StepContext): Promise<Result<ReadingDone>> {
  const { ports, run, step, journal } = context;
  return context.inSession(async (dm) => {
    const planned = step().commands;
    if (planned.length > 0) journal({ type: 'sending', step: step().id, commands: planned });
    const read = await ports.readings.scomo(dm);
    if (!read.ok) return read;
    const root = ports.mirrors.place(run().devId)?.uri ?? '.';
    const query = read.value.method === 'child-lists' ? '' : `?list=${read.value.method}`;
    const status = { code: 200, word: statusWord(200) };
    journal({ type: 'answered', step: step().id, commands: [{ cmd: 'Get', uri: `${root}${query}`, status }] });
    return read;
  });
}

/** Changes by URI, first before to last after; what came back to where it was is no change. */
export function mergeChanges(changes: readonly NodeChange[]): readonly NodeChange[] {
  const merged = new Map<string, NodeChange>();
  for (const change of changes) {
    const earlier = merged.get(change.uri);
    const before = earlier === undefined ? change.before : earlier.before;
    const { after } = change;
    if (
      before?.value === after?.value &&
      (before === undefined) === (after === undefined) &&
      before?.format === after?.format
    )
      merged.delete(change.uri);
    else
      merged.set(change.uri, {
        uri: change.uri,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      });
  }
  return [...merged.values()];
}

/** The command list with one command's answer filled in. */
export function withAnswer(
  commands: readonly RunCommand[],
  index: number,
  answer: Pick<RunCommand, 'status' | 'result'>,
): readonly RunCommand[] {
  return commands.map((command, at) => (at === index ? { ...command, ...answer } : command));
}
