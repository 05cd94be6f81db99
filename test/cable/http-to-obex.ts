/**
 * A handset that calls over HTTP, put on a serial line as an OBEX client: what it posts is PUT on the line, the answer is
 * what a GET brings. So a handset which begins by itself can be had without one.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createObexClient, type ObexClient, type ObexSettings } from '../../electron/links/obex/client.ts';
import { openSerialChannel } from '../../electron/links/serial/serial-channel.ts';
import type { Result } from '../../shared/result.ts';

export interface HttpToObex {
  /** What the handset has to call. */
  readonly url: string;
  /** Connections that were made on the line. */
  readonly calls: () => number;
  close(): Promise<void>;
}

const SETTINGS: ObexSettings = { maxPacket: 1_024, responseMs: 10_000, objectMs: 30_000, maxObject: 1_000_000 };
/** Who says nothing for this long has ended its session, milliseconds. */
const OVER_MS = 700;

/** Puts it on the line at `path`. */
export async function openHttpToObex(path: string): Promise<HttpToObex> {
  const channel = must(await openSerialChannel(path, { speed: 115_200, rtscts: false, writeMs: 5_000 }));
  const closing = new AbortController();
  let client: ObexClient | undefined;
  let calls = 0;
  let over: NodeJS.Timeout | undefined;

  async function connected(): Promise<ObexClient> {
    if (client !== undefined) return client;
    const made = createObexClient(channel, SETTINGS, closing.signal);
    must(await made.connect('SYNCML-DM'));
    calls++;
    client = made;
    return made;
  }

  async function leave(): Promise<void> {
    const left = client;
    client = undefined;
    await left?.disconnect();
  }

  const server = createServer((request, response) => {
    clearTimeout(over);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const type = request.headers['content-type'] ?? '';
      void (async () => {
        const peer = await connected();
        must(await peer.put(type, Buffer.concat(chunks)));
        const { object } = must(await peer.get(type));
        response.writeHead(200, { 'content-type': type }).end(object);
      })()
        .catch(() => response.destroy())
        .finally(() => (over = setTimeout(() => void leave(), OVER_MS)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls: () => calls,
    async close(): Promise<void> {
      clearTimeout(over);
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await channel.close();
    },
  };
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
