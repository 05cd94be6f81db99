/** Sends package 0 as a UDP datagram. Nobody answers: the handset shows by calling that it got it. */
import { createSocket } from 'node:dgram';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { WakeAddress } from '../link.ts';

/** Node.js throws for a name with a NUL from deep inside, where nobody can catch it. */
const NAME = /^[^\s\p{Cc}]+$/u;

/** Sends one datagram. Fails with `notification-not-sent` when there is no such address, or the system refuses it. */
export function sendNotification({ host, port }: WakeAddress, notification: Uint8Array): Promise<Result<void>> {
  return new Promise((resolve) => {
    if (!NAME.test(host)) return resolve(notSent(host, port, 'The name of the host is none.'));
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    let isDone = false;
    const done = (error: Error | null): void => {
      if (isDone) return;
      isDone = true;
      socket.close();
      resolve(error === null ? ok(undefined) : notSent(host, port, error.message));
    };
    socket.on('error', done);
    try {
      socket.send(notification, port, host, done);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function notSent(host: string, port: number, detail: string): Result<never> {
  return fail(
    'notification-not-sent',
    `No notification could be sent to ${host}:${port}.`,
    'Let the handset call by itself, or check its address.',
    { detail, retryable: true },
  );
}
