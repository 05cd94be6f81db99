/**
 * The session desk: who may talk to a handset next, and how long a session is held.
 *
 * Work for a handset is queued here and runs one piece at a time inside whatever session the handset has, or will
 * have: the desk wakes a handset that can be woken and otherwise waits for it to call. When nothing is left to do
 * the session is held for as long as the last piece of work asked for (a person may be about to run the next step),
 * then it is ended cleanly. No work depends on one session living on.
 */
import { fail, type Result } from '../../shared/result.ts';
import type { Clock } from '../server/clock.ts';
import type { Conversation } from '../server/conversation.ts';
import type { OpenSession } from '../server/table-ports.ts';
import { writeFailure } from '../storage/sql.ts';

export interface WorkRequest {
  /** For the handset list: what the session works on, e.g. `reading the tree`. */
  readonly what: string;
  /** Gives up when no session came until then, milliseconds since the epoch. */
  readonly until: number;
  /** How long to hold the session once the work is done, milliseconds; 0 ends it when nothing else is queued. */
  readonly holdMs: () => number;
  /** Takes the work back while it waits for a session: it fails with `cancelled`. */
  readonly signal?: AbortSignal;
  /** Called when the handset is not in session and has to be waited for. */
  readonly onWait?: () => void;
  /** Called when the session is there, before the work begins. */
  readonly onSession?: () => void;
}

export interface SessionDesk {
  /**
   * Runs `work` in a session with the handset. Fails with `handset-not-there` when none came in time, and as a storage
   * that cannot be written when that ends the work.
   */
  inSession<T>(devId: string, request: WorkRequest, work: (dm: Conversation) => Promise<Result<T>>): Promise<Result<T>>;
  /** A session is open and may be used. */
  opened(session: OpenSession): void;
  ended(session: OpenSession): void;
  activity(devId: string): string | undefined;
  hasSession(devId: string): boolean;
  /** Wakes the handset without having work for it; answers whether it could be woken. */
  wakeNow(devId: string): Promise<boolean>;
  /** Nothing is queued for the handset any more; queued work fails with `workbench-closing`. */
  close(): void;
}

export interface DeskPorts {
  /** Wakes the handset when it can be woken; answers whether it could. `attempt` counts from 0. */
  wake(devId: string, attempt: number): Promise<boolean>;
  changed(devId: string): void;
}

/** A notification is a datagram: it may get lost, so it is sent again. Milliseconds. */
const WAKE_AGAIN_MS = 4_000;
/** A session without work stays open this long, so that what follows at once needs no new one. Milliseconds. */
const GRACE_MS = 150;

interface Job {
  readonly request: WorkRequest;
  /** Never rejects. */
  readonly run: (dm: Conversation) => Promise<void>;
  readonly giveUp: (result: Result<never>) => void;
  /** Whoever waits for it has thrown. */
  readonly fail: (error: unknown) => void;
}

interface Desk {
  session: OpenSession | undefined;
  /** Its end has been asked for: what comes now waits for the next session. */
  isEnding: boolean;
  busy: string | undefined;
  readonly queue: Job[];
  holdMs: number;
  stopHold: () => void;
  stopWake: () => void;
}

/** Makes a desk without sessions. */
export function createSessionDesk(ports: DeskPorts, clock: Clock): SessionDesk {
  const desks = new Map<string, Desk>();
  let closing = false;

  function deskOf(devId: string): Desk {
    let desk = desks.get(devId);
    if (desk === undefined) {
      desk = {
        session: undefined,
        isEnding: false,
        busy: undefined,
        queue: [],
        holdMs: 0,
        stopHold: () => undefined,
        stopWake: () => undefined,
      };
      desks.set(devId, desk);
    }
    return desk;
  }

  function inSession<T>(
    devId: string,
    request: WorkRequest,
    work: (dm: Conversation) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    if (closing) return Promise.resolve(closingFailure());
    if (request.signal?.aborted === true) return Promise.resolve(cancelled());
    return new Promise((resolve, reject) => {
      const desk = deskOf(devId);
      const takeBack = (failure: Result<never>): void => {
        if (takeOut(desk, job)) job.giveUp(failure);
      };
      const stopTimer = clock.after(Math.max(0, request.until - clock.now()), () => takeBack(notThere()));
      const cancel = (): void => takeBack(cancelled());
      request.signal?.addEventListener('abort', cancel);
      const stopWaiting = (): void => {
        stopTimer();
        request.signal?.removeEventListener('abort', cancel);
      };
      const job: Job = {
        request,
        run: async (dm) => {
          stopWaiting();
          try {
            request.onSession?.();
            resolve(await work(dm));
          } catch (error) {
            job.fail(error);
          }
        },
        giveUp: (result) => {
          stopWaiting();
          resolve(result);
        },
        fail: (error) => {
          stopWaiting();
          // A disk that is full is no bug: whoever waits for the work is told.
          const failure = writeFailure(error);
          if (failure !== undefined) resolve({ ok: false, error: failure });
          else reject(error instanceof Error ? error : new Error(String(error)));
        },
      };
      desk.queue.push(job);
      if (desk.session === undefined) {
        tellWaiting(desk, [job]);
        keepWaking(devId, desk);
      }
      pump(devId, desk);
    });
  }

  /** Work whose owner cannot take that in (its journal cannot be written) waits no longer. */
  function tellWaiting(desk: Desk, jobs: readonly Job[]): void {
    for (const job of jobs) {
      try {
        job.request.onWait?.();
      } catch (error) {
        if (takeOut(desk, job)) job.fail(error);
      }
    }
  }

  function keepWaking(devId: string, desk: Desk, attempt = 0): void {
    desk.stopWake();
    if (desk.queue.length === 0) return;
    void ports.wake(devId, attempt).then((could) => {
      if (!could || desk.session !== undefined || desk.queue.length === 0 || closing) return;
      desk.stopWake();
      desk.stopWake = clock.after(WAKE_AGAIN_MS, () => {
        if (desk.session === undefined && desk.queue.length > 0) keepWaking(devId, desk, attempt + 1);
      });
    });
  }

  function pump(devId: string, desk: Desk): void {
    if (desk.busy !== undefined || desk.session === undefined || desk.isEnding) return;
    const { session } = desk;
    desk.stopHold();
    const job = desk.queue.shift();
    if (job === undefined) {
      desk.stopHold = clock.after(Math.max(GRACE_MS, desk.holdMs), () => {
        desk.isEnding = true;
        session.end();
      });
      ports.changed(devId);
      return;
    }
    desk.busy = job.request.what;
    ports.changed(devId);
    void job.run(session.conversation).finally(() => {
      desk.busy = undefined;
      desk.holdMs = job.request.holdMs();
      pump(devId, desk);
      ports.changed(devId);
    });
  }

  return {
    inSession,
    opened(session): void {
      const desk = deskOf(session.devId);
      desk.stopWake();
      desk.stopHold();
      desk.session = session;
      desk.isEnding = false;
      desk.holdMs = 0;
      pump(session.devId, desk);
    },
    ended(session): void {
      const desk = deskOf(session.devId);
      if (desk.session !== session) return;
      desk.session = undefined;
      desk.isEnding = false;
      desk.stopHold();
      if (desk.queue.length > 0) {
        tellWaiting(desk, [...desk.queue]);
        keepWaking(session.devId, desk);
      }
      ports.changed(session.devId);
    },
    activity: (devId) => desks.get(devId)?.busy,
    wakeNow: (devId) => (desks.get(devId)?.session === undefined ? ports.wake(devId, 0) : Promise.resolve(true)),
    hasSession: (devId) => desks.get(devId)?.session !== undefined,
    close(): void {
      closing = true;
      for (const desk of desks.values()) {
        desk.stopHold();
        desk.stopWake();
        for (const job of desk.queue.splice(0)) job.giveUp(closingFailure());
      }
    },
  };
}

/** Answers whether it was still in the queue. */
function takeOut(desk: Desk, job: Job): boolean {
  const index = desk.queue.indexOf(job);
  if (index < 0) return false;
  desk.queue.splice(index, 1);
  if (desk.queue.length === 0) desk.stopWake();
  return true;
}

function closingFailure(): Result<never> {
  return fail('workbench-closing', 'The workbench is being closed.', 'Open it again; the run stands where it stood.', {
    retryable: true,
  });
}

function notThere(): Result<never> {
  return fail(
    'handset-not-there',
    'The handset did not call in time.',
    'Check that it is on and reachable and that its server address is right, then retry.',
    {
      retryable: true,
    },
  );
}

function cancelled(): Result<never> {
  return fail('cancelled', 'The work was taken back before it began.', 'Start it again when it is wanted.', {
    retryable: true,
  });
}
