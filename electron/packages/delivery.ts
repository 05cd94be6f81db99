/**
 * Delivery: a handset fetches a package over HTTP from an unguessable URL that belongs to one run.
 *
 * `offer` makes the URL, `handle` answers requests for it, `withdraw` ends it. Offers live in the storage, so a URL
 * that a handset was given goes on working after a restart. What is sent is checked first (library.openVerified);
 * how it is fetched is the handset's choice: whole, on from where it broke off, block by block (facts 5.4). A handset
 * with a download agent is led by a descriptor instead (descriptor-delivery.ts).
 */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Failure } from '../../shared/result.ts';
import type { RunParams } from '../../shared/runbook/run.ts';
import { type InstallNotify, parseInstallNotify } from '../../shared/scomo/install-notify.ts';
import { planAnswer } from './answer.ts';
import { descriptorPath, METHODS, partAt, readNotify, serveDescriptor } from './descriptor-delivery.ts';
import { urlFileName } from './file-name.ts';
import type { OpenPackage, PackageLibrary } from './library.ts';
import { type OfferProgress, createOfferProgress } from './offer-progress.ts';
import type { OfferRecord, OfferRecords } from './records.ts';
import { type TransferEnd, transfer } from './transfer.ts';

export interface Offer {
  readonly runId: string;
  readonly devId: string;
  /** SHA-256 of the package. */
  readonly digest: string;
}

/** `sent`: octets of the file that were sent at least once, of `size`; `done` when that is all of them. */
export interface Progress extends Offer {
  readonly sent: number;
  readonly size: number;
  readonly done: boolean;
}

/** How one request ended, for the trace. */
export interface Served extends Offer {
  readonly what: 'package' | 'descriptor';
  readonly method: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The Range header as it came. */
  readonly range?: string;
  /** Octets of the file that this answer carried. */
  readonly sent: number;
  /** Size of the package, octets; 0 when it was refused. */
  readonly size: number;
  readonly ms: number;
  readonly end: TransferEnd;
  /** Why the package was refused. */
  readonly failure?: Failure;
}

/** A download agent's report, before it releases the package to use. */
export interface Notified extends Offer {
  /** Undefined for a text that is no report. */
  readonly notify: InstallNotify | undefined;
  /** The body as it came. */
  readonly text: string;
}

export interface Delivery {
  /** Path of the URL for a package in a run; the same one when it was offered before. */
  offer(offer: Offer): string;
  /** Path of what a run offers, or of the descriptor that leads there; undefined when it offers nothing. */
  pathOf(runId: string, by?: RunParams['delivery']): string | undefined;
  /** Ends the offers of a run: its URLs are unknown from now on, what is on its way is cut. */
  withdraw(runId: string): void;
  /** Runs that offer a package. */
  runsOffering(digest: string): readonly string[];
  /** Answers a request if its path begins with `/p/`; false if it is not for the delivery. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /**
   * Cuts what is on its way and resolves when nothing uses the library or the storage any more. Offers stay.
   * Idempotent.
   */
  close(): Promise<void>;
}

export interface DeliveryOptions {
  readonly library: Pick<PackageLibrary, 'get' | 'openVerified'>;
  readonly storage: { readonly offers: OfferRecords };
  /** At most five times a second per offer, and always the last one. `done` is told once. */
  readonly onProgress?: (progress: Progress) => void;
  readonly onServed?: (served: Served) => void;
  readonly onNotified?: (notified: Notified) => void;
  /** A handset that takes nothing for this long has left, milliseconds. */
  readonly stallMs?: number;
}

/** What goes on with one offer, from its first request on. */
interface Ongoing {
  readonly progress: OfferProgress;
  readonly responses: Set<ServerResponse>;
}

/** More connections than a download agent opens, fewer than would hurt. */
const MAX_AT_ONCE = 16;
/** Failures that no later try will mend: 410 tells the handset so, 500 lets it try again (facts 5.3). */
const GONE: ReadonlySet<string> = new Set(['package-unknown', 'package-missing']);
/** The token in the path, and what follows; a proxy may have sent the whole URL. */
const PATH = /^(?:http:\/\/[^/]*)?\/p\/([^/?#]*)\/?([^?#]*)/i;

/** Makes a delivery over a library. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { library, onProgress, onServed, onNotified, stallMs = 120_000 } = options;
  const { offers } = options.storage;
  const ongoing = new Map<string, Ongoing>();
  const madeHere = new Set<string>();
  const serving = new Set<Promise<void>>();
  let isClosed = false;

  function ongoingFor({ tokenDigest, runId, devId, digest }: OfferRecord): Ongoing {
    const known = ongoing.get(tokenDigest);
    if (known !== undefined) return known;
    const isContinued = !madeHere.has(tokenDigest);
    const progress = createOfferProgress(isContinued, (now) => onProgress?.({ runId, devId, digest, ...now }));
    const started: Ongoing = { progress, responses: new Set() };
    ongoing.set(tokenDigest, started);
    return started;
  }

  async function serve(request: IncomingMessage, response: ServerResponse, offer: OfferRecord): Promise<void> {
    const startedAt = performance.now();
    const going = ongoingFor(offer);
    const { runId, devId, digest } = offer;
    let sent = 0;
    let size = 0;
    let end: TransferEnd = 'sent';
    let failure: Failure | undefined;
    going.responses.add(response);
    try {
      if (going.responses.size > MAX_AT_ONCE) {
        refuse(response, 503, 'Too many requests for this package at the same time.', { 'Retry-After': '1' });
        return;
      }
      const opened = await library.openVerified(digest);
      if (!opened.ok) {
        failure = opened.error;
        refuse(response, GONE.has(failure.code) ? 410 : 500, failure.message);
        return;
      }
      size = opened.value.package.size;
      try {
        end = await send(request, response, opened.value, going.progress, (octets) => {
          sent += octets;
        });
      } finally {
        await opened.value.file.close();
      }
    } catch (error) {
      end = 'gone';
      failure = broken(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, failure.message);
    } finally {
      going.responses.delete(response);
      const method = request.method ?? '';
      const range = request.headers.range === undefined ? {} : { range: request.headers.range };
      const why = failure === undefined ? {} : { failure };
      const ms = performance.now() - startedAt;
      onServed?.({
        what: 'package',
        runId,
        devId,
        digest,
        method,
        status: response.statusCode,
        ...range,
        sent,
        size,
        ms,
        end,
        ...why,
      });
    }
  }

  function describe(request: IncomingMessage, response: ServerResponse, offer: OfferRecord): void {
    const { runId, devId, digest, token } = offer;
    const stored = library.get(digest);
    let sent = 0;
    if (stored === undefined) refuse(response, 410, 'The package is no longer in the library.');
    else sent = serveDescriptor(request, response, token, pathTo(offer), stored);
    const { method = '' } = request;
    const status = response.statusCode;
    onServed?.({ what: 'descriptor', runId, devId, digest, method, status, sent, size: sent, ms: 0, end: 'sent' });
  }

  async function takeNotify(request: IncomingMessage, response: ServerResponse, offer: OfferRecord): Promise<void> {
    const { runId, devId, digest } = offer;
    const text = await readNotify(request).catch(() => undefined);
    if (text === undefined) {
      refuse(response, 413, 'A report has one line.', { Connection: 'close' });
      return;
    }
    try {
      // Told first: what was answered 200 must not get lost.
      onNotified?.({ runId, devId, digest, notify: parseInstallNotify(text), text });
    } catch (error) {
      refuse(response, 500, broken(error).message);
      return;
    }
    response.writeHead(200, { 'Content-Length': 0, 'Cache-Control': 'no-store' }).end();
  }

  async function send(
    request: IncomingMessage,
    response: ServerResponse,
    { file, package: stored, isUnchanged }: OpenPackage,
    progress: OfferProgress,
    onSent: (octets: number) => void,
  ): Promise<TransferEnd> {
    const ifRange = request.headers['if-range'];
    const asked = {
      method: request.method === 'HEAD' ? 'HEAD' : 'GET',
      range: request.headers.range,
      ifRange: typeof ifRange === 'string' ? ifRange : undefined,
    } as const;
    const { status, headers, body } = planAnswer(asked, stored);
    response.setTimeout(stallMs, () => response.destroy());
    response.writeHead(status, headers);
    if (body === undefined) {
      response.end();
      return 'sent';
    }
    progress.begin(stored.size, body.start, status === 200);
    let position = body.start;
    return transfer({
      ...body,
      file,
      response,
      isUnchanged,
      onSent(octets) {
        progress.sent(position, position + octets);
        position += octets;
        onSent(octets);
      },
    });
  }

  function pathTo(offer: OfferRecord): string {
    return `/p/${offer.token}/${urlFileName(library.get(offer.digest)?.fileName ?? '')}`;
  }

  return {
    offer({ runId, devId, digest }) {
      const known = offers.of(runId, devId, digest);
      if (known !== undefined) return pathTo(known);
      const token = randomBytes(32).toString('base64url');
      const made = { token, tokenDigest: digestOfToken(token), runId, devId, digest };
      offers.put(made);
      madeHere.add(made.tokenDigest);
      return pathTo(made);
    },
    pathOf(runId, by = 'direct-url') {
      const [first] = offers.ofRun(runId);
      if (first === undefined) return undefined;
      return by === 'descriptor' ? descriptorPath(first.token) : pathTo(first);
    },
    withdraw(runId) {
      const ended = offers.ofRun(runId);
      offers.removeOfRun(runId);
      for (const { tokenDigest } of ended) {
        madeHere.delete(tokenDigest);
        cut(ongoing.get(tokenDigest));
        ongoing.delete(tokenDigest);
      }
    },
    runsOffering: (digest) => offers.ofPackage(digest).map(({ runId }) => runId),
    handle(request, response) {
      const [, token, rest = ''] = PATH.exec(request.url ?? '') ?? [];
      if (token === undefined) return false;
      const part = partAt(rest);
      if (!METHODS[part].includes(request.method ?? '')) {
        const why = part === 'notify' ? 'A report is posted.' : 'A package can only be fetched.';
        refuse(response, 405, why, { Allow: METHODS[part].join(', ') });
        return true;
      }
      if (isClosed) {
        refuse(response, 503, 'The workbench is closing.');
        return true;
      }
      // Looked up by its digest, so that how long it takes says nothing about how much of a token was right.
      const offer = offers.find(digestOfToken(token));
      if (offer === undefined) {
        refuse(response, 404, 'There is no package here.');
        return true;
      }
      if (part === 'descriptor') {
        describe(request, response, offer);
        return true;
      }
      const work = part === 'notify' ? takeNotify(request, response, offer) : serve(request, response, offer);
      const served = work.finally(() => serving.delete(served));
      serving.add(served);
      return true;
    },
    async close() {
      isClosed = true;
      for (const going of ongoing.values()) cut(going);
      ongoing.clear();
      await Promise.allSettled(serving);
    },
  };
}

function digestOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function cut(going: Ongoing | undefined): void {
  going?.progress.close();
  for (const response of going?.responses ?? []) response.destroy();
}

function refuse(response: ServerResponse, status: number, why: string, headers: Record<string, string> = {}): void {
  const text = `${why}\n`;
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(text);
}

function broken(error: unknown): Failure {
  return {
    code: 'delivery-broken',
    message: 'The package could not be delivered.',
    next: 'Try again; if it happens again, check the disk that holds the data folder.',
    detail: error instanceof Error ? error.message : String(error),
    retryable: true,
  };
}
