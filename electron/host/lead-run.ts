/** Leads one run from its start to its end, and hears of every change on the way. */
import type { SequencedEvent } from '../../shared/contract/events.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Run, RunParams, RunbookId, Step } from '../../shared/runbook/run.ts';
import { timeIsUp } from './command.ts';
import type { WorkbenchClient } from './workbench-client.ts';

export interface RunRequest {
  readonly devId: string;
  readonly runbook: RunbookId;
  readonly params: RunParams;
}

export interface LeadOptions {
  /** The person wants to end: the run stays as it is. */
  readonly ending: AbortSignal;
  /** Gives the whole run up after this time, milliseconds. */
  readonly timeLimit?: number;
  /** The reason to leave this step out, or undefined to run it. */
  readonly leaveOut?: (step: Step) => string | undefined;
  readonly onRun: (run: Run) => void;
  readonly onDelivery?: (delivery: { readonly sent: number; readonly size: number }) => void;
}

/** Plans the run and leads it. See {@link leadRun}. */
export async function startAndLead(
  client: WorkbenchClient,
  { devId, runbook, params }: RunRequest,
  options: LeadOptions,
): Promise<Result<Run>> {
  const started = await client.call('runs.start', { devId, runbook, params });
  return started.ok ? leadRun(client, started.value, options) : started;
}

/**
 * Runs what is left of a run.
 *
 * @returns the run once it is done, failed, paused or aborted; else why it is no longer led: `ended`, `time-limit`,
 *   `connection-lost`, or whatever refused it
 */
export async function leadRun(client: WorkbenchClient, run: Run, options: LeadOptions): Promise<Result<Run>> {
  const watch = watchRun(client, run, options);
  try {
    return await (options.leaveOut === undefined ? leadAll(client, watch) : leadSteps(client, watch, options.leaveOut));
  } finally {
    watch.stop();
  }
}

/** Gives a run up; with `undo` waits until what was done is taken back. */
export async function giveUp(
  client: WorkbenchClient,
  run: Run,
  reason: string,
  undo: boolean,
  options: LeadOptions,
): Promise<Result<Run>> {
  const watch = watchRun(client, run, options);
  try {
    const aborted = await client.call('runs.abort', { runId: run.id, reason, undo });
    return aborted.ok ? await watch.settled(aborted.value) : aborted;
  } finally {
    watch.stop();
  }
}

interface Watch {
  readonly latest: () => Run;
  /** Waits until nothing goes on any more, starting from what a call has answered. */
  settled(answer: Run): Promise<Result<Run>>;
  stop(): void;
}

async function leadAll(client: WorkbenchClient, watch: Watch): Promise<Result<Run>> {
  const found = watch.latest();
  // Somebody else may be leading it, or the workbench has picked it up again after a restart.
  if (isUnderWay(found)) {
    const settled = await watch.settled(found);
    if (!settled.ok || settled.value.state !== 'ready') return settled;
  }
  const started = await client.call('runs.runAll', { runId: watch.latest().id });
  return started.ok ? watch.settled(started.value) : started;
}

async function leadSteps(
  client: WorkbenchClient,
  watch: Watch,
  leaveOut: (step: Step) => string | undefined,
): Promise<Result<Run>> {
  for (;;) {
    const run = watch.latest();
    const step = run.steps[run.current];
    if (step === undefined || (run.state !== 'ready' && run.state !== 'paused')) return ok(run);
    const reason = leaveOut(step);
    const answer =
      reason === undefined
        ? await client.call('runs.runStep', { runId: run.id })
        : await client.call('runs.skip', { runId: run.id, reason });
    if (!answer.ok) return answer;
    const settled = await watch.settled(answer.value);
    if (!settled.ok || settled.value.state === 'paused') return settled;
  }
}

function watchRun(client: WorkbenchClient, first: Run, options: LeadOptions): Watch {
  let latest = first;
  let wake: () => void = () => undefined;
  const stopped = Promise.withResolvers<Result<never>>();
  const lost = client.lost.then((error) => ({ ok: false, error }) as const);
  const limit =
    options.timeLimit === undefined ? undefined : setTimeout(() => stopped.resolve(timeIsUp()), options.timeLimit);
  const onEnding = (): void => stopped.resolve(ended(client, first));
  options.ending.addEventListener('abort', onEnding, { once: true });
  if (options.ending.aborted) onEnding();
  options.onRun(first);

  function accept(run: Run): void {
    if (run.id !== first.id || run.seq < latest.seq) return;
    latest = run;
    options.onRun(run);
    wake();
  }

  const unsubscribe = client.subscribe((event: SequencedEvent) => {
    if (event.type === 'run') accept(event.run);
    if (event.type === 'delivery' && event.runId === first.id) options.onDelivery?.(event);
  });

  return {
    latest: () => latest,
    async settled(answer) {
      accept(answer);
      while (!isSettled(latest)) {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        wake = () => resolve(undefined);
        const stop = await Promise.race([promise, stopped.promise, lost]);
        if (stop !== undefined) return stop;
      }
      return ok(latest);
    },
    stop() {
      clearTimeout(limit);
      options.ending.removeEventListener('abort', onEnding);
      unsubscribe();
    },
  };
}

function isUnderWay({ state }: Run): boolean {
  return state === 'running' || state === 'waiting' || state === 'undoing';
}

/** Between two steps of a run-all the run is ready for a moment; it is not at rest then. */
function isSettled({ state, mode }: Run): boolean {
  switch (state) {
    case 'running':
    case 'waiting':
    case 'undoing':
      return false;
    case 'ready':
      return mode === 'step';
    case 'paused':
    case 'failed':
    case 'aborted':
    case 'done':
      return true;
  }
}

function ended({ kind }: WorkbenchClient, run: Run): Result<never> {
  return fail(
    'ended',
    kind === 'running' ? 'The run goes on in the running workbench.' : 'The run stands where it stood.',
    `Go on with \`scomo runs resume ${run.id}\`.`,
  );
}
