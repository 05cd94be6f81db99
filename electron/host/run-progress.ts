/**
 * A run on a terminal: one line per step that has ended, with its proof, and on a real terminal one more line that is
 * written over while a step works or waits. Elsewhere a wait is said once.
 */
import type { Run, Step } from '../../shared/runbook/run.ts';
import { formatDuration, formatSize, plain } from './table.ts';
import type { Output, World } from './world.ts';

export interface Delivery {
  readonly sent: number;
  readonly size: number;
}

export interface RunProgress {
  /** Shows what is new in the run. */
  show(run: Run): void;
  /** Shows how far the package is on its way. */
  delivery(delivery: Delivery): void;
  /** Takes the live line away. */
  end(): void;
}

/** How often the live line is written again, milliseconds. */
const REFRESH = 500;

export interface RunProgressOptions {
  /** JSON lines of ended steps to stderr instead of lines for a person. */
  readonly json: boolean;
}

/** Lines of ended steps go to stdout, the live line to stderr. */
export function showRun(world: World, { json }: RunProgressOptions): RunProgress {
  const told = new Set<string>();
  const live = liveLine(world.stderr);
  const isLive = !json && world.stderr.isTTY === true;
  let current: Step | undefined;
  let delivery: Delivery | undefined;
  const timer = isLive ? setInterval(refresh, REFRESH) : undefined;

  function refresh(): void {
    if (current !== undefined) live.set(liveText(current, delivery, world.now()));
  }

  function tellEnded(step: Step): void {
    const key = `${step.id}.${step.attempt}.${step.state}`;
    if (!hasEnded(step) || told.has(key)) return;
    told.add(key);
    live.clear();
    if (json) world.stderr.write(`${JSON.stringify({ step: stepSummary(step) })}\n`);
    else world.stdout.write(`${stepText(step)}\n`);
  }

  function tellWaiting(step: Step): void {
    const key = `${step.id}.${step.attempt}.${step.waiting?.kind ?? ''}`;
    if (step.waiting === undefined || told.has(key)) return;
    told.add(key);
    world.stderr.write(`… ${plain(step.title)} — waiting for ${plain(step.waiting.what)}\n`);
  }

  return {
    show(run) {
      for (const step of run.steps) tellEnded(step);
      const step = run.steps[run.current];
      if (step?.id !== current?.id) delivery = undefined;
      current = step !== undefined && (step.state === 'running' || step.state === 'waiting') ? step : undefined;
      if (current === undefined) live.clear();
      else if (isLive) refresh();
      else if (!json) tellWaiting(current);
    },
    delivery(next) {
      delivery = next;
      if (isLive) refresh();
    },
    end() {
      clearInterval(timer);
      live.clear();
    },
  };
}

/** `✓ Activate Notes 2.1 — State read back: 10 → 20 Active (0.4 s)`; a failure has its next step on a second line. */
function stepText(step: Step): string {
  const title = plain(step.title);
  const time =
    step.startedAt === undefined || step.endedAt === undefined
      ? ''
      : ` (${formatDuration(step.endedAt - step.startedAt)})`;
  if (step.state === 'skipped') return `– ${title} — skipped: ${plain(step.skipReason ?? '')}`;
  if (step.error !== undefined && step.state === 'failed')
    return `✗ ${title} — ${plain(step.error.message)}${time}\n  → ${plain(step.error.next)}`;
  return `✓ ${title} — ${plain(step.proof ?? 'done')}${time}`;
}

/** A step for programs. */
export function stepSummary(step: Step): Readonly<Record<string, unknown>> {
  const { id, title, state, proof, error, skipReason, startedAt, endedAt } = step;
  const results = step.commands.flatMap(({ result, status }) => result ?? status ?? []);
  return {
    id,
    title,
    state,
    ...(step.action.kind === 'execute' ? { operation: `${step.action.target.subtree}/${step.action.operation}` } : {}),
    ...(proof === undefined ? {} : { proof }),
    ...(error === undefined ? {} : { error }),
    ...(skipReason === undefined ? {} : { skipReason }),
    ...(startedAt === undefined || endedAt === undefined ? {} : { ms: endedAt - startedAt }),
    results,
  };
}

/** A run for programs: what it was, how it stands, and every step. */
export function runSummary(run: Run): Readonly<Record<string, unknown>> {
  const { id, devId, runbook, title, state } = run;
  return { id, devId, runbook, title, state, steps: run.steps.map(stepSummary) };
}

function hasEnded({ state }: Step): boolean {
  return state === 'done' || state === 'failed' || state === 'skipped';
}

function liveText(step: Step, delivery: Delivery | undefined, now: number): string {
  const title = plain(step.title);
  if (delivery !== undefined && delivery.sent < delivery.size)
    return `… ${title} — ${Math.floor((100 * delivery.sent) / delivery.size)} % of ${formatSize(delivery.size)}`;
  const { waiting } = step;
  const since = waiting?.since ?? step.startedAt ?? now;
  const what = waiting === undefined ? 'running' : `waiting for ${plain(waiting.what)}`;
  return `… ${title} — ${what}, ${formatDuration(Math.max(0, now - since))}`;
}

/** One line that is written over; cut to the width of the terminal, because a wrapped line cannot be taken back. */
function liveLine(output: Output): { set(text: string): void; clear(): void } {
  let isShown = false;
  return {
    set(text) {
      isShown = true;
      output.write(
        `\r\u001B[2K${Array.from(text)
          .slice(0, (output.columns ?? 80) - 1)
          .join('')}`,
      );
    },
    clear() {
      if (isShown) output.write('\r\u001B[2K');
      isShown = false;
    },
  };
}
