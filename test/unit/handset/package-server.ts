/** An HTTP server with one package, and packages to serve. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface PackageServer {
  readonly url: string;
  /** Every request in order: method, path and Range. */
  readonly requests: { readonly range: string | undefined; readonly ifRange: string | undefined }[];
  bytes: Buffer;
  etag: string;
  /** Taken once, instead of serving; a number of octets is where the connection is cut. */
  readonly faults: (number | { readonly status: number })[];
  /** Pause before each chunk, milliseconds. */
  slowMs: number;
  close(): Promise<void>;
}

const CHUNK = 64 * 1024;

/** Serves `bytes` with ranges and an ETag on 127.0.0.1. */
export async function servePackage(bytes: Buffer, port = 0): Promise<PackageServer> {
  const requests: PackageServer['requests'] = [];
  const http = createServer((request, response) => void serve(request, response));
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { range, 'if-range': ifRange } = request.headers;
    requests.push({ range, ifRange: typeof ifRange === 'string' ? ifRange : undefined });
    const fault = server.faults.shift();
    if (typeof fault === 'object') {
      response.writeHead(fault.status).end();
      return;
    }
    const asked = /^bytes=(\d+)-$/.exec(range ?? '')?.[1];
    const from = asked !== undefined && (ifRange === undefined || ifRange === server.etag) ? Number(asked) : 0;
    const { length } = server.bytes;
    if (from >= length && length > 0) {
      response.writeHead(416, { 'Content-Range': `bytes */${length}` }).end();
      return;
    }
    response.writeHead(from > 0 ? 206 : 200, {
      'Content-Length': length - from,
      ETag: server.etag,
      ...(from > 0 ? { 'Content-Range': `bytes ${from}-${length - 1}/${length}` } : {}),
    });
    const end = typeof fault === 'number' ? Math.min(fault, length) : length;
    for (let at = from; at < end && !response.destroyed; at += CHUNK) {
      if (server.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, server.slowMs));
      await new Promise((resolve) => response.write(server.bytes.subarray(at, Math.min(at + CHUNK, end)), resolve));
    }
    if (typeof fault !== 'number') {
      response.end();
      return;
    }
    // What has been written is read by the other side before the connection is cut, also on a busy machine.
    await new Promise((resolve) => setTimeout(resolve, 150));
    response.destroy();
  }

  const server: PackageServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/package`,
    requests,
    bytes,
    etag: '"one"',
    faults: [],
    slowMs: 0,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

export interface SampleComponent {
  readonly id: string;
  readonly version?: string;
}

/** A sample package: one component unless others are given. `size`: octets of each component's file. */
export async function samplePackage(
  more: {
    readonly version?: string;
    readonly envType?: string;
    readonly components?: readonly SampleComponent[];
    readonly size?: number;
    readonly manifest?: unknown;
  } = {},
): Promise<Buffer> {
  const version = more.version ?? '2.1';
  const components = more.components ?? [{ id: 'com.acme.notes', version }];
  const manifest = more.manifest ?? {
    pkgId: `acme-notes-${version}`,
    name: `Notes ${version}`,
    version,
    envType: more.envType ?? 'Acme OS',
    components: components.map(({ id, version: own }) => ({
      id,
      name: id.split('.').at(-1),
      version: own ?? version,
      description: `Component ${id}`,
      file: `${id}.bin`,
    })),
  };
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), 'scomo-package.json');
  for (const { id } of components) zip.addBuffer(noise(more.size ?? 1000), `${id}.bin`, { compress: false });
  zip.end();
  return buffer(zip.outputStream);
}

/** A sample package of which one octet has changed. */
export async function corruptedPackage(): Promise<Buffer> {
  const bytes = await samplePackage({ size: 5000 });
  // In the middle of the stored component: the directory is sound, the CRC is not.
  bytes.writeUInt8(bytes.readUInt8(2500) ^ 0xff, 2500);
  return bytes;
}

/** A sample package whose end is missing. */
export async function truncatedPackage(): Promise<Buffer> {
  return (await samplePackage()).subarray(0, -40);
}

/** Octets that differ from place to place, the same ones each time. */
function noise(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0, value = 1; at < size; at++) {
    value = (value * 1_103_515_245 + 12_345) & 0x7fffffff;
    bytes[at] = value >> 16;
  }
  return bytes;
}
