/**
 * The OBEX server role over any byte channel: the handset connects to us, PUTs its messages and GETs ours (facts 3.2,
 * "device initiated"). One connection at a time; requests are answered in order. While an answer is not there yet, a
 * GET is answered `continue` with an empty body now and then, so that the handset knows that we are alive.
 */
import { ok, type Failure, type Result } from '../../../shared/result.ts';
import { createBodyCollector, partsOf, type BodyCollector, type Part } from '../../../shared/obex/body.ts';
import { HEADERS, RESPONSES } from '../../../shared/obex/codes.ts';
import { asciiIn, asciiOctets, type Header, numberIn } from '../../../shared/obex/header.ts';
import {
  agreedPacket,
  decodeRequest,
  encodeResponse,
  MAX_PACKET,
  type Request,
  type Response,
} from '../../../shared/obex/packet.ts';
import { createPacketReader } from '../../../shared/obex/packet-reader.ts';
import type { ByteChannel } from '../byte-channel.ts';

/** What is served. Objects are whole; how many packets they took is nobody's business. */
export interface ObexService {
  /** May a client connect to this target? Otherwise it is answered `not found` (facts 3.2). */
  accepts(target: string): boolean;
  /** Takes an object; answers a response code. */
  put(object: ReceivedObject): Promise<number>;
  /** The object to hand out; undefined when there is none any more. Aborted when the client gives up. */
  get(type: string, signal: AbortSignal): Promise<OutgoingObject | undefined>;
  /** The client has left, or was never heard again. */
  ended(failure: Failure | undefined): void;
}

export interface ReceivedObject {
  readonly type: string;
  readonly object: Uint8Array;
  readonly headers: readonly Header[];
}

export interface OutgoingObject {
  readonly object: Uint8Array;
  readonly headers: readonly Header[];
}

export interface ServeSettings {
  readonly maxPacket: number;
  readonly maxObject: number;
  /** A GET without an object yet is answered `continue` after this, milliseconds. */
  readonly keepAliveMs: number;
}

interface Outgoing {
  readonly parts: Iterator<Part, void>;
}

/** Serves the channel from now on; the function it answers stops that, and leaves the channel open. */
export function serveObex(channel: ByteChannel, service: ObexService, settings: ServeSettings): () => void {
  const reader = createPacketReader('requests', MAX_PACKET);
  let maxPacket = agreedPacket(settings.maxPacket, undefined);
  let connectionId = 0;
  let isConnected = false;
  let incoming: { readonly first: Request; readonly body: BodyCollector } | undefined;
  let outgoing: Outgoing | undefined;
  let making: { readonly object: Promise<OutgoingObject | undefined>; readonly abort: AbortController } | undefined;
  let queue: Promise<void> = Promise.resolve();
  let isStopped = false;

  channel.listen({
    data(chunk): void {
      const packets = reader.push(chunk);
      if (!packets.ok) return stop(packets.error);
      for (const packet of packets.value) queue = queue.then(() => answer(packet));
    },
    lost: stop,
  });

  function stop(failure?: Failure): void {
    if (isStopped) return;
    isStopped = true;
    making?.abort.abort();
    channel.listen(undefined);
    service.ended(failure);
  }

  async function answer(packet: Uint8Array): Promise<void> {
    if (isStopped) return;
    const request = decodeRequest(packet);
    // Of the packets in the middle of an object nothing is kept but their octets, which are copied.
    const isMiddle = incoming !== undefined && request.ok && request.value.operation === 'put';
    const response = request.ok ? await respond(request.value) : simple(RESPONSES.badRequest.code);
    if (isMiddle) reader.recycle(packet);
    const bytes = encodeResponse(response);
    if (isStopped || !bytes.ok) return;
    const written = await channel.write(bytes.value);
    if (!written.ok) return stop(written.error);
    if (request.ok && request.value.operation === 'disconnect') disconnect();
  }

  function respond(request: Request): Response | Promise<Response> {
    if (request.operation !== 'put') incoming = undefined;
    if (request.operation !== 'get') giveUpGet();
    switch (request.operation) {
      case 'connect':
        return connect(request);
      case 'put':
        return isConnected ? put(request) : simple(RESPONSES.badRequest.code);
      case 'get':
        return isConnected ? get(request) : simple(RESPONSES.badRequest.code);
      case 'abort':
      case 'disconnect':
        return simple(RESPONSES.ok.code);
      case 'setPath':
        return simple(RESPONSES.notImplemented.code);
    }
  }

  function connect({ headers, maxPacket: theirs }: Request): Response {
    const target = asciiIn(headers, HEADERS.target);
    if (target === undefined) return simple(RESPONSES.badRequest.code);
    if (!service.accepts(target)) return { ...simple(RESPONSES.notFound.code), maxPacket: settings.maxPacket };
    maxPacket = agreedPacket(settings.maxPacket, theirs);
    connectionId += 1;
    isConnected = true;
    return {
      code: RESPONSES.ok.code,
      maxPacket: settings.maxPacket,
      headers: [
        { id: HEADERS.connectionId, value: connectionId },
        { id: HEADERS.who, value: asciiOctets(target) },
      ],
    };
  }

  async function put(request: Request): Promise<Response> {
    const known = numberIn(request.headers, HEADERS.connectionId);
    if (known !== undefined && known !== connectionId) return simple(RESPONSES.serviceUnavailable.code);
    incoming ??= { first: request, body: createBodyCollector(settings.maxObject) };
    const { first, body } = incoming;
    const taken = body.take(request.headers);
    if (!taken.ok) {
      incoming = undefined;
      return simple(RESPONSES.entityTooLarge.code);
    }
    if (!request.final) return simple(RESPONSES.continue.code);
    incoming = undefined;
    const type = asciiIn(first.headers, HEADERS.type) ?? '';
    return simple(await service.put({ type, object: body.bytes(), headers: first.headers }));
  }

  async function get(request: Request): Promise<Response> {
    if (outgoing === undefined) {
      if (making === undefined) {
        const abort = new AbortController();
        const type = asciiIn(request.headers, HEADERS.type) ?? '';
        making = { object: service.get(type, abort.signal), abort };
      }
      const made = await within(making.object, settings.keepAliveMs);
      if (made === 'later') return simple(RESPONSES.continue.code);
      making = undefined;
      if (made === undefined) return simple(RESPONSES.ok.code);
      const begun = begin(made);
      if (!begun.ok) return simple(RESPONSES.internalError.code);
      outgoing = begun.value;
    }
    const next = outgoing.parts.next();
    if (next.done === true) return simple(RESPONSES.internalError.code);
    if (next.value.isLast) outgoing = undefined;
    return {
      code: next.value.isLast ? RESPONSES.ok.code : RESPONSES.continue.code,
      headers: next.value.headers,
    };
  }

  function begin({ object, headers }: OutgoingObject): Result<Outgoing> {
    const first = [{ id: HEADERS.length, value: object.length }, ...headers];
    const parts = partsOf(object, { first, every: [], maxPacket });
    return parts.ok ? ok({ parts: parts.value[Symbol.iterator]() }) : parts;
  }

  function giveUpGet(): void {
    outgoing = undefined;
    making?.abort.abort();
    making = undefined;
  }

  function disconnect(): void {
    isConnected = false;
    stop();
  }

  return () => stop();
}

function simple(code: number): Response {
  return { code, headers: [] };
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | 'later'> {
  let limit: NodeJS.Timeout | undefined;
  const later = new Promise<'later'>((resolve) => {
    limit = setTimeout(() => resolve('later'), ms);
  });
  try {
    return await Promise.race([promise, later]);
  } finally {
    clearTimeout(limit);
  }
}
