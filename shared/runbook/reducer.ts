/**
 * The state machine of a run: `run = events.reduce(reduceRun, undefined)`. Pure, and total over the events of run.ts.
 *
 * Which event is legal when stands in one table (`LEGAL`): per event the states of the run and of its current step.
 * Whoever writes the journal asks `tryReduce` first, so that an illegal event is never written. `reduceRun` folds
 * what is in a journal: an event that is not legal there (a report that came in after the run was aborted) counts
 * and changes nothing else; an event with a wrong number is left out.
 *
 *   created → ready ─started→ running ⇄ waiting ─done→ ready … → done
 *                      ↑         └─failed→ failed ─started (retry)→ running
 *   paused: like ready.  skipped: from ready, paused, failed, waiting to the next step.
 *   aborted: pending steps are skipped, undo steps appended: undoing → … → aborted.
 */
import { type Failure, type Result, fail, ok } from '../result.ts';
import type { Run, RunEvent, RunState, Step, StepState } from './run.ts';
import { currentStep, hasUnknownOutcome } from './selectors.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;
type LaterEvent = Exclude<RunEvent, { type: 'created' }>;

interface Legality {
  readonly run: readonly RunState[];
  /** States of the current step; any when absent. */
  readonly step?: readonly StepState[];
}

// oxfmt-ignore
const LEGAL: Readonly<Record<LaterEvent['type'], Legality>> = {
  planned:   { run: ['ready', 'paused', 'running', 'undoing'], step: ['pending', 'running'] },
  started:   { run: ['ready', 'paused', 'failed', 'undoing'], step: ['pending', 'failed'] },
  sending:   { run: ['running', 'undoing'], step: ['running'] },
  answered:  { run: ['running', 'waiting', 'undoing'], step: ['running', 'waiting'] },
  waiting:   { run: ['running', 'waiting', 'undoing'], step: ['running', 'waiting'] },
  notified:  { run: ['running', 'waiting', 'undoing'], step: ['running', 'waiting'] },
  continued: { run: ['waiting', 'undoing'], step: ['waiting'] },
  done:      { run: ['running', 'waiting', 'undoing'], step: ['running', 'waiting'] },
  failed:    { run: ['running', 'waiting', 'undoing'], step: ['running', 'waiting'] },
  skipped:   { run: ['ready', 'paused', 'failed', 'waiting'] },
  paused:    { run: ['ready', 'running', 'waiting'] },
  aborted:   { run: ['ready', 'paused', 'failed', 'running', 'waiting', 'undoing'] },
};

/** Folds one event in. Throws only when the first event of a run is not `created`, which is a bug. */
export function reduceRun(run: Run | undefined, event: RunEvent): Run {
  const reduced = tryReduce(run, event);
  if (reduced.ok) return reduced.value;
  if (run === undefined) throw new Error(`A run begins with created, not with ${event.type}`);
  return event.seq === run.seq ? { ...run, seq: run.seq + 1 } : run;
}

/**
 * Folds one event in if it is legal now. Errors: `wrong-number` when `seq` is not the run's next, `illegal-event`
 * when the run or its current step is in no state for it, or the event names another step.
 */
export function tryReduce(run: Run | undefined, event: RunEvent): Result<Run> {
  if (event.seq !== (run?.seq ?? 0)) return illegal('wrong-number', event, `expected ${run?.seq ?? 0}`);
  if (event.type === 'created')
    return run === undefined ? ok(created(event)) : illegal('illegal-event', event, run.state);
  if (run === undefined) return illegal('illegal-event', event, 'no run');
  const why = whyIllegal(run, event);
  if (why !== undefined) return illegal('illegal-event', event, why);
  return ok({ ...apply(run, event), seq: run.seq + 1 });
}

function illegal(
  code: string,
  { type, seq }: RunEvent,
  detail: string,
): { readonly ok: false; readonly error: Failure } {
  return fail(code, `The run cannot take the event ${type} (${seq}) now.`, 'Look at the run as it is now.', { detail });
}

function whyIllegal(run: Run, event: LaterEvent): string | undefined {
  const legal = LEGAL[event.type];
  const step = currentStep(run);
  if (!legal.run.includes(run.state)) return `the run is ${run.state}`;
  if ('step' in event && event.step !== step?.id) return `the current step is ${step?.id ?? 'none'}`;
  if (legal.step !== undefined && (step === undefined || !legal.step.includes(step.state)))
    return `the step is ${step?.state ?? 'none'}`;
  switch (event.type) {
    case 'planned':
      return step?.sent === true ? 'the step was sent' : undefined;
    case 'answered':
      return step?.sent === true ? undefined : 'nothing was sent';
    case 'paused':
      return run.mode === 'all' && run.pauseRequested !== true ? undefined : 'no run-all is going on';
    case 'aborted': {
      const ids = new Set(run.steps.map(({ id }) => id));
      if (run.abortReason !== undefined && event.undo.length > 0) return 'steps are being taken back already';
      return event.undo.some(({ id }) => ids.has(id)) ? 'an undo step has the id of a step' : undefined;
    }
    case 'started':
    case 'sending':
    case 'waiting':
    case 'notified':
    case 'continued':
    case 'done':
    case 'failed':
    case 'skipped':
      return undefined;
  }
}

function created(event: EventOf<'created'>): Run {
  const { id, devId, runbook, title, params, at, steps } = event;
  const isEmpty = steps.length === 0;
  return {
    id,
    devId,
    runbook,
    title,
    params,
    ...(event.package === undefined ? {} : { package: event.package }),
    createdAt: at,
    ...(isEmpty ? { endedAt: at } : {}),
    mode: 'step',
    state: isEmpty ? 'done' : 'ready',
    current: 0,
    steps: steps.map(planned),
    facts: {},
    seq: 1,
  };
}

function planned(step: EventOf<'created'>['steps'][number]): Step {
  return { ...step, state: 'pending', attempt: 0, commands: [], sent: false, changes: [] };
}

function apply(run: Run, event: LaterEvent): Run {
  const step = currentStep(run);
  switch (event.type) {
    case 'planned':
      return withStep(run, (current) => ({ ...current, commands: event.commands }));
    case 'started':
      return started(run, event);
    case 'sending':
      return withStep(run, (current) => {
        const { unknownOutcome: _, ...rest } = current;
        const touches = event.commands.some(({ cmd }) => cmd !== 'Get' && cmd !== 'Alert');
        const metBefore = rest.metBefore ?? event.metBefore;
        return {
          ...rest,
          commands: event.commands,
          sent: true,
          ...(touches ? { touched: true } : {}),
          ...(metBefore === undefined ? {} : { metBefore }),
        };
      });
    case 'answered':
      return withStep(run, (current) => ({ ...current, commands: event.commands }));
    case 'waiting':
      return {
        ...withStep(run, (current) => ({ ...current, state: 'waiting', waiting: event.waiting })),
        state: run.state === 'undoing' ? 'undoing' : 'waiting',
      };
    case 'notified':
      return withStep(run, (current) => ({ ...current, notify: event.notify }));
    case 'continued':
      return {
        ...withStep(run, (current) => ({ ...withoutWaiting(current), state: 'running' })),
        state: run.state === 'undoing' ? 'undoing' : 'running',
      };
    case 'done':
      return done(run, event);
    case 'failed':
      return failed(run, event.error, event.at, event.changes);
    case 'skipped':
      return advanced(
        withStep({ ...run, mode: 'step' }, (current) => skipped(current, event.reason, event.at)),
        event.at,
      );
    case 'paused':
      return step?.state === 'pending' ? { ...run, mode: 'step', state: 'paused' } : { ...run, pauseRequested: true };
    case 'aborted':
      return aborted(run, event);
  }
}

function started(run: Run, { at, mode }: EventOf<'started'>): Run {
  const { pauseRequested: _, ...rest } = run;
  const stepped = withStep(rest, (current) => {
    const { error: _e, endedAt: _at, waiting: _w, unknownOutcome: _unknown, notify: _n, ...kept } = current;
    return {
      ...kept,
      state: 'running',
      attempt: current.attempt + 1,
      sent: false,
      ...(hasUnknownOutcome(current) ? { unknownOutcome: true } : {}),
      startedAt: at,
    };
  });
  return { ...stepped, mode, state: run.abortReason === undefined ? 'running' : 'undoing' };
}

function done(run: Run, { at, proof, changes, facts }: EventOf<'done'>): Run {
  const stepped = withStep(run, (current) => {
    const { unknownOutcome: _, ...kept } = withoutWaiting(current);
    return { ...kept, state: 'done', endedAt: at, proof, changes: [...current.changes, ...changes] };
  });
  return advanced({ ...stepped, facts: { ...run.facts, ...facts } }, at);
}

function failed(run: Run, error: Failure, at: number, changes: Step['changes']): Run {
  const { pauseRequested: _, ...rest } = run;
  const stepped = withStep(rest, (current) => ({
    ...withoutWaiting(current),
    state: 'failed',
    endedAt: at,
    error,
    changes: [...current.changes, ...changes],
  }));
  return { ...stepped, state: 'failed' };
}

function skipped(step: Step, reason: string, at: number): Step {
  return { ...withoutWaiting(step), state: 'skipped', skipReason: reason, endedAt: at };
}

/** The step ended well or was skipped: on to the next, or to the end of the run. */
function advanced(run: Run, at: number): Run {
  const { pauseRequested, ...rest } = run;
  const current = run.current + 1;
  const isUndoing = run.abortReason !== undefined;
  if (current >= run.steps.length) return { ...rest, current, state: isUndoing ? 'aborted' : 'done', endedAt: at };
  if (isUndoing) return { ...rest, current, state: 'undoing' };
  const isPaused = pauseRequested === true || run.state === 'paused';
  return isPaused ? { ...rest, current, mode: 'step', state: 'paused' } : { ...rest, current, state: 'ready' };
}

/** What runs is given up, what is to come is skipped, and what is to be taken back is appended. */
function aborted(run: Run, { at, reason, undo }: EventOf<'aborted'>): Run {
  const { pauseRequested: _, ...rest } = run;
  const steps = run.steps.map((step): Step => {
    if (step.state === 'pending') return skipped(step, reason, at);
    if (step.state !== 'running' && step.state !== 'waiting') return step;
    return { ...withoutWaiting(step), state: 'failed', endedAt: at, error: givenUp(step, reason) };
  });
  const isOver = undo.length === 0;
  return {
    ...rest,
    abortReason: run.abortReason ?? reason,
    steps: [...steps, ...undo.map(planned)],
    current: steps.length,
    state: isOver ? 'aborted' : 'undoing',
    ...(isOver ? { endedAt: at } : {}),
  };
}

function givenUp(step: Step, reason: string): Failure {
  const isOpen = hasUnknownOutcome(step);
  return {
    code: 'aborted',
    message: isOpen ? 'The run was aborted before the handset reported.' : 'The run was aborted while this step ran.',
    next: isOpen
      ? 'Read the inventory to see what the handset has made of it.'
      : 'Start the run again when it is wanted.',
    detail: reason,
    retryable: false,
  };
}

function withStep(run: Run, change: (step: Step) => Step): Run {
  return { ...run, steps: run.steps.map((step, index) => (index === run.current ? change(step) : step)) };
}

function withoutWaiting(step: Step): Step {
  const { waiting: _, ...rest } = step;
  return rest;
}
