/**
 * Fetches a package over HTTP into a file, in constant memory, and goes on where it was cut (facts 5.3, 5.4).
 *
 * What is already in the file is asked for no more: `Range: bytes=<have>-`, with `If-Range` so that a package that
 * has changed meanwhile comes whole. 206 appends, 200 begins anew, 416 means that the file may be complete. A cut
 * connection or a 5xx is tried again with growing pauses; a clear refusal is not.
 */
import { createWriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDescriptorType } from './download-descriptor.ts';
import { type Refusal, refuse } from './result.ts';

export interface Download {
  readonly url: string;
  /** Where the bytes go; may hold the beginning already. */
  readonly path: string;
  /** Validator of the beginning, as `onValidator` told it. */
  readonly etag?: string;
  /** Called when the package's validator becomes known, before bytes are written. */
  readonly onValidator: (etag: string | undefined) => Promise<void>;
  /** Ends the download by throwing. */
  readonly signal: AbortSignal;
  /** Attempts in a row that come no further than those before. */
  readonly tries?: number;
  /** Pause before the second attempt, milliseconds; doubles each time. */
  readonly pauseMs?: number;
}

const MAX_REDIRECTS = 5;
const IDLE_MS = 30_000;

/** Octets of a descriptor that are read. */
const MAX_DESCRIPTOR = 64 * 1024;

/** A download descriptor in place of the package, and the URL behind all redirects that it came from. */
export interface FoundDescriptor {
  readonly text: string;
  readonly url: string;
}

/** The size in octets, or the descriptor that was found instead; nothing is written then. */
export type Downloaded =
  | { readonly ok: true; readonly value: number; readonly descriptor?: FoundDescriptor }
  | ({ readonly ok: false } & Refusal);

/** How one attempt ended: done, refused for good, or worth another try (with the refusal if there is none). */
type Round =
  | { readonly done: true }
  | { readonly descriptor: FoundDescriptor }
  | { readonly refusal: ReturnType<typeof refuse>; readonly again: boolean };

/**
 * Downloads; the value is the size in octets. Fails with 1402 (cut, not found, bad URL), 1403 (401, 403), 1404 (no
 * room), 1500 (server error) or 1501 (no connection).
 */
export async function downloadPackage(download: Download): Promise<Downloaded> {
  const { path, signal, tries = 5, pauseMs = 200 } = download;
  let etag = download.etag;
  let left = tries;
  let furthest = 0;
  for (;;) {
    // Without a validator nobody can tell whether the beginning still fits: begin anew.
    const before = etag === undefined ? 0 : await sizeOrZero(path);
    const round = await fetchRest({ ...download, ...(etag === undefined ? {} : { etag }) }, before, (validator) => {
      etag = validator;
      return download.onValidator(validator);
    });
    signal.throwIfAborted();
    if ('descriptor' in round) return { ok: true, value: 0, descriptor: round.descriptor };
    const have = await sizeOrZero(path);
    if ('done' in round) return { ok: true, value: have };
    left = have > furthest ? tries : left - 1;
    furthest = Math.max(furthest, have);
    if (!round.again || left <= 0) return round.refusal;
    await sleep(Math.min(pauseMs * 2 ** (tries - left), 5_000), undefined, { signal });
  }
}

async function fetchRest(download: Download, have: number, onValidator: Download['onValidator']): Promise<Round> {
  let answer: { readonly response: IncomingMessage; readonly url: string } | undefined;
  try {
    answer = await follow(download, have);
  } catch (error) {
    return { refusal: refuse(1501, `No answer from ${download.url}: ${messageOf(error)}`), again: true };
  }
  if (answer === undefined) return { refusal: refuse(1402, `${download.url} leads nowhere`), again: false };
  const { response, url } = answer;
  const status = response.statusCode ?? 0;
  if (status === 200 && isDescriptorType(response.headers['content-type'])) return readDescriptorBody(response, url);
  if (status === 200 || (status === 206 && startOf(response) === have)) {
    return receive(download, response, status === 206 ? have : 0, onValidator);
  }
  response.resume();
  if (status === 416 && sizeBehind(response.headers['content-range']) === have) return { done: true };
  if (status === 206 || status === 416) {
    await writeFile(download.path, '');
    return { refusal: refuse(1402, `The server answers the range with ${status} for another part`), again: true };
  }
  if (status === 401 || status === 403) return { refusal: refuse(1403, `The server answers ${status}`), again: false };
  if (status >= 500) return { refusal: refuse(1500, `The server answers ${status}`), again: true };
  return { refusal: refuse(1402, `The server answers ${status}`), again: false };
}

async function readDescriptorBody(response: IncomingMessage, url: string): Promise<Round> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_DESCRIPTOR) return { refusal: refuse(1402, 'The download descriptor is too long'), again: false };
      chunks.push(chunk);
    }
  } catch (error) {
    return { refusal: refuse(1402, `The connection was cut: ${messageOf(error)}`), again: true };
  }
  return { descriptor: { text: Buffer.concat(chunks).toString('utf8'), url } };
}

/** Writes the body behind the first `at` octets of the file. */
async function receive(
  download: Download,
  response: IncomingMessage,
  at: number,
  onValidator: Download['onValidator'],
): Promise<Round> {
  const { path, signal } = download;
  const length = response.headers['content-length'];
  const expected = length === undefined ? undefined : at + Number(length);
  try {
    if (at === 0) await onValidator(strongValidator(response.headers.etag));
    const file = createWriteStream(path, at === 0 ? { flags: 'w' } : { flags: 'r+', start: at });
    await pipeline(response, file, { signal });
  } catch (error) {
    if (isFull(error)) return { refusal: refuse(1404, 'No room for the package'), again: false };
    return { refusal: refuse(1402, `The connection was cut: ${messageOf(error)}`), again: true };
  }
  const have = await sizeOrZero(path);
  if (expected === undefined || expected === have) return { done: true };
  return { refusal: refuse(1402, `${have} octets instead of ${expected}`), again: true };
}

/** The answer behind all redirects; undefined when there is no http URL at their end. */
async function follow(
  download: Download,
  have: number,
): Promise<{ readonly response: IncomingMessage; readonly url: string } | undefined> {
  let url = URL.parse(download.url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
    const response = await open(url, download, have);
    const location = response.headers.location;
    const isRedirect = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0) && location !== undefined;
    if (!isRedirect) return { response, url: url.href };
    response.resume();
    url = URL.parse(location, url.href);
  }
  return undefined;
}

function open(url: URL, { etag, signal }: Download, have: number): Promise<IncomingMessage> {
  const headers: Record<string, string> = {
    'User-Agent': 'SCOMO virtual handset',
    Accept: 'application/vnd.oma.dd+xml, */*',
  };
  if (have > 0) headers['Range'] = `bytes=${have}-`;
  if (have > 0 && etag !== undefined) headers['If-Range'] = etag;
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, { headers, signal, timeout: IDLE_MS, agent: false }, resolve);
    request.on('timeout', () => request.destroy(new Error(`nothing came for ${IDLE_MS / 1000} s`)));
    request.on('error', reject);
    request.end();
  });
}

/** Only a strong validator may stand in If-Range (RFC 9110 §13.1.5). */
function strongValidator(etag: string | undefined): string | undefined {
  return etag === undefined || etag.startsWith('W/') ? undefined : etag;
}

function startOf(response: IncomingMessage): number | undefined {
  const start = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

function sizeBehind(contentRange: string | undefined): number | undefined {
  const size = /^bytes \*\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return size === undefined ? undefined : Number(size);
}

async function sizeOrZero(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.message === '' ? String(error.code) : error.message;
}
