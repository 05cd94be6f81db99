/** How far a run is, in words and numbers. */
import type { Run, Step } from '../../../shared/runbook/run.ts';
import type { Tone } from '../../ui/StateShape.tsx';

/** `Step 4 of 8`, `Done`, `Aborted`, `Taking back 1 of 2`. */
export function progressWords(run: Run): string {
  if (run.state === 'done') return 'Done';
  if (run.state === 'aborted') return 'Aborted';
  const isUndo = (step: Step) => step.undoes !== undefined;
  const undone = run.steps.filter(isUndo);
  if (run.state === 'undoing') {
    const at = run.steps.slice(0, run.current).filter(isUndo).length;
    return `Taking back ${Math.min(at + 1, undone.length)} of ${undone.length}`;
  }
  const all = run.steps.length - undone.length;
  return `Step ${Math.min(run.current + 1, all)} of ${all}`;
}

/** How it stands, in as few words as a row of a list has room for: `Step 4 failed`, `Step 2 waits`, `Done`. */
export function markWords(run: Run): string {
  const isTakingBack = run.steps[run.current]?.undoes !== undefined;
  const step = isTakingBack ? 'Taking back' : `Step ${run.current + 1}`;
  switch (run.state) {
    case 'ready':
      return `${step} next`;
    case 'running':
      return `${step} runs`;
    case 'waiting':
      return `${step} waits`;
    case 'failed':
      return `${step} failed`;
    case 'paused':
      return 'Paused';
    case 'undoing':
      return 'Taking back';
    case 'aborted':
      return 'Aborted';
    case 'done':
      return 'Done';
  }
}

/** How long a step took or takes, milliseconds; undefined before it has run. */
export function stepDuration(step: Step, now: number): number | undefined {
  if (step.startedAt === undefined) return undefined;
  return (step.endedAt ?? now) - step.startedAt;
}

/** How long a run took or takes, milliseconds. */
export function runDuration(run: Run, now: number): number {
  return (run.endedAt ?? now) - run.createdAt;
}

/** Statuses of commands that came to nothing although their hundreds sound well: cancelled, not executed, rolled back, “No”. */
const CAME_TO_NOTHING: ReadonlySet<number> = new Set([214, 215, 216, 304]);

/** The tone of a status or result code: facts 1.8 and 2.4 agree on their hundreds. */
export function codeTone(code: number): Tone {
  if (CAME_TO_NOTHING.has(code)) return 'failed';
  const hundreds = Math.floor(code / 100) % 10;
  return hundreds <= 3 ? 'ok' : 'failed';
}

/** What a command block is called. */
export function commandHeading(step: Step): string {
  if (step.commands.length === 0) return '';
  // Reading sends nothing that could be sent twice, so only its end says that it was sent.
  if (step.sent || step.state === 'done') return 'Sent';
  return step.state === 'running' || step.state === 'waiting' ? 'Sends' : 'Run step sends';
}
