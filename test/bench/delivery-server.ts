/**
 * The two servers of delivery.bench.ts, each in a process of its own: `delivery` is the package delivery over a real
 * storage and library behind the real listener, `pipe` is a bare node:http server that pipes fs.createReadStream of
 * the same files. Each tells its parent where the files are, and by how much its memory grew whenever it is asked.
 */
import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openHttpListener } from '../../electron/links/http/listener.ts';
import { createDelivery } from '../../electron/packages/delivery.ts';
import { openLibrary } from '../../electron/packages/library.ts';
import { stampOf } from '../../electron/packages/stored-file.ts';
import { openStorage } from '../../electron/storage/storage.ts';
import { fail, type Result } from '../../shared/result.ts';

export interface Serving {
  readonly port: number;
  /** Paths of the files, in the order in which they were named. */
  readonly paths: readonly string[];
}

const { values, positionals } = parseArgs({ options: { block: { type: 'string' } }, allowPositionals: true });
/** The digests, which are the names of the files in `<folder>/packages`. */
const [kind, folder = '', ...digests] = positionals;

/** How often memory is looked at, milliseconds. */
const LOOK_MS = 10;

let peak = 0;
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), LOOK_MS).unref();
process.on('message', () => {
  process.send?.(peak);
  peak = process.memoryUsage.rss();
});
process.once('disconnect', () => process.exit());
process.send?.(kind === 'delivery' ? await serveDelivery() : await servePipe());

async function serveDelivery(): Promise<Serving> {
  const storage = valueOf(openStorage(folder, { version: '0.0.0' }));
  const library = valueOf(await openLibrary({ folder, storage }));
  const delivery = createDelivery({ library, storage });
  for (const digest of digests) {
    const file = await open(join(folder, 'packages', digest));
    const { stamp, size } = await stampOf(file);
    await file.close();
    const facts = { pkgId: digest, name: digest, pkgType: 'application/octet-stream', components: [] };
    const rest = { addedAt: 1, described: 'name', sample: false, stamp } as const;
    storage.packages.put({ digest, fileName: `${digest}.bin`, size, ...facts, ...rest });
  }
  const listener = await openHttpListener(
    { address: '127.0.0.1', port: 0, maxBody: 65_536 },
    {
      exchange: () => Promise.resolve(fail('no-session', 'Packages only.', 'Fetch one.')),
      deliver: (request, response) => delivery.handle(request, response),
      refused: () => undefined,
    },
  );
  const paths = digests.map((digest) => delivery.offer({ runId: digest, devId: 'IMEI:350000000000000', digest }));
  return { port: valueOf(listener).port, paths };
}

function servePipe(): Promise<Serving> {
  const blocks = values.block === undefined ? {} : { highWaterMark: Number(values.block) };
  const server = createServer((request, response) => {
    const path = join(folder, 'packages', (request.url ?? '').slice(1));
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': statSync(path).size });
    createReadStream(path, blocks).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('There is no port.');
      resolve({ port: address.port, paths: digests.map((digest) => `/${digest}`) });
    });
  });
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
