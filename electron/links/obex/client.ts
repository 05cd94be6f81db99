/**
 * The OBEX client role over any byte channel (facts 3.2): CONNECT to a target, PUT and GET of objects in as many
 * packets as they need, ABORT and DISCONNECT. Whether the object is a notification or a DM message is not known here.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result } from '../../../shared/result.ts';
import { createBodyCollector, partsOf } from '../../../shared/obex/body.ts';
import { HEADERS, type Operation, RESPONSES } from '../../../shared/obex/codes.ts';
import { decodeChallenge, digestFor, encodeChallengeResponse } from '../../../shared/obex/digest.ts';
import { asciiIn, asciiOctets, type Header, numberIn, octetsIn, typeHeader } from '../../../shared/obex/header.ts';
import { agreedPacket, encodeRequest, type Response } from '../../../shared/obex/packet.ts';
import type { ByteChannel } from '../byte-channel.ts';
import { createObexExchange } from './exchange.ts';
import { cancelled, refused, silent } from './failures.ts';

export interface ObexSettings {
  /** Largest packet we take and send, octets; the handset may agree to less. */
  readonly maxPacket: number;
  /** Time for one response, milliseconds. */
  readonly responseMs: number;
  /** Time for the response to CONNECT, which nobody has to think about, milliseconds; as the others unless said. */
  readonly connectMs?: number;
  /** Time for a whole object to come, milliseconds: the person who holds the handset may be asked meanwhile. */
  readonly objectMs: number;
  /** Largest object taken, octets. */
  readonly maxObject: number;
  /** Proves us where the handset asks for OBEX authentication. */
  readonly credentials?: { readonly userId: string; readonly password: string };
}

export interface Connected {
  /** The target that was accepted, as the handset calls it. */
  readonly who: string | undefined;
  readonly maxPacket: number;
}

/** What a GET brought: an object, or nothing when the handset has nothing more to say. */
export interface Got {
  readonly object: Uint8Array | undefined;
  readonly headers: readonly Header[];
}

export interface ObexClient {
  /** Errors: `obex-refused` with the response, and those of the exchange. */
  connect(target: string): Promise<Result<Connected>>;
  /** Sends an object. `headers` go with its first packet. */
  put(type: string, object: Uint8Array, headers?: readonly Header[]): Promise<Result<void>>;
  /** Asks for an object and waits while the handset has none yet. */
  get(type: string): Promise<Result<Got>>;
  /** Aborted when the channel is lost. */
  readonly gone: AbortSignal;
  /** Leaves the connection; the channel stays open. Never fails: the handset may have gone already. */
  disconnect(): Promise<void>;
}

/**
 * A handset has its next message in a few milliseconds, a person who is asked takes seconds. So each pause between two
 * questions is twice as long as the one before, but never more than a share of the time waited so far: what the pauses
 * add is never more than that share, and nearly nothing where the handset was slow to answer the question itself.
 */
const PAUSE = { share: 0.25, leastMs: 2, mostMs: 1_000 } as const;

/** Milliseconds before the next question, after so many were answered with nothing. */
function pauseAfter(waitedMs: number, polls: number): number {
  const share = Math.max(waitedMs * PAUSE.share, PAUSE.leastMs);
  return Math.min(PAUSE.leastMs * 2 ** polls, share, PAUSE.mostMs);
}

/** Responses by which a handset says that it has nothing more to say (facts 3.2). */
const NOTHING_MORE: ReadonlySet<number> = new Set([RESPONSES.notFound.code, RESPONSES.unsupportedMedia.code]);

/** Takes the channel over until `disconnect`. `signal` gives up what is under way. */
export function createObexClient(channel: ByteChannel, settings: ObexSettings, signal: AbortSignal): ObexClient {
  const exchange = createObexExchange(channel, signal);
  let maxPacket = agreedPacket(settings.maxPacket, undefined);
  let every: readonly Header[] = [];

  async function send(
    operation: Operation,
    final: boolean,
    headers: readonly Header[],
    room?: Uint8Array,
  ): Promise<Result<Response>> {
    const isConnect = operation === 'connect';
    const limit = isConnect ? { maxPacket: settings.maxPacket } : {};
    const request = encodeRequest({ operation, final, headers, ...limit }, room);
    if (!request.ok) return request;
    const to = isConnect ? 'connect' : 'other';
    const timeLimitMs = (isConnect ? settings.connectMs : undefined) ?? settings.responseMs;
    return exchange.ask(request.value, { what: operation.toUpperCase(), to, timeLimitMs });
  }

  async function connect(target: string): Promise<Result<Connected>> {
    const wanted: Header = { id: HEADERS.target, value: asciiOctets(target) };
    let response = await send('connect', true, [wanted]);
    if (response.ok && response.value.code === RESPONSES.unauthorized.code) {
      const proof = proofFor(response.value.headers);
      if (proof !== undefined) response = await send('connect', true, [wanted, proof]);
    }
    if (!response.ok) return response;
    if (response.value.code !== RESPONSES.ok.code) return refused(`a connection to ${target}`, response.value.code);
    maxPacket = agreedPacket(settings.maxPacket, response.value.maxPacket);
    const id = numberIn(response.value.headers, HEADERS.connectionId);
    every = id === undefined ? [] : [{ id: HEADERS.connectionId, value: id }];
    return ok({ who: asciiIn(response.value.headers, HEADERS.who), maxPacket });
  }

  /** Answers a challenge of the handset, when we have a password for it. */
  function proofFor(headers: readonly Header[]): Header | undefined {
    const value = octetsIn(headers, HEADERS.authChallenge);
    const challenge = value === undefined ? undefined : decodeChallenge(value);
    if (challenge?.ok !== true || settings.credentials === undefined) return undefined;
    const { nonce, wantsUserId } = challenge.value;
    const { userId, password } = settings.credentials;
    return {
      id: HEADERS.authResponse,
      value: encodeChallengeResponse({
        digest: digestFor(nonce, password),
        nonce,
        ...(wantsUserId ? { userId } : {}),
      }),
    };
  }

  async function put(type: string, object: Uint8Array, headers: readonly Header[] = []): Promise<Result<void>> {
    const first = [typeHeader(type), { id: HEADERS.length, value: object.length }, ...headers];
    const parts = partsOf(object, { first, every, maxPacket });
    if (!parts.ok) return parts;
    const room = new Uint8Array(object.length < maxPacket ? 0 : maxPacket);
    for (const part of parts.value) {
      const response = await send('put', part.isLast, part.headers, room);
      if (!response.ok) return response;
      const expected = part.isLast ? RESPONSES.ok.code : RESPONSES.continue.code;
      // A handset may have enough before the last packet: then this is its answer to the whole object.
      if (response.value.code === RESPONSES.ok.code) return ok(undefined);
      if (response.value.code !== expected) return refused(`a message (${type})`, response.value.code);
    }
    return ok(undefined);
  }

  async function get(type: string): Promise<Result<Got>> {
    const until = performance.now() + settings.objectMs;
    let collector = createBodyCollector(settings.maxObject);
    let first: readonly Header[] | undefined = [typeHeader(type)];
    const seen: Header[] = [];
    let silentSince = performance.now();
    let polls = 0;
    for (;;) {
      const response: Result<Response> = await send('get', true, [...every, ...(first ?? [])]);
      if (!response.ok) return response;
      const { code, headers } = response.value;
      if (NOTHING_MORE.has(code)) return ok({ object: undefined, headers: seen });
      const isLater = code === RESPONSES.serviceUnavailable.code;
      if (!isLater && code !== RESPONSES.continue.code && code !== RESPONSES.ok.code) return refused('to go on', code);
      const before = collector.size;
      const taken = collector.take(headers);
      if (!taken.ok) return taken;
      seen.push(...headers.filter(({ id }) => id !== HEADERS.body && id !== HEADERS.endOfBody));
      if (code === RESPONSES.ok.code)
        return ok({ object: collector.hasBody ? collector.bytes() : undefined, headers: seen });
      first = isLater ? [typeHeader(type)] : undefined;
      if (isLater) collector = createBodyCollector(settings.maxObject);
      if (collector.size > before) {
        silentSince = performance.now();
        polls = 0;
        continue;
      }
      // Nothing yet: the handset is still at work, or its user is being asked.
      const pauseMs = pauseAfter(performance.now() - silentSince, polls++);
      if (performance.now() + pauseMs > until) return silent('GET', settings.objectMs);
      if (!(await paused(pauseMs))) return cancelled();
    }
  }

  async function paused(ms: number): Promise<boolean> {
    try {
      await sleep(ms, undefined, { signal });
      return true;
    } catch {
      return false;
    }
  }

  return {
    connect,
    put,
    get,
    gone: exchange.gone,
    async disconnect(): Promise<void> {
      await send('disconnect', true, every);
      exchange.release();
    },
  };
}
