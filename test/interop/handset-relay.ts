/**
 * A virtual handset whose messages somebody else carries: it calls this address over HTTP, and each message waits here
 * until it is fetched and its answer is brought.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HMAC_HEADER } from '../../shared/syncml/hmac-header.ts';

export interface Carried {
  readonly bytes: Uint8Array;
  readonly hmac?: string;
}

export interface HandsetRelay {
  readonly url: string;
  /** The handset's message when it has one, or will have within this time, milliseconds. */
  message(ms: number): Promise<Carried | undefined>;
  /** Brings the answer; false when nothing is waiting for one. */
  answer(answer: Carried): boolean;
  close(): Promise<void>;
}

/** Opens one on 127.0.0.1. */
export async function openHandsetRelay(): Promise<HandsetRelay> {
  let waiting: { readonly message: Carried; readonly type: string; readonly response: ServerResponse } | undefined;
  let arrived: () => void = () => undefined;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const hmac = request.headers[HMAC_HEADER];
      const message = { bytes: Buffer.concat(chunks), ...(typeof hmac === 'string' ? { hmac } : {}) };
      waiting = { message, type: request.headers['content-type'] ?? '', response };
      arrived();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/`,
    async message(ms): Promise<Carried | undefined> {
      if (waiting === undefined) {
        await new Promise<void>((resolve) => {
          const limit = setTimeout(resolve, ms);
          arrived = () => {
            clearTimeout(limit);
            resolve();
          };
        });
      }
      return waiting?.message;
    },
    answer({ bytes, hmac }): boolean {
      if (waiting === undefined) return false;
      const { type, response } = waiting;
      waiting = undefined;
      response.writeHead(200, { 'content-type': type, ...(hmac === undefined ? {} : { [HMAC_HEADER]: hmac }) });
      response.end(bytes);
      return true;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
