/** The built page over HTTP: the same files and policy as in the Electron window. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pageFile, pageHeaders } from '../../shared/contract/page.ts';

/**
 * Answers a GET or HEAD for a file of the page: 200, 404 or 405.
 *
 * @param folder the built page
 * @param pathname still percent-encoded
 * @param connect further origins the page may talk to, for its Content-Security-Policy
 */
export async function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  pathname: string,
  connect: readonly string[],
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...pageHeaders('refusal.txt', connect), allow: 'GET, HEAD' }).end();
    return;
  }
  const path = pageFile(pathname);
  const size = path === undefined ? undefined : await sizeOf(join(folder, path));
  if (path === undefined || size === undefined) {
    response.writeHead(404, pageHeaders('refusal.txt', connect));
    response.end(pathname === '/' ? 'The page has not been built: run `npm run build`.\n' : 'There is no such file.\n');
    return;
  }
  response.writeHead(200, { ...pageHeaders(path, connect), 'content-length': size });
  if (request.method === 'HEAD') response.end();
  // A reader that leaves in the middle is no failure of ours.
  else await pipeline(createReadStream(join(folder, path)), response).catch(() => undefined);
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
}
