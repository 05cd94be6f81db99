import { describe, expect, it } from 'vitest';
import { reduceRun, tryReduce } from '../../../../shared/runbook/reducer.ts';
import type { Run, RunCommand, RunEvent } from '../../../../shared/runbook/run.ts';
import {
  allowedActions,
  currentStep,
  isTerminal,
  isUnderWay,
  needsReadBack,
  nextToStart,
} from '../../../../shared/runbook/selectors.ts';
import { DIGEST, NOTES_21, type NewEvent, append, planned } from './bench.ts';

const EXEC: RunCommand = { cmd: 'Exec', uri: './SCM/Download/run-1/Operations/DownloadInstall', correlator: 'c1' };
const ACCEPTED: RunCommand = { ...EXEC, status: { code: 202, word: 'accepted' } };
const FINAL: RunCommand = { ...ACCEPTED, result: { code: 1200, word: 'Done' } };
const ERROR = { code: 'no-result', message: 'No report.', next: 'Retry.', retryable: true };
const WAITING = { what: "the handset's report", kind: 'result', since: 1, until: 2 } as const;

function freshRun(): Run {
  return planned('push-install', { digest: DIGEST }, NOTES_21);
}

/** Appends events that name the current step by themselves. */
function after(run: Run, ...events: readonly (NewEvent | ((step: string) => NewEvent))[]): Run {
  return events.reduce(
    (now, event) => append(now, typeof event === 'function' ? event(currentStep(now)?.id ?? '') : event),
    run,
  );
}

const start = (mode: 'step' | 'all') => (step: string) => ({ type: 'started', step, mode }) as const;
const send = (step: string) => ({ type: 'sending', step, commands: [EXEC] }) as const;
const answer = (command: RunCommand) => (step: string) => ({ type: 'answered', step, commands: [command] }) as const;
const wait = (step: string) => ({ type: 'waiting', step, waiting: WAITING }) as const;
const done = (step: string) => ({ type: 'done', step, proof: 'seen', changes: [], facts: { [step]: 'yes' } }) as const;
const fail = (step: string) => ({ type: 'failed', step, error: ERROR, changes: [] }) as const;
const skip = (step: string) => ({ type: 'skipped', step, reason: 'not needed' }) as const;

function refusal(run: Run, event: NewEvent, seq = run.seq): string | undefined {
  const reduced = tryReduce(run, { ...event, seq, at: 9 });
  return reduced.ok ? undefined : `${reduced.error.code}: ${reduced.error.detail}`;
}

describe('a run', () => {
  it('stands before its first step when it is created', () => {
    const run = freshRun();
    expect(run).toMatchObject({ state: 'ready', current: 0, mode: 'step', seq: 1, facts: {} });
    expect(run.steps.every(({ state, attempt, sent }) => state === 'pending' && attempt === 0 && !sent)).toBe(true);
  });

  it('goes through a step: started, sent, waiting, answered, proven', () => {
    let run = after(freshRun(), start('step'));
    expect(run).toMatchObject({
      state: 'running',
      steps: [{ state: 'running', attempt: 1, sent: false }, {}, {}, {}, {}],
    });
    run = after(run, send, answer(ACCEPTED), wait);
    expect(run.state).toBe('waiting');
    expect(run.steps[0]).toMatchObject({
      state: 'waiting',
      sent: true,
      touched: true,
      commands: [ACCEPTED],
      waiting: WAITING,
    });
    run = after(run, answer(FINAL), (step) => ({ type: 'continued', step }));
    expect(run.state).toBe('running');
    expect(run.steps[0]).not.toHaveProperty('waiting');
    run = after(run, done);
    expect(run).toMatchObject({ state: 'ready', current: 1, facts: { s1: 'yes' } });
    expect(run.steps[0]).toMatchObject({ state: 'done', proof: 'seen' });
  });

  it('is done after its last step, and nothing can be asked of it any more', () => {
    let run = freshRun();
    while (!isTerminal(run)) run = after(run, start('step'), done);
    expect(run).toMatchObject({ state: 'done', current: 5 });
    expect(run.endedAt).toBeDefined();
    expect(new Set(Object.values(allowedActions(run)))).toEqual(new Set(['The run is done']));
  });

  it('runs all: the next step starts by itself until one fails', () => {
    let run = after(freshRun(), start('all'), done);
    expect(nextToStart(run)?.id).toBe('s2');
    run = after(run, start('all'), fail);
    expect(run.state).toBe('failed');
    expect(nextToStart(run)).toBeUndefined();
    expect(run.steps[1]?.error).toEqual(ERROR);
  });

  it('does not start by itself when it is run step by step', () => {
    expect(nextToStart(after(freshRun(), start('step'), done))).toBeUndefined();
  });

  it('reads only: a step that sends a Get has not touched the handset', () => {
    const get: RunCommand = { cmd: 'Get', uri: './SCM?list=StructData' };
    const run = after(freshRun(), start('step'), (step) => ({ type: 'sending', step, commands: [get] }));
    expect(run.steps[0]).not.toHaveProperty('touched');
    expect(needsReadBack(run)).toBe(false);
  });
});

describe('pause', () => {
  it('lets the running step finish and stops before the next', () => {
    let run = after(freshRun(), start('all'), { type: 'paused' });
    expect(run).toMatchObject({ state: 'running', pauseRequested: true });
    expect(allowedActions(run).pause).toBe('It stops after this step');
    run = after(run, done);
    expect(run).toMatchObject({ state: 'paused', current: 1, mode: 'step' });
    expect(run).not.toHaveProperty('pauseRequested');
    expect(nextToStart(run)).toBeUndefined();
    expect(after(run, start('all')).state).toBe('running');
  });

  it('between two steps stops at once', () => {
    expect(after(freshRun(), start('all'), done, { type: 'paused' }).state).toBe('paused');
  });

  it('means nothing for a single step, and nothing twice', () => {
    expect(refusal(after(freshRun(), start('step')), { type: 'paused' })).toBe('illegal-event: no run-all is going on');
    expect(refusal(after(freshRun(), start('all'), { type: 'paused' }), { type: 'paused' })).toMatch(/^illegal-event/);
  });
});

describe('retry', () => {
  it('counts attempts and keeps what was sent before', () => {
    const run = after(freshRun(), start('step'), send, answer(FINAL), fail, start('step'));
    expect(run.steps[0]).toMatchObject({ attempt: 2, state: 'running', sent: false, touched: true, commands: [FINAL] });
    expect(run.steps[0]).not.toHaveProperty('error');
    expect(needsReadBack(run)).toBe(false);
  });

  it('after an attempt without a final result reads back first, until something is sent again', () => {
    let run = after(freshRun(), start('step'), send, answer(ACCEPTED), fail);
    expect(needsReadBack(run)).toBe(true);
    run = after(run, start('step'));
    expect(run.steps[0]).toMatchObject({ unknownOutcome: true, sent: false });
    expect(needsReadBack(run)).toBe(true);
    run = after(run, fail, start('step'));
    expect(needsReadBack(run)).toBe(true);
    run = after(run, send, answer(FINAL));
    expect(needsReadBack(run)).toBe(false);
  });

  it('is offered only where a step has failed', () => {
    expect(allowedActions(freshRun()).retry).toBe('No step has failed');
    expect(allowedActions(after(freshRun(), start('step'), fail)).retry).toBe(true);
  });
});

describe('after a restart', () => {
  it('a step that was sent and not answered must be read back', () => {
    const run = after(freshRun(), start('step'), send);
    expect(isUnderWay(run)).toBe(true);
    expect(needsReadBack(run)).toBe(true);
  });

  it('a step that was not sent need not', () => {
    expect(needsReadBack(after(freshRun(), start('step')))).toBe(false);
  });
});

describe('skip', () => {
  it('goes on to the next step and keeps the reason', () => {
    const run = after(freshRun(), skip);
    expect(run).toMatchObject({ state: 'ready', current: 1 });
    expect(run.steps[0]).toMatchObject({ state: 'skipped', skipReason: 'not needed' });
  });

  it('after a failure stops a run-all, and a paused run stays paused', () => {
    expect(nextToStart(after(freshRun(), start('all'), fail, skip))).toBeUndefined();
    expect(after(freshRun(), start('all'), { type: 'paused' }, done, skip).state).toBe('paused');
  });

  it('ends a wait that nobody wants to sit through', () => {
    const run = after(freshRun(), start('step'), send, wait);
    expect(allowedActions(run).skip).toBe(true);
    expect(after(run, skip).steps[0]).not.toHaveProperty('waiting');
  });

  it('of the last step ends the run', () => {
    expect(after(freshRun(), skip, skip, skip, skip, skip).state).toBe('done');
  });

  it('is not possible while the step talks to the handset', () => {
    expect(allowedActions(after(freshRun(), start('step'))).skip).toBe('Step 1 is running');
  });
});

describe('abort', () => {
  const undo = { ...freshRun().steps[2], id: 'u1', title: 'Clean up', hint: 'x', timeLimitMs: 1, undoes: 's3' };
  const undoStep = {
    id: undo.id,
    title: undo.title,
    hint: undo.hint,
    timeLimitMs: 1,
    undoes: 's3',
    action: { kind: 'verify', expect: [] },
  } as const;
  const abort = { type: 'aborted', reason: 'wrong handset', undo: [undoStep] } as const;

  it('without undo ends at once; what was to come is skipped', () => {
    const run = after(freshRun(), start('step'), done, { type: 'aborted', reason: 'wrong handset', undo: [] });
    expect(run).toMatchObject({ state: 'aborted', abortReason: 'wrong handset' });
    expect(run.steps.map(({ state }) => state)).toEqual(['done', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(run.steps[1]?.skipReason).toBe('wrong handset');
    expect(run.endedAt).toBeDefined();
  });

  it('takes steps back one after the other and is aborted then', () => {
    let run = after(freshRun(), start('step'), done, abort);
    expect(run).toMatchObject({ state: 'undoing', current: 5 });
    expect(nextToStart(run)?.id).toBe('u1');
    run = after(run, start('all'), send, wait);
    expect(run.state).toBe('undoing');
    expect(allowedActions(run)).toMatchObject({ runStep: 'Steps are being taken back', abort: true });
    run = after(run, (step) => ({ type: 'continued', step }), done);
    expect(run).toMatchObject({ state: 'aborted', current: 6 });
  });

  it('while a step waits says that its outcome is open', () => {
    const run = after(freshRun(), start('step'), send, answer(ACCEPTED), wait, abort);
    expect(run.steps[0]).toMatchObject({ state: 'failed', error: { code: 'aborted', detail: 'wrong handset' } });
    expect(run.steps[0]?.error?.message).toBe('The run was aborted before the handset reported.');
  });

  it('an undo step that fails can be retried or skipped, and undoing goes on', () => {
    const failed = after(freshRun(), start('step'), done, abort, start('all'), fail);
    expect(failed.state).toBe('failed');
    expect(after(failed, start('all')).state).toBe('undoing');
    expect(after(failed, skip).state).toBe('aborted');
  });

  it('while undoing gives the undoing up', () => {
    const run = after(freshRun(), start('step'), done, abort, start('all'));
    expect(refusal(run, { ...abort, undo: [{ ...undoStep, id: 'u2' }] })).toMatch(/^illegal-event/);
    const over = after(run, { type: 'aborted', reason: 'no time', undo: [] });
    expect(over).toMatchObject({ state: 'aborted', abortReason: 'wrong handset' });
    expect(over.steps.at(-1)?.state).toBe('failed');
  });

  it('refuses an undo step with an id that is taken', () => {
    expect(refusal(freshRun(), { ...abort, undo: [{ ...undoStep, id: 's1' }] })).toMatch(/id of a step$/);
  });
});

describe('events that cannot be', () => {
  const running = () => after(freshRun(), start('step'));

  it.each<readonly [string, () => Run, NewEvent]>([
    ['done before it was started', freshRun, { type: 'done', step: 's1', proof: 'x', changes: [] }],
    ['of another step', running, { type: 'done', step: 's2', proof: 'x', changes: [] }],
    ['answered before anything was sent', running, { type: 'answered', step: 's1', commands: [] }],
    ['planned after it was sent', () => after(running(), send), { type: 'planned', step: 's1', commands: [] }],
    ['started twice', running, { type: 'started', step: 's1', mode: 'all' }],
    ['continued without waiting', running, { type: 'continued', step: 's1' }],
    [
      'created again',
      freshRun,
      { type: 'created', id: 'x', devId: 'y', runbook: 'activate', title: 't', params: {}, steps: [] },
    ],
  ])('%s', (_, run, event) => {
    expect(refusal(run(), event)).toMatch(/^illegal-event/);
  });

  it('with a wrong number are refused, and left out of the fold', () => {
    const run = freshRun();
    const event: RunEvent = { type: 'started', step: 's1', mode: 'step', seq: 5, at: 1 };
    expect(refusal(run, event, 5)).toBe('wrong-number: expected 1');
    expect(reduceRun(run, event)).toBe(run);
  });

  it('in a journal count and change nothing else', () => {
    const run = freshRun();
    expect(reduceRun(run, { type: 'done', step: 's1', proof: 'x', changes: [], seq: 1, at: 1 })).toEqual({
      ...run,
      seq: 2,
    });
  });

  it('a journal that does not begin with created is a bug', () => {
    expect(() => reduceRun(undefined, { type: 'paused', seq: 0, at: 1 })).toThrow('A run begins with created');
  });
});

describe('planned commands', () => {
  it('show before a step runs what it will send', () => {
    const run = after(freshRun(), (step) => ({ type: 'planned', step, commands: [EXEC] }));
    expect(run.steps[0]?.commands).toEqual([EXEC]);
    expect(needsReadBack(run)).toBe(false);
  });
});
