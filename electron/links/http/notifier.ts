/** Sends package 0 as a UDP datagram. Nobody answers: the handset shows by calling that it got it. */
import { createSocket } from 'node:dgram';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { WakeAddress } from '../link.ts';

/** Sends one datagram. Fails with `notification-not-sent` when the system refuses it. */
export function sendNotification(to: WakeAddress, notification: Uint8Array): Promise<Result<void>> {
  return new Promise((resolve) => {
    const socket = createSocket(to.host.includes(':') ? 'udp6' : 'udp4');
    const done = (error: Error | null): void => {
      socket.close();
      resolve(
        error === null
          ? ok(undefined)
          : fail(
              'notification-not-sent',
              `No notification could be sent to ${to.host}:${to.port}.`,
              'Let the handset call by itself, or check its address.',
              {
                detail: error.message,
                retryable: true,
              },
            ),
      );
    };
    socket.once('error', done);
    socket.send(notification, to.port, to.host, done);
  });
}
