/** Does somebody answer at an address, and with which certificate: asked as a handset would ask. */
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/** It is not waited for longer, milliseconds. */
const LONGEST_MS = 2_000;

export interface ServedCertificate {
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Host names and addresses that it is for. */
  readonly names: readonly string[];
}

/** Undefined when somebody takes the connection, else why nobody does. */
export function whyNoAnswer(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.setTimeout(LONGEST_MS, () => settle('no answer in time'));
    socket.once('connect', () => settle(undefined));
    socket.once('error', (error: Error) => settle(error.message));
    function settle(why: string | undefined): void {
      socket.destroy();
      resolve(why);
    }
  });
}

/** The certificate that is served there; a text says why there is none. */
export function servedCertificate(host: string, port: number): Promise<ServedCertificate | string> {
  return new Promise((resolve) => {
    // Whether it is to be trusted is for the handset to say: here it is only read.
    const socket = connectSecurely({ host, port, rejectUnauthorized: false });
    socket.setTimeout(LONGEST_MS, () => socket.destroy(new Error('no answer in time')));
    socket.once('error', (error: Error) => resolve(error.message));
    socket.once('secureConnect', () => {
      const { valid_from, valid_to, subjectaltname } = socket.getPeerCertificate();
      const answer = {
        notBefore: Date.parse(valid_from),
        notAfter: Date.parse(valid_to),
        names: (subjectaltname ?? '')
          .split(', ')
          .map((entry) => entry.replace(/^(?:DNS|IP Address):/, ''))
          .filter((name) => name !== ''),
      };
      socket.once('close', () => resolve(answer));
      // Not cut off: the other end would take it for a handset that does not trust the certificate.
      socket.resume();
      socket.end();
    });
  });
}
