/**
 * What the handset does with a notification (package 0, facts 2.12), whatever brought it: a datagram in place of an SMS,
 * or a PUT over the cable. A wrong digest and another server's notification are ignored without an answer; a repeated one
 * opens no second session.
 */
import { randomBytes } from 'node:crypto';
import type { Result } from '../../shared/result.ts';
import {
  type NotificationKey,
  RESYNC_NONCES,
  type VerifiedNotification,
  verifyNotification,
} from '../../shared/dm/notification.ts';
import { decodePush } from '../../shared/dm/wap-push.ts';
import type { Account } from './dm/account.ts';
import type { SessionReason } from './dm/client-session.ts';
import type { Tell } from './events.ts';

/** A notification that comes again within this time is the same one; later a server may use the id anew. */
const REPEAT_MS = 60_000;

export interface NotificationInbox {
  /** Takes the octets; answers whether they ask for a session that was not asked for before. */
  take(bytes: Uint8Array): boolean;
}

/** `nonce` gives the kept nonce of the server if there is one, `onNotification` gets each new valid notification. */
export function createNotificationInbox(
  account: Account,
  nonce: () => Uint8Array | undefined,
  onNotification: (reason: SessionReason) => void,
  tell: Tell,
): NotificationInbox {
  const heard = new Map<string, number>();

  function take(bytes: Uint8Array): boolean {
    const { serverId, serverPassword } = account;
    // A handset that keeps no nonce yet can only be woken with the fallback.
    const key = { serverId, serverPassword, nonce: nonce() ?? randomBytes(16) };
    const verified = verifyEither(bytes, key);
    if (!verified.ok) {
      tell({ event: 'notification', taken: false, why: verified.error.message });
      return false;
    }
    const { notification, nonce: used } = verified.value;
    const sessionId = notification.sessionIdText;
    const now = performance.now();
    const isRepeated = now - (heard.get(sessionId) ?? -Infinity) < REPEAT_MS;
    heard.set(sessionId, now);
    tell({ event: 'notification', taken: !isRepeated, sessionId, ...(isRepeated ? { why: 'Heard before' } : {}) });
    if (isRepeated) return false;
    onNotification({
      sessionId,
      isAskedFor: true,
      ...(used === 'stored' ? {} : { resyncNonce: RESYNC_NONCES[used] }),
    });
    return true;
  }

  return { take };
}

/** The octets as they are, else what a WAP push carries: a digest may happen to begin like a push, a push never verifies. */
function verifyEither(bytes: Uint8Array, key: NotificationKey): Result<VerifiedNotification> {
  const raw = verifyNotification(bytes, key, { resync: true });
  const push = raw.ok ? undefined : decodePush(bytes);
  if (push?.ok !== true || push.value.type !== 'application/vnd.syncml.notification') return raw;
  return verifyNotification(push.value.body, key, { resync: true });
}
