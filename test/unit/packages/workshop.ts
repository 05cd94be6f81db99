/** A library with its delivery behind a real HTTP server, over a real storage, for tests. */
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, createServer, get, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readlinkSync } from 'node:fs';
import { ZipFile } from 'yazl';
import { afterEach } from 'vitest';
import {
  type Delivery,
  type DeliveryOptions,
  type Progress,
  type Served,
  createDelivery,
} from '../../../electron/packages/delivery.ts';
import { type LibraryOptions, type PackageLibrary, openLibrary } from '../../../electron/packages/library.ts';
import type { Storage } from '../../../electron/storage/storage.ts';
import type { LibraryPackage, PackageFacts } from '../../../shared/contract/packages.ts';
import type { Result } from '../../../shared/result.ts';
import { dataFolder, opened } from '../storage/data-folder.ts';

const undo: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

/** The value of a result that must be a success. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message} (${result.error.detail})`);
  return result.value;
}

export interface Shelf {
  readonly folder: string;
  readonly storage: Storage;
  readonly library: PackageLibrary;
}

/** Opens a library in a folder, a new one if none is given. */
export async function shelf(folder = dataFolder(), options: Partial<LibraryOptions> = {}): Promise<Shelf> {
  const storage = opened(folder);
  const library = valueOf(await openLibrary({ folder, storage, ...options }));
  undo.push(() => library.close());
  return { folder, storage, library };
}

/** Bytes as they come from an upload, in chunks. */
export async function* inChunks(bytes: Uint8Array, size = 60_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Puts bytes into a library under a file name. */
export async function added(
  library: PackageLibrary,
  fileName: string,
  bytes: Uint8Array,
  facts?: PackageFacts,
): Promise<LibraryPackage> {
  const { handle } = valueOf(await library.takeIn({ fileName, bytes: inChunks(bytes) }));
  return valueOf(await library.add(handle, facts));
}

/** A zip of the given files. */
export async function zipOf(files: Readonly<Record<string, string | Buffer>>, compress = false): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.isBuffer(content) ? content : Buffer.from(content), name, { compress });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Bytes without a pattern that are the same for a length. */
export function pattern(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 12_345;
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export interface Counter {
  readonly delivery: Delivery;
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  readonly progress: Progress[];
  readonly served: Served[];
}

/** Opens a delivery over a library, behind a server of its own. */
export async function counter({ storage, library }: Shelf, more: Partial<DeliveryOptions> = {}): Promise<Counter> {
  const progress: Progress[] = [];
  const served: Served[] = [];
  const delivery = createDelivery({
    library,
    storage,
    onProgress: (event) => progress.push(event),
    onServed: (event) => served.push(event),
    ...more,
  });
  const server = createServer((request, response) => {
    if (!delivery.handle(request, response)) response.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(async () => {
    await delivery.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { delivery, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, progress, served };
}

export interface Fetched {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Did everything arrive that Content-Length announced? */
  readonly complete: boolean;
}

/** Fetches a URL as a handset does: no redirects, no decoding, headers as given. */
export async function fetched(
  url: string,
  headers: Record<string, string> = {},
  method: string = 'GET',
): Promise<Fetched> {
  const call = request(url, { method, headers, agent: false });
  call.end();
  const response = await answerOf(call);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
  } catch {
    // The server has cut the connection; `complete` says so.
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks),
    complete: response.complete,
  };
}

/** Begins to fetch a URL and stops reading at once. */
export async function paused(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const response = await answerOf(get(url, { headers, agent: false }));
  response.on('error', () => undefined);
  response.pause();
  return response;
}

/** Reads what still comes and waits until the connection has ended, in whichever way. */
export async function ended(response: IncomingMessage): Promise<void> {
  response.resume();
  if (!response.closed) await new Promise((resolve) => void response.once('close', resolve));
}

async function answerOf(call: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return response;
}

/** Files below a folder that this process has open. */
export function openFiles(folder: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(`${folder}/packages/`) ? [path] : [];
    } catch {
      return [];
    }
  });
}

/** Waits until something is so; fails after a time that is long even on a busy machine. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 10) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not become so within fifteen seconds');
}
