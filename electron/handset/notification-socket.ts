/**
 * Where the handset hears notifications (package 0, facts 2.12): a UDP socket on 127.0.0.1 in place of the SMS of a
 * real one; as it is, or as the WAP push that real ones get.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Tell } from './events.ts';
import type { NotificationInbox } from './notification-inbox.ts';

export interface NotificationSocket {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on a port of 127.0.0.1, 0 for a free one, and hands datagrams to the inbox. Errors: `port-in-use`, `port-refused`. */
export async function listenForNotifications(
  port: number,
  inbox: NotificationInbox,
  tell: Tell,
): Promise<Result<NotificationSocket>> {
  const socket = createSocket('udp4');
  socket.on('message', (bytes) => void inbox.take(bytes));

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
