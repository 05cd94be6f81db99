/**
 * With which account a handset was asked to call: the notification was proven with it, and the handset answers with the
 * other half of it. Its account may be another one when it calls, because a person admits it in between.
 */
import type { Peer } from './account.ts';
import { isAskedSession } from './resync.ts';

/** What a session begins with. */
export type BegunWith = Pick<Peer, 'account' | 'own'>;

export interface AskedSessions {
  /** A notification with this session id (1 to 65535) was made; `devId` is empty when nobody knows who will call. */
  asked(devId: string, sessionId: number, begunWith: BegunWith): void;
  /** What this session was asked for with; undefined for one that nobody asked for, or not lately. */
  of(devId: string, sessionId: string): BegunWith | undefined;
  /** The handset has proven itself. */
  done(devId: string): void;
}

/** How long a handset may take to call after the notification, milliseconds. */
const WINDOW_MS = 60_000;

/** Makes one that has asked nobody. */
export function createAskedSessions(now: () => number): AskedSessions {
  const asked = new Map<
    string,
    { readonly sessionId: number; readonly begunWith: BegunWith; readonly until: number }
  >();

  function find(devId: string, sessionId: string): BegunWith | undefined {
    const found = asked.get(devId);
    if (found === undefined || found.until < now()) return undefined;
    return isAskedSession(sessionId, found.sessionId) ? found.begunWith : undefined;
  }

  return {
    asked: (devId, sessionId, begunWith) => void asked.set(devId, { sessionId, begunWith, until: now() + WINDOW_MS }),
    of: (devId, sessionId) => find(devId, sessionId) ?? find('', sessionId),
    done: (devId) => void asked.delete(devId),
  };
}
