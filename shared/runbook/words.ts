/** A run and its steps in words. */
import type { Run, RunState, Step, StepState, WaitingFor } from './run.ts';

const RUN_WORDS: Readonly<Record<RunState, string>> = {
  ready: 'Ready',
  running: 'Running',
  waiting: 'Waiting for the handset',
  paused: 'Paused',
  failed: 'Stopped: a step failed',
  undoing: 'Taking steps back',
  aborted: 'Aborted',
  done: 'Done',
};

const STEP_WORDS: Readonly<Record<StepState, string>> = {
  pending: 'To do',
  running: 'Running',
  waiting: 'Waiting',
  done: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
};

/** The state of a run, e.g. `Waiting for the handset`. */
export function runStateWord(run: Run): string {
  return run.pauseRequested === true ? 'Pausing after this step' : RUN_WORDS[run.state];
}

/** The state of a step in one word. */
export function stepStateWord(step: Pick<Step, 'state'>): string {
  return STEP_WORDS[step.state];
}

/** `Step 4 is running`, `Step 4 is waiting for the handset's report`. */
export function stepWords(run: Run, step: Step): string {
  const number = run.steps.findIndex(({ id }) => id === step.id) + 1;
  return step.waiting === undefined
    ? `Step ${number} is running`
    : `Step ${number} is waiting for ${step.waiting.what}`;
}

/** `Waiting for the handset's report since 8 s, at most 10 min`; `now` in milliseconds since the epoch. */
export function waitingWords(waiting: WaitingFor, now: number): string {
  const since = durationWords(Math.max(0, now - waiting.since));
  return `Waiting for ${waiting.what} since ${since}, at most ${durationWords(waiting.until - waiting.since)}`;
}

/** A length of time for people: `0.3 s`, `8 s`, `2 min`, `1 h 5 min`; milliseconds. */
export function durationWords(ms: number): string {
  if (ms < 950) return `${(Math.round(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
