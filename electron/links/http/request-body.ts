/** Reading and discarding the body of a request within bounds. */
import type { IncomingMessage } from 'node:http';

/** A client that has stopped writing for this long reads, milliseconds. */
const IDLE_MS = 250;

/** Reads the body in full; stops at the limit without reading on. */
export function readBody(request: IncomingMessage, maxBody: number): Promise<Uint8Array | 'too-large'> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBody) {
        request.removeAllListeners('data');
        resolve('too-large');
        return;
      }
      chunks.push(chunk);
    });
    // Each comes once; and what comes after the first of them has nothing to settle any more.
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size)),
    );
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('aborted')));
  });
}

/**
 * Reads on what is left of a refused body without keeping it: a client that still writes when we hang up never sees
 * why it was refused. Bounded, so that nobody can keep us reading.
 */
export function discardBody(request: IncomingMessage, maxBody: number): Promise<void> {
  if (request.complete) return Promise.resolve();
  return new Promise((resolve) => {
    let left = 4 * maxBody;
    const idle = setTimeout(resolve, IDLE_MS);
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) resolve();
      else idle.refresh();
    });
    for (const event of ['end', 'error', 'close']) request.once(event, () => resolve());
    request.resume();
  });
}
