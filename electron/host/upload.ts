/** Files that come over HTTP: `POST /upload?name=…` with the token, the bytes as the body, a Result as the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import { internalFailure } from '../../shared/contract/internal-failure.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Workbench } from '../workbench/port.ts';
import { isToken } from './token.ts';

/** A file's name without its folders; what no platform takes in a name is refused. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const fileName = /^[^/\\\u0000-\u001f\u007f]{1,255}$/;

/**
 * Takes one file in, in constant memory, and answers its handle.
 *
 * @param name the `name` of the query
 * @param token the host's own, compared with the header `x-scomo-token`
 */
export async function answerUpload(
  request: IncomingMessage,
  response: ServerResponse,
  workbench: Workbench,
  name: string | null,
  token: string,
): Promise<void> {
  if (request.method !== 'POST') return answer(response, 405, wrongMethod());
  if (!isToken(token, request.headers['x-scomo-token'])) return answer(response, 401, wrongToken());
  if (name === null || !fileName.test(name) || name === '.' || name === '..') return answer(response, 400, wrongName());
  try {
    // A workbench that stops reading early still has to be able to say why.
    const bytes = request.iterator({ destroyOnReturn: false });
    const result = await workbench.handOver({ fileName: name, bytes });
    await readToEnd(request);
    answer(response, 200, result);
  } catch (error) {
    answer(response, 500, request.complete ? internalFailure(error) : interrupted());
  }
}

/** A browser that is still sending does not look at the answer, and reports a broken connection instead. */
async function readToEnd(request: IncomingMessage): Promise<void> {
  if (request.readableEnded) return;
  request.resume();
  await finished(request);
}

function answer(response: ServerResponse, status: number, result: Result<string>): void {
  if (response.destroyed) return;
  const body = JSON.stringify(result);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(body);
}

function wrongMethod(): Result<never> {
  return fail('not-allowed', 'Files are sent with POST.', 'Send it with POST.');
}

function wrongToken(): Result<never> {
  return fail(
    'not-allowed',
    'The file came without the token of this workbench.',
    'Open the workbench with the address that it printed when it started.',
  );
}

function wrongName(): Result<never> {
  return fail('invalid-input', 'The file has no usable name.', 'Rename the file and try again.');
}

function interrupted(): Result<never> {
  return fail('interrupted', 'The file did not arrive whole.', 'Send it again.', { retryable: true });
}
