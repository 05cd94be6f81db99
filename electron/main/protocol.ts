/** The `app://` protocol: serves the built page to our own window, with its policy, and nothing else. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';
import { pageFile, pageHeaders } from '../../shared/contract/page.ts';

/** Origin of the page in the window; the IPC router trusts no other. */
export const PAGE_ORIGIN = 'app://scomo';

/** Makes `app:` a standard, secure scheme. Electron wants this before its `ready` event. */
export function declareProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves `folder` (the built page) to windows of `session`. */
export function serveProtocol(session: Session, folder: string): void {
  session.protocol.handle('app', (request) => answerPageRequest(request, folder));
}

/**
 * Answers one request of the page.
 *
 * @returns 200 with the file and the page's policy; 405 for methods other than GET and HEAD; 404 for other hosts,
 *   paths that lead out of the folder, and files that are not there
 */
async function answerPageRequest(request: Request, folder: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
  const url = new URL(request.url);
  const path = url.protocol === 'app:' && url.host === 'scomo' ? pageFile(url.pathname) : undefined;
  if (path === undefined) return notFound();
  try {
    const bytes = await readFile(join(folder, path));
    return new Response(request.method === 'HEAD' ? null : bytes, { headers: pageHeaders(path) });
  } catch {
    return notFound();
  }
}

function notFound(): Response {
  return new Response('There is no such file in the page.', {
    status: 404,
    headers: pageHeaders('not-found.txt'),
  });
}
