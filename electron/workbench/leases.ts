/**
 * One session with a handset at a time, over whatever cable and whoever asks: who begins one takes the handset, and lets
 * it go at the end. A handset that calls by itself takes no lease: it holds one session only, and knows best that the
 * one before is over; the session table ends that one.
 */
import { fail, ok, type Result } from '../../shared/result.ts';

export interface Leases {
  /** Takes the handset for `where`; gives the way to let it go. Errors: `handset-in-session`. */
  take(devId: string, where: string): Result<() => void>;
}

/** `callsFrom` tells where a handset is that has called by itself and is in session now. */
export function createLeases(callsFrom: (devId: string) => string | undefined): Leases {
  const held = new Map<string, { readonly where: string }>();
  return {
    take(devId, where) {
      const elsewhere = held.get(devId)?.where ?? callsFrom(devId);
      if (elsewhere !== undefined && elsewhere !== where)
        return fail(
          'handset-in-session',
          `${devId} is in session over ${elsewhere}.`,
          'Wait until that session has ended; what is to be done here goes on in it.',
          { retryable: true },
        );
      const lease = { where };
      held.set(devId, lease);
      return ok(() => void (held.get(devId) === lease && held.delete(devId)));
    },
  };
}
