import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduceRun, tryReduce } from '../../shared/runbook/reducer.ts';
import type { PlannedStep, Run, RunCommand, RunEvent } from '../../shared/runbook/run.ts';
import {
  allowedActions,
  currentStep,
  isTerminal,
  isUnderWay,
  needsReadBack,
  nextToStart,
} from '../../shared/runbook/selectors.ts';
import { planUndo } from '../../shared/runbook/undo.ts';
import { NOTES_21 } from '../unit/shared/runbook/bench.ts';

const STEPS: readonly PlannedStep[] = [
  { id: 's1', title: 'Read', hint: 'x', timeLimitMs: 1, action: { kind: 'read-inventory' } },
  {
    id: 's2',
    title: 'Describe',
    hint: 'x',
    timeLimitMs: 1,
    action: { kind: 'describe-download', nodeName: 'n', package: NOTES_21 },
  },
  {
    id: 's3',
    title: 'Activate',
    hint: 'x',
    timeLimitMs: 1,
    action: { kind: 'execute', operation: 'Activate', target: { subtree: 'Deployed', componentId: 'c' }, expect: [] },
  },
];

const CREATED: RunEvent = {
  seq: 0,
  at: 0,
  type: 'created',
  id: 'r',
  devId: 'd',
  runbook: 'activate',
  title: 'Activate',
  params: {},
  steps: STEPS,
};

const command: fc.Arbitrary<RunCommand> = fc.constantFrom<RunCommand>(
  { cmd: 'Get', uri: './SCM' },
  { cmd: 'Exec', uri: './x' },
  { cmd: 'Exec', uri: './x', status: { code: 202, word: 'accepted' } },
  { cmd: 'Exec', uri: './x', status: { code: 202, word: 'accepted' }, result: { code: 1200, word: 'Done' } },
  { cmd: 'Add', uri: './y', status: { code: 200, word: 'OK' } },
);
const commands = fc.array(command, { maxLength: 3 });

type Make = (run: Run) => Omit<RunEvent, 'seq' | 'at'> & { readonly type: RunEvent['type'] };

/** Any event, legal or not; mostly of the current step. */
const make: fc.Arbitrary<Make> = fc
  .record({
    type: fc.constantFrom<RunEvent['type']>(
      'planned',
      'started',
      'started',
      'sending',
      'answered',
      'waiting',
      'notified',
      'continued',
      'done',
      'done',
      'failed',
      'skipped',
      'paused',
      'aborted',
      'created',
    ),
    elsewhere: fc.boolean(),
    all: fc.boolean(),
    undo: fc.boolean(),
    commands,
  })
  .map((what) => (run) => {
    const step = what.elsewhere ? 's1' : (currentStep(run)?.id ?? 'none');
    const base = { step, commands: what.commands };
    switch (what.type) {
      case 'created':
        return { ...CREATED, type: 'created' };
      case 'planned':
      case 'sending':
      case 'answered':
        return { type: what.type, ...base };
      case 'started':
        return { type: 'started', step, mode: what.all ? 'all' : 'step' };
      case 'waiting':
        return { type: 'waiting', step, waiting: { what: 'x', kind: 'result', since: 1, until: 2 } };
      case 'notified':
        return { type: 'notified', step, notify: { code: 900, name: 'Success', word: 'x', at: 1 } };
      case 'continued':
        return { type: 'continued', step };
      case 'done':
        return { type: 'done', step, proof: 'p', changes: [], facts: { [step]: 'yes' } };
      case 'failed':
        return { type: 'failed', step, error: { code: 'x', message: 'x', next: 'x', retryable: true }, changes: [] };
      case 'skipped':
        return { type: 'skipped', step, reason: 'r' };
      case 'paused':
        return { type: 'paused' };
      case 'aborted':
        return { type: 'aborted', reason: 'r', undo: what.undo ? planUndo(run) : [] };
    }
  });

/** A journal of any events with right numbers, and the runs after each of them. */
function journal(makes: readonly Make[]): { readonly events: readonly RunEvent[]; readonly runs: readonly Run[] } {
  const events: RunEvent[] = [CREATED];
  const runs: Run[] = [reduceRun(undefined, CREATED)];
  for (const one of makes) {
    const run = runs.at(-1);
    if (run === undefined) break;
    const event = { ...one(run), seq: run.seq, at: run.seq } as RunEvent;
    events.push(event);
    runs.push(reduceRun(run, event));
  }
  return { events, runs };
}

const journals = fc.array(make, { maxLength: 40 }).map(journal);

describe('a run, whatever happens', () => {
  it('is the fold of its journal, also when it went through JSON', () => {
    fc.assert(
      fc.property(journals, ({ events, runs }) => {
        const fold = (all: readonly RunEvent[]) => all.reduce<Run | undefined>(reduceRun, undefined);
        expect(fold(events)).toEqual(runs.at(-1));
        expect(fold(JSON.parse(JSON.stringify(events)) as RunEvent[])).toEqual(JSON.parse(JSON.stringify(runs.at(-1))));
        expect(runs.at(-1)?.seq).toBe(events.length);
      }),
    );
  });

  it('keeps its shape', () => {
    fc.assert(
      fc.property(journals, ({ runs }) => {
        for (const run of runs) {
          const step = currentStep(run);
          expect(run.current).toBeGreaterThanOrEqual(0);
          expect(run.current).toBeLessThanOrEqual(run.steps.length);
          expect(isTerminal(run)).toBe(run.endedAt !== undefined);
          expect(isTerminal(run)).toBe(step === undefined);
          expect(new Set(run.steps.map(({ id }) => id)).size).toBe(run.steps.length);
          // Before the current step everything is settled, behind it nothing has begun.
          const settled = run.steps.slice(0, run.current).map(({ state }) => state);
          expect(settled.every((state) => state === 'done' || state === 'skipped' || state === 'failed')).toBe(true);
          expect(
            run.steps.slice(run.current + 1).every(({ state, attempt }) => state === 'pending' && attempt === 0),
          ).toBe(true);
          expect(run.steps.every((one) => (one.waiting !== undefined) === (one.state === 'waiting'))).toBe(true);
          // A failed step that was skipped keeps what had gone wrong.
          const mayHaveError = (state: string): boolean => state === 'failed' || state === 'skipped';
          expect(
            run.steps.every((one) => (one.error === undefined ? one.state !== 'failed' : mayHaveError(one.state))),
          ).toBe(true);
          expect(run.state === 'waiting').toBe(step?.state === 'waiting' && run.abortReason === undefined);
          expect(run.state === 'failed').toBe(step?.state === 'failed');
          expect(run.state === 'undoing' || run.state === 'aborted').toBe(
            run.abortReason !== undefined && run.state !== 'failed',
          );
        }
      }),
    );
  });

  it('never leaves its end, and a failed step only by a person', () => {
    fc.assert(
      fc.property(journals, ({ events, runs }) => {
        for (const [index, run] of runs.entries()) {
          const next = runs[index + 1];
          if (next === undefined) continue;
          const person = ['started', 'skipped', 'aborted'].includes(events[index + 1]?.type ?? '');
          expect(!isTerminal(run) || next.state === run.state).toBe(true);
          expect(run.state !== 'failed' || next.state === 'failed' || person).toBe(true);
        }
      }),
    );
  });

  it('says of every action that it is allowed or why not, and allows what the reducer takes', () => {
    fc.assert(
      fc.property(journals, ({ runs }) => {
        for (const run of runs) {
          const allowed = allowedActions(run);
          const step = currentStep(run)?.id ?? 'none';
          const takes = (event: Omit<RunEvent, 'seq' | 'at'>): boolean =>
            tryReduce(run, { ...event, seq: run.seq, at: 1 } as RunEvent).ok;
          const start = { type: 'started', step, mode: 'all' } as const;
          const automatic = run.state === 'undoing';
          expect(allowed.runStep === true).toBe(!automatic && takes(start));
          expect(allowed.runAll === true).toBe(!automatic && takes(start));
          expect(allowed.retry === true).toBe(run.state === 'failed' && takes(start));
          expect(allowed.pause === true).toBe(takes({ type: 'paused' } as const));
          expect(allowed.skip === true).toBe(
            takes({ type: 'skipped', step, reason: 'r' } as Omit<RunEvent, 'seq' | 'at'>),
          );
          expect(allowed.abort === true).toBe(
            takes({ type: 'aborted', reason: 'r', undo: planUndo(run) } as Omit<RunEvent, 'seq' | 'at'>),
          );
          expect(Object.values(allowed).every((why) => why === true || why.length > 3)).toBe(true);
          const started = nextToStart(run);
          expect(
            started === undefined ||
              takes({ type: 'started', step: started.id, mode: 'all' } as Omit<RunEvent, 'seq' | 'at'>),
          ).toBe(true);
          expect(isUnderWay(run) && started !== undefined).toBe(false);
        }
      }),
    );
  });

  it('never forgets that something was sent whose outcome is open', () => {
    fc.assert(
      fc.property(journals, ({ runs }) => {
        for (const [index, run] of runs.entries()) {
          const next = runs[index + 1];
          if (next === undefined || next.current !== run.current || !needsReadBack(run) || isTerminal(next)) continue;
          const settled = next.steps[next.current]?.commands !== run.steps[run.current]?.commands;
          expect(needsReadBack(next) || settled).toBe(true);
        }
      }),
    );
  });
});
