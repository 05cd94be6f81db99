/** Questions about a run that the window, the command line and the workbench ask alike. */
import type { Run, RunCommand, Step } from './run.ts';
import { stepWords } from './words.ts';

/** What a person can ask of a run. */
export type RunAction = 'runStep' | 'runAll' | 'pause' | 'retry' | 'skip' | 'abort';

/** true, or why not now, in a person's words. */
export type AllowedActions = Readonly<Record<RunAction, true | string>>;

/** The step that the run stands before or works on; undefined when all are through. */
export function currentStep(run: Run): Step | undefined {
  return run.steps[run.current];
}

/** Nothing will happen in this run any more. */
export function isTerminal(run: Run): boolean {
  return run.state === 'done' || run.state === 'aborted';
}

/** The current step works or waits: its executor is at it, or must take it up again after a restart. */
export function isUnderWay(run: Run): boolean {
  const step = currentStep(run);
  return !isTerminal(run) && (step?.state === 'running' || step?.state === 'waiting');
}

/** The step that starts without a person: the next of a run-all, or the next that is taken back. */
export function nextToStart(run: Run): Step | undefined {
  const step = currentStep(run);
  const goesOn = run.state === 'undoing' || (run.state === 'ready' && run.mode === 'all');
  return goesOn && step?.state === 'pending' ? step : undefined;
}

/** Has the command got everything that will come? A 202 needs the handset's report as well (facts 1.6). */
function isFinal({ cmd, status, result }: RunCommand): boolean {
  // A question may be asked again: it changes nothing.
  if (cmd === 'Get' || cmd === 'Alert' || result !== undefined) return true;
  // Some handsets send no Status for a container (facts 7): the commands in it speak for it.
  if (cmd === 'Sequence' || cmd === 'Atomic') return true;
  if (status === undefined) return false;
  return !(cmd === 'Exec' && (status.code === 202 || status.code === 101));
}

/**
 * Was something sent whose outcome is not known? Then nothing may be sent again before a read-back has shown what
 * happened: after a restart, after a lost session, and before a retry.
 */
export function needsReadBack(run: Run): boolean {
  const step = currentStep(run);
  return step !== undefined && !isTerminal(run) && hasUnknownOutcome(step);
}

/** The same of one step. */
export function hasUnknownOutcome(step: Step): boolean {
  return step.unknownOutcome === true || (step.sent && step.commands.some((command) => !isFinal(command)));
}

/** What a person may do now, and why not the rest. Buttons, menus and the workbench's own checks read this. */
export function allowedActions(run: Run): AllowedActions {
  const step = currentStep(run);
  const all = (why: string): AllowedActions => ({
    runStep: why,
    runAll: why,
    pause: why,
    retry: why,
    skip: why,
    abort: why,
  });
  switch (run.state) {
    case 'done':
      return all('The run is done');
    case 'aborted':
      return all('The run was aborted');
    case 'ready':
    case 'paused': {
      const goesOn = run.state === 'ready' && run.mode === 'all';
      return {
        runStep: true,
        runAll: true,
        pause: goesOn ? true : 'Nothing is running',
        retry: 'No step has failed',
        skip: true,
        abort: true,
      };
    }
    case 'failed':
      return { runStep: true, runAll: true, pause: 'Nothing is running', retry: true, skip: true, abort: true };
    case 'running':
    case 'waiting': {
      const at = step === undefined ? 'A step runs' : stepWords(run, step);
      const pause =
        run.pauseRequested === true ? 'It stops after this step' : 'Only this step runs; it stops by itself';
      return {
        runStep: at,
        runAll: at,
        pause: run.mode === 'all' && run.pauseRequested !== true ? true : pause,
        retry: at,
        skip: run.state === 'waiting' ? true : at,
        abort: true,
      };
    }
    case 'undoing': {
      const at = 'Steps are being taken back';
      return { runStep: at, runAll: at, pause: at, retry: at, skip: at, abort: true };
    }
  }
}
