/**
 * Nonce resynchronisation (facts 2.11): a handset that does not answer notifications may have lost the nonce they
 * were proven with. One that is made with the fixed nonce `0x00000000` gets through, and then both sides use that
 * nonce for the session it opens, until each has given the other a fresh one.
 *
 * A fixed nonce makes a credential that never changes, and that can be replayed. So it counts in one session only: the
 * one that such a notification asked for, soon after it was sent, until the handset has proven itself or was
 * challenged.
 */
import type { RESYNC_NONCES } from '../../shared/dm/notification.ts';

/** The two readings of the fixed nonce: four zero octets, or the ten characters (libdmclient). */
export type ResyncKind = keyof typeof RESYNC_NONCES;

export interface Resync {
  /** A notification with this session id (1 to 65535) was sent, proven with a fixed nonce. */
  sent(devId: string, sessionId: number, kind: ResyncKind): void;
  /** The fixed nonce that this session was asked for with; undefined for every other session. */
  of(devId: string, sessionId: string): ResyncKind | undefined;
  /** The handset has proven itself: there are fresh nonces now. */
  done(devId: string): void;
}

/** How long a handset may take to call after the notification, milliseconds. */
const WINDOW_MS = 60_000;

/** Makes one that expects no session. */
export function createResync(now: () => number): Resync {
  const awaited = new Map<string, { readonly sessionId: number; readonly kind: ResyncKind; readonly until: number }>();
  return {
    sent: (devId, sessionId, kind) => void awaited.set(devId, { sessionId, kind, until: now() + WINDOW_MS }),
    of(devId, sessionId) {
      const found = awaited.get(devId);
      if (found === undefined || found.until < now()) return undefined;
      return isAskedSession(sessionId, found.sessionId) ? found.kind : undefined;
    },
    done: (devId) => void awaited.delete(devId),
  };
}

/** Is it the session that a notification asked for? libdmclient turns the two octets of its id round (facts 7). */
export function isAskedSession(text: string, sessionId: number): boolean {
  if (!/^[0-9A-Fa-f]{1,4}$/.test(text)) return false;
  const id = Number.parseInt(text, 16);
  return id === sessionId || (((id & 0xff) << 8) | (id >> 8)) === sessionId;
}
