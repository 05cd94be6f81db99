/**
 * When the handset calls its server: at start, on a notification, when a result waits to be reported, and at every
 * poll. One session at a time. A server that cannot be reached, or that says that it has no time, is tried again with
 * growing pauses.
 */
import type { Failure, Result } from '../../shared/result.ts';
import type { SessionReason } from './dm/client-session.ts';

export interface CallsParts {
  /** Milliseconds between polls; 0 for never. */
  readonly pollMs: number;
  /** Does it call by itself, at start and with results? On a cable only the other end can begin. */
  readonly callsByItself: boolean;
  /** Runs a session to its end; undefined stands for one of our own (alert 1201). */
  readonly hold: (reason: SessionReason | undefined) => Promise<Result<number>>;
  /** Does a result wait to be reported? */
  readonly hasReports: () => boolean;
  /** A session failed; `retryMs` until the next one, if there will be one by itself. */
  readonly onFailure: (failure: Failure, retryMs: number | undefined) => void;
  readonly signal: AbortSignal;
}

export interface Calls {
  /** Asks for a session as soon as possible; with a reason, for that very session. */
  call(reason?: SessionReason): void;
  /** Calls until the signal is aborted; resolves then, when no session runs any more. */
  run(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Until the next try to hand over a report that the server did not acknowledge, when there are no polls. */
const REPORT_PAUSE_MS = 10_000;

/** Failures that say that the server is not there, or does not take this handset now. */
const AWAY: ReadonlySet<string> = new Set(['unreachable', 'http-status', 'told-later', 'header-refused']);

/** Makes the schedule; nothing happens before `run`. */
export function createCalls(parts: CallsParts): Calls {
  const { pollMs, callsByItself, hold, hasReports, onFailure, signal } = parts;
  const asked: SessionReason[] = [];
  /** When the next session of our own is due, milliseconds of performance.now(). */
  let dueAt: number | undefined = callsByItself ? performance.now() : undefined;
  let isCalled = false;
  let failures = 0;
  let wake: () => void = () => {};

  function call(reason?: SessionReason): void {
    if (reason === undefined) isCalled = true;
    else asked.push(reason);
    wake();
  }

  async function run(): Promise<void> {
    signal.addEventListener('abort', () => wake(), { once: true });
    while (!signal.aborted) {
      const reason = asked.shift();
      if (reason === undefined && !isDue()) await pause();
      else await callOnce(reason);
    }
  }

  function isDue(): boolean {
    if (isCalled && mayCall()) return true;
    return dueAt !== undefined && performance.now() >= dueAt;
  }

  /** While the server cannot be reached, a new result changes nothing: the pause is kept. On a cable the server asked. */
  function mayCall(): boolean {
    return failures === 0 || !callsByItself;
  }

  async function callOnce(reason: SessionReason | undefined): Promise<void> {
    isCalled = false;
    dueAt = undefined;
    try {
      const outcome = await hold(reason);
      const retryMs = outcome.ok ? undefined : pauseAfter(outcome.error);
      failures = outcome.ok || !outcome.error.retryable ? 0 : failures;
      dueAt = nextDue(retryMs);
      if (!outcome.ok) onFailure(outcome.error, dueAt === undefined ? undefined : dueAt - performance.now());
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  function pauseAfter({ code, retryable }: Failure): number | undefined {
    if (!retryable) return undefined;
    // A session that broke off shows that the server is there.
    failures = AWAY.has(code) ? failures + 1 : 1;
    return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  }

  function nextDue(retryMs: number | undefined): number | undefined {
    if (!callsByItself) return undefined;
    if (retryMs !== undefined) return performance.now() + retryMs;
    if (pollMs > 0) return performance.now() + pollMs;
    // Without polls, a result that nobody acknowledged still has to be told.
    return hasReports() && !isCalled ? performance.now() + REPORT_PAUSE_MS : undefined;
  }

  async function pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      wake = resolve;
      const isBacking = isCalled && mayCall();
      if (signal.aborted || isBacking || asked.length > 0) resolve();
      else if (dueAt !== undefined) setTimeout(resolve, Math.max(0, dueAt - performance.now()));
    });
    wake = () => {};
  }

  return { call, run };
}
