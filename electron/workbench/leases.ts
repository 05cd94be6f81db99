/**
 * One session with a handset at a time, over whatever link and whoever asks: who begins one over a cable takes the
 * handset, and lets it go at the end. Until then it is told to come again later when it calls from somewhere else.
 *
 * A handset that calls over the network takes no lease: it holds one session only, and knows best that the one before
 * is over; the session table ends that one. While such a session goes on no cable gets the handset.
 */
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';

export interface Leases {
  /** Takes the handset for `where`; gives the way to let it go. Errors: `handset-in-session`. */
  take(devId: string, where: string): Result<() => void>;
  /** Why it may not talk at `where`, because somebody has taken it somewhere else. */
  elsewhere(devId: string, where: string): Failure | undefined;
}

/** `callsFrom` tells where a handset is that has called by itself and is in session now. */
export function createLeases(callsFrom: (devId: string) => string | undefined): Leases {
  const held = new Map<string, { readonly where: string }>();

  return {
    take(devId, where) {
      const taken = held.get(devId)?.where ?? callsFrom(devId);
      if (taken !== undefined && taken !== where) return { ok: false, error: inSession(devId, taken) };
      const lease = { where };
      held.set(devId, lease);
      return ok(() => void (held.get(devId) === lease && held.delete(devId)));
    },
    elsewhere(devId, where) {
      const taken = held.get(devId)?.where;
      return taken === undefined || taken === where ? undefined : inSession(devId, taken);
    },
  };
}

/** What a handset in session somewhere else is refused with. */
export const IN_SESSION = 'handset-in-session';

function inSession(devId: string, where: string): Failure {
  return fail(
    IN_SESSION,
    `${devId} is in session over ${where}.`,
    'Wait until that session has ended; what is to be done here goes on in it.',
    { retryable: true },
  ).error;
}
