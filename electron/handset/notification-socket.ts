/**
 * Where the handset hears notifications (package 0, facts 2.12): a UDP socket on 127.0.0.1 in place of the SMS of a
 * real one; as it is, or as the WAP push that real ones get. A wrong digest and another server's notification are
 * ignored without an answer; a repeated one opens no second session.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { fail, ok, type Result } from '../../shared/result.ts';
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

/** A datagram that comes again within this time is the same notification; later a server may use the id anew. */
const REPEAT_MS = 60_000;

export interface NotificationSocket {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on a port of 127.0.0.1, 0 for a free one. `nonce` gives the kept nonce of the server if there is one,
 * `onNotification` gets each new valid notification. Errors: `port-in-use`, `port-refused`.
 */
export async function listenForNotifications(
  port: number,
  account: Account,
  nonce: () => Uint8Array | undefined,
  onNotification: (reason: SessionReason) => void,
  tell: Tell,
): Promise<Result<NotificationSocket>> {
  const socket = createSocket('udp4');
  const heard = new Map<string, number>();

  socket.on('message', (bytes) => {
    const { serverId, serverPassword } = account;
    // A handset that keeps no nonce yet can only be woken with the fallback.
    const key = { serverId, serverPassword, nonce: nonce() ?? randomBytes(16) };
    const verified = verifyEither(bytes, key);
    if (!verified.ok) {
      tell({ event: 'notification', taken: false, why: verified.error.message });
      return;
    }
    const { notification, nonce: used } = verified.value;
    const sessionId = notification.sessionIdText;
    const now = performance.now();
    const isRepeated = now - (heard.get(sessionId) ?? -Infinity) < REPEAT_MS;
    heard.set(sessionId, now);
    tell({ event: 'notification', taken: !isRepeated, sessionId, ...(isRepeated ? { why: 'Heard before' } : {}) });
    if (isRepeated) return;
    onNotification({
      sessionId,
      isAskedFor: true,
      ...(used === 'stored' ? {} : { resyncNonce: RESYNC_NONCES[used] }),
    });
  });

  try {
    socket.bind(port, '127.0.0.1');
    await once(socket, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const isUsed = code === 'EADDRINUSE';
    return fail(
      isUsed ? 'port-in-use' : 'port-refused',
      `UDP port ${port} of 127.0.0.1 ${isUsed ? 'is in use' : 'cannot be opened'} (${code}).`,
      'Choose another --notify-port, or 0 for a free one.',
    );
  }
  // After this point an error of the socket is only told: the handset goes on without being woken.
  socket.on('error', (error) =>
    tell({ event: 'trouble', message: 'The notification socket failed.', detail: error.message }),
  );

  return ok({
    port: socket.address().port,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  });
}

/** The octets as they are, else what a WAP push carries: a digest may happen to begin like a push, a push never verifies. */
function verifyEither(bytes: Uint8Array, key: NotificationKey): Result<VerifiedNotification> {
  const raw = verifyNotification(bytes, key, { resync: true });
  const push = raw.ok ? undefined : decodePush(bytes);
  if (push?.ok !== true || push.value.type !== 'application/vnd.syncml.notification') return raw;
  return verifyNotification(push.value.body, key, { resync: true });
}
