/**
 * The executor leads runs: it turns what a person asks (run step, run all, pause, retry, skip, abort) into events,
 * drives the current step, and picks up after a restart every run that was under way. What is allowed when is the
 * run's own business (shared/runbook); every event is journaled before anything happens.
 */
import { randomBytes } from 'node:crypto';
import type { NodeChange } from '../../../shared/dm/node.ts';
import { fail, ok, type Failure, type Result } from '../../../shared/result.ts';
import { planRun } from '../../../shared/runbook/built-in.ts';
import {
  allowedActions,
  isTerminal,
  isUnderWay,
  nextToStart,
  type RunAction,
} from '../../../shared/runbook/selectors.ts';
import { planCommands } from '../../../shared/runbook/resolve.ts';
import type { MatchRule, Run, RunPackage, RunParams, RunbookId } from '../../../shared/runbook/run.ts';
import { planUndo } from '../../../shared/runbook/undo.ts';
import type { InstallNotify } from '../../../shared/scomo/install-notify.ts';
import type { HandsetAlert } from '../../server/session-events.ts';
import { performStep } from './perform-step.ts';
import { takeReport, wasReported } from './report-taking.ts';
import { JournalError, type RunStore } from './run-store.ts';
import { createStepContext, mergeChanges, type StepPorts } from './step-context.ts';

export interface ExecutorPorts extends StepPorts {
  readonly store: RunStore;
  packageOf(digest: string): RunPackage | undefined;
  /** Offers the run's package for download from now on. */
  offerPackage(run: Run): void;
  /** The run is over: its package is no longer offered. */
  withdrawPackage(runId: string): void;
  stepTimeLimitMs(): number;
  /** Something a person must know of this handset. */
  problem(devId: string, failure: Failure): void;
}

/** Which run has taken a report, and by which rule; no rule for one that was told before. */
export interface ReportTaken {
  readonly runId: string;
  readonly rule?: MatchRule;
}

export interface RunExecutor {
  start(devId: string, runbook: RunbookId, params: RunParams): Result<Run>;
  run(runId: string, mode: 'step' | 'all'): Result<Run>;
  pause(runId: string): Result<Run>;
  retry(runId: string): Result<Run>;
  skip(runId: string, reason: string): Result<Run>;
  abort(runId: string, reason: string, undo: boolean): Result<Run>;
  /** A report of a handset; undefined when no run waits for it. */
  alert(devId: string, alert: HandsetAlert): ReportTaken | undefined;
  /** A download agent's report on a run's package; answers whether a step was there to take it. */
  notified(runId: string, notify: InstallNotify): boolean;
  /** Goes on with every run that was under way when the workbench ended. */
  resume(): void;
  /** The tree was read: the commands shown for the next step may be others now. */
  replan(devId: string): void;
  /** Is a step of this run under way right now? */
  isDriving(runId: string): boolean;
  close(): Promise<void>;
}

/** Makes the executor. */
export function createRunExecutor(ports: ExecutorPorts): RunExecutor {
  const { store } = ports;
  const driving = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();
  let closing = false;

  function start(devId: string, runbook: RunbookId, params: RunParams): Result<Run> {
    const unfinished = store.list(devId).find((run) => !isTerminal(run));
    if (unfinished !== undefined)
      return fail(
        'run-unfinished',
        `“${unfinished.title}” is not finished on this handset.`,
        'Finish it, or abort it, then start the next run.',
      );
    const library = params.digest === undefined ? undefined : ports.packageOf(params.digest);
    if (params.digest !== undefined && library === undefined)
      return fail('package-unknown', 'This package is not in the library.', 'Add the file to the library first.');
    const inventory = ports.mirrors.inventory(devId);
    const id = `run-${randomBytes(5).toString('hex')}`;
    const planned = planRun({
      runbook,
      params,
      isTethered: ports.isTethered(devId),
      nodeName: nodeNameFor(library, id),
      ...(library === undefined ? {} : { package: library }),
      ...(inventory === undefined ? {} : { inventory }),
    });
    if (!planned.ok) return planned;
    const steps = planned.value.steps.map((step) => ({
      ...step,
      timeLimitMs: Math.min(step.timeLimitMs, ports.stepTimeLimitMs()),
    }));
    const run = store.append(id, {
      type: 'created',
      id,
      devId,
      runbook,
      title: planned.value.title,
      params,
      steps,
      ...(library === undefined ? {} : { package: library }),
    });
    ports.offerPackage(run);
    return ok(plan(id));
  }

  /** Works out the commands of the current step for the window; journaled only when they differ. */
  function plan(runId: string): Run {
    const run = mustGet(runId);
    const step = run.steps[run.current];
    if (step === undefined || step.state !== 'pending') return run;
    const inventory = ports.mirrors.inventory(run.devId);
    if (inventory === undefined) return run;
    const planned = planCommands(step, {
      facts: run.facts,
      inventory,
      root: inventory.root,
      ...optional('packageURL', ports.packageURL(run)),
      correlator: `${run.id}.${step.id}.${step.attempt + 1}`,
    });
    const commands = planned.ok ? planned.value : [];
    if (JSON.stringify(commands) === JSON.stringify(step.commands)) return run;
    return store.append(runId, { type: 'planned', step: step.id, commands });
  }

  function act(runId: string, action: RunAction, then: (run: Run) => Run): Result<Run> {
    const run = store.get(runId);
    if (run === undefined) return fail('run-unknown', 'There is no such run.', 'Choose a run of the list.');
    const allowed = allowedActions(run)[action];
    return allowed === true ? ok(then(run)) : fail('not-now', allowed, 'Look at the state of the run.');
  }

  /** After a skip or an abort: ends what is under way, goes on with what follows. */
  function settle(runId: string): Run {
    const current = driving.get(runId);
    if (current !== undefined) current.abort.abort();
    else if (nextToStart(mustGet(runId)) !== undefined) drive(runId);
    const run = mustGet(runId);
    if (!isTerminal(run)) return plan(runId);
    ports.withdrawPackage(runId);
    return run;
  }

  function begin(run: Run, mode: 'step' | 'all'): Run {
    const step = run.steps[run.current];
    if (step === undefined) return run;
    const started = store.append(run.id, { type: 'started', step: step.id, mode });
    drive(run.id);
    return started;
  }

  function drive(runId: string): void {
    if (driving.has(runId) || closing) return;
    const abort = new AbortController();
    const done = driveToEnd(runId, abort.signal)
      // The journal cannot be written: nothing more is done, and the status bar says why.
      .catch((error: unknown) => unwritten(runId, error))
      .finally(() => {
        driving.delete(runId);
        const run = mustGet(runId);
        if (isTerminal(run)) ports.withdrawPackage(runId);
        // A person skipped or aborted while a step was under way: what follows from that begins now.
        else if (nextToStart(run) !== undefined) drive(runId);
      });
    driving.set(runId, { abort, done });
  }

  function unwritten(runId: string, error: unknown): void {
    if (!(error instanceof JournalError)) throw error;
    ports.problem(mustGet(runId).devId, error.failure);
  }

  /** Runs the step that is under way, then every step that starts without a person. */
  async function driveToEnd(runId: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const next = nextToStart(mustGet(runId));
      if (next !== undefined) store.append(runId, { type: 'started', step: next.id, mode: 'all' });
      const run = mustGet(runId);
      const step = run.steps[run.current];
      if (step === undefined || !isUnderWay(run)) return;
      if ((await performAndRecord(runId, step.id, signal)) === 'stop') return;
      if (!isTerminal(mustGet(runId))) plan(runId);
    }
  }

  /** Runs one step and journals how it ended; `stop` when the workbench closes under it. */
  async function performAndRecord(runId: string, stepId: string, signal: AbortSignal): Promise<'go-on' | 'stop'> {
    const changes: NodeChange[] = [];
    const { devId } = mustGet(runId);
    const stopListening = ports.mirrors.onChanges((changed, some) => {
      if (changed === devId) changes.push(...some);
    });
    const context = createStepContext(
      ports,
      signal,
      stepId,
      () => mustGet(runId),
      (event) => store.append(runId, event),
    );
    const result = await performStep(context).finally(stopListening);
    if (closing) return 'stop';
    // The run was given up while this step worked: the abort has settled its state already.
    const step = mustGet(runId).steps.find((one) => one.id === stepId);
    if (step === undefined || (step.state !== 'running' && step.state !== 'waiting')) return 'stop';
    if (result.ok) {
      const { proof, facts } = result.value;
      store.append(runId, {
        type: 'done',
        step: stepId,
        proof,
        changes: mergeChanges(changes),
        ...(facts === undefined ? {} : { facts }),
      });
      return 'go-on';
    }
    store.append(runId, {
      type: 'failed',
      step: stepId,
      error: result.error,
      changes: mergeChanges(changes),
    });
    return 'go-on';
  }

  function mustGet(runId: string): Run {
    const run = store.get(runId);
    if (run === undefined) throw new Error(`Run ${runId} is gone.`);
    return run;
  }

  return {
    start,
    run: (runId, mode) => act(runId, mode === 'step' ? 'runStep' : 'runAll', (run) => begin(run, mode)),
    retry: (runId) => act(runId, 'retry', (run) => begin(run, run.mode)),
    pause: (runId) => act(runId, 'pause', () => store.append(runId, { type: 'paused' })),
    skip: (runId, reason) =>
      act(runId, 'skip', (run) => {
        const step = run.steps[run.current];
        if (step === undefined) return run;
        store.append(runId, { type: 'skipped', step: step.id, reason });
        return settle(runId);
      }),
    abort: (runId, reason, undo) =>
      act(runId, 'abort', (run) => {
        store.append(runId, { type: 'aborted', reason, undo: undo ? planUndo(run) : [] });
        return settle(runId);
      }),
    alert(devId, alert): ReportTaken | undefined {
      for (const run of store.list(devId)) {
        if (isTerminal(run)) continue;
        const step = run.steps.find((one) => one.state === 'running' || one.state === 'waiting');
        const taken = step === undefined ? undefined : takeReport(run, step, alert, ports.mirrors.inventory(devId));
        if (step === undefined || taken === undefined) continue;
        if (taken.kind === 'taken') store.append(run.id, { type: 'answered', step: step.id, commands: taken.commands });
        return { runId: run.id, ...(taken.kind === 'taken' ? { rule: taken.rule } : {}) };
      }
      const repeated = store.list(devId).find((run) => wasReported(run, alert));
      return repeated === undefined ? undefined : { runId: repeated.id };
    },
    notified(runId, notify): boolean {
      const run = store.get(runId);
      const step = run?.steps[run.current];
      if (step === undefined || (step.state !== 'running' && step.state !== 'waiting')) return false;
      store.append(runId, { type: 'notified', step: step.id, notify: { ...notify, at: ports.now() } });
      return true;
    },
    resume(): void {
      for (const run of store.list()) if (isUnderWay(run) || nextToStart(run) !== undefined) drive(run.id);
    },
    replan(devId): void {
      for (const { id } of store.list(devId).filter((run) => !isTerminal(run) && !driving.has(run.id))) {
        try {
          plan(id);
        } catch (error) {
          unwritten(id, error);
        }
      }
    },
    isDriving: (runId) => driving.has(runId),
    async close(): Promise<void> {
      closing = true;
      for (const { abort } of driving.values()) abort.abort();
      await Promise.all([...driving.values()].map(({ done }) => done));
    },
  };
}

function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: T });
}

/** A node name that says what it is and is short and plain enough for every handset: letters, digits, `-`. */
function nodeNameFor(library: RunPackage | undefined, id: string): string {
  const plain = (library?.pkgId ?? 'pkg').replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return `${plain.slice(0, 24)}-${id.slice(-4)}`;
}
