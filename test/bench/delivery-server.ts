/**
 * The two servers of delivery.bench.ts, each in a process of its own: `ours` is the package delivery behind the real
 * listener, with the file in a real library; `bare` pipes fs.createReadStream of the same file into a node:http
 * response. Sends the URL, then on every message the resident memory of the process, octets.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openHttpListener } from '../../electron/links/http/listener.ts';
import { createDelivery } from '../../electron/packages/delivery.ts';
import { openLibrary } from '../../electron/packages/library.ts';
import { openStorage } from '../../electron/storage/storage.ts';
import { fail } from '../../shared/result.ts';

const [kind, file = '', folder = ''] = process.argv.slice(2);

process.send?.(kind === 'ours' ? await serveDelivery() : await servePipe());
process.on('message', () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().rss);
});
process.once('disconnect', () => process.exit());

async function serveDelivery(): Promise<string> {
  const storage = openStorage(join(folder, 'data'));
  if (!storage.ok) throw new Error(storage.error.message);
  const library = await openLibrary({ folder: storage.value.folder, storage: storage.value });
  if (!library.ok) throw new Error(library.error.message);
  const taken = await library.value.takeIn({ path: file });
  if (!taken.ok) throw new Error(taken.error.message);
  const added = await library.value.add(taken.value.handle);
  if (!added.ok) throw new Error(added.error.message);
  const delivery = createDelivery({ library: library.value, storage: storage.value, onProgress: () => undefined });
  const listener = await openHttpListener(
    { address: '127.0.0.1', port: 0, maxBody: 1024 },
    {
      exchange: () => Promise.resolve(fail('unused', 'Nothing is exchanged here.', 'Fetch the package.')),
      deliver: (request, response) => delivery.handle(request, response),
      refused: () => undefined,
    },
  );
  if (!listener.ok) throw new Error(listener.error.message);
  const path = delivery.offer({ runId: 'run-1', devId: 'IMEI:1', digest: added.value.digest });
  return new URL(path, listener.value.url).href;
}

function servePipe(): Promise<string> {
  const size = statSync(file).size;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Length': size, 'Content-Type': 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  return new Promise((settle) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      settle(typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/file` : '');
    });
  });
}
