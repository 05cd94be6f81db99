/**
 * The handset as OBEX server (facts 3.2): the workbench connects, puts a notification, gets our message, puts its answer,
 * gets our next message. Octets in, octets out; what the objects mean is the transport's business.
 */
import { HEADERS, RESPONSES } from '../../../shared/obex/codes.ts';
import { asciiIn, asciiOctets, type Header } from '../../../shared/obex/header.ts';
import { createBodyCollector, partsOf, type BodyCollector, type Part } from '../../../shared/obex/body.ts';
import {
  agreedPacket,
  decodeRequest,
  encodeResponse,
  MAX_PACKET,
  type Request,
  type Response,
} from '../../../shared/obex/packet.ts';
import { createPacketReader } from '../../../shared/obex/packet-reader.ts';

export interface CableObject {
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Text of the header x-syncml-hmac, when it came or goes with it. */
  readonly hmac?: string;
}

export interface ResponderPorts {
  write(bytes: Uint8Array): Promise<void>;
  /** Takes an object; answers whether it was wanted. */
  put(object: CableObject): boolean;
  /** Our next message: there it is, `later` while it is being made, or `none` when we have nothing more to say. */
  next(type: string): CableObject | 'later' | 'none';
  /** The workbench has left. */
  disconnected(): void;
  /** The octets make no sense any more. */
  broken(): void;
}

const TARGET = 'SYNCML-DM';
/** Largest message that is taken, octets. */
const MAX_OBJECT = 8 * 1024 * 1024;
const CONNECTION = 1;

export interface ObexResponder {
  hear(chunk: Uint8Array): void;
  /** Octets of a packet that has not come whole. */
  readonly pending: number;
  /** Forgets them: whoever began that packet has gone. */
  forgetPending(): void;
}

/** `maxPacket`: the largest packet that this handset takes, octets. */
export function createObexResponder(ports: ResponderPorts, maxPacket: number): ObexResponder {
  const reader = createPacketReader('requests', MAX_PACKET);
  let agreed = agreedPacket(maxPacket, undefined);
  let isConnected = false;
  let arriving: { readonly headers: readonly Header[]; readonly body: BodyCollector } | undefined;
  let leaving: Iterator<Part, void> | undefined;

  function hear(chunk: Uint8Array): void {
    const packets = reader.push(chunk);
    if (!packets.ok) return ports.broken();
    for (const packet of packets.value) answer(packet);
  }

  function answer(packet: Uint8Array): void {
    const request = decodeRequest(packet);
    const response = request.ok ? respond(request.value) : only(RESPONSES.badRequest.code);
    const bytes = encodeResponse(response);
    if (!bytes.ok) return;
    void ports.write(bytes.value);
    if (request.ok && request.value.operation === 'disconnect') ports.disconnected();
  }

  function respond(request: Request): Response {
    const { operation } = request;
    if (operation !== 'put') arriving = undefined;
    if (operation !== 'get') leaving = undefined;
    if (operation === 'connect') return connect(request);
    if (operation === 'disconnect' || operation === 'abort') {
      isConnected &&= operation === 'abort';
      return only(RESPONSES.ok.code);
    }
    if (!isConnected) return only(RESPONSES.forbidden.code);
    if (operation === 'put') return take(request);
    return operation === 'get' ? give(request) : only(RESPONSES.notImplemented.code);
  }

  function connect({ headers, maxPacket: theirs }: Request): Response {
    const target = asciiIn(headers, HEADERS.target);
    isConnected = target === TARGET;
    if (!isConnected) return only(target === undefined ? RESPONSES.badRequest.code : RESPONSES.notFound.code);
    agreed = agreedPacket(maxPacket, theirs);
    return {
      code: RESPONSES.ok.code,
      maxPacket,
      headers: [
        { id: HEADERS.connectionId, value: CONNECTION },
        { id: HEADERS.who, value: asciiOctets(TARGET) },
      ],
    };
  }

  function take({ headers, final }: Request): Response {
    arriving ??= { headers, body: createBodyCollector(MAX_OBJECT) };
    const { body } = arriving;
    if (!body.take(headers).ok) {
      arriving = undefined;
      return only(RESPONSES.entityTooLarge.code);
    }
    if (!final) return only(RESPONSES.continue.code);
    const first = arriving.headers;
    arriving = undefined;
    const hmac = asciiIn(first, HEADERS.http);
    const isWanted = ports.put({
      type: asciiIn(first, HEADERS.type) ?? '',
      bytes: body.bytes(),
      ...(hmac === undefined ? {} : { hmac }),
    });
    return only(isWanted ? RESPONSES.ok.code : RESPONSES.forbidden.code);
  }

  function give({ headers }: Request): Response {
    if (leaving === undefined) {
      const object = ports.next(asciiIn(headers, HEADERS.type) ?? '');
      if (object === 'later') return only(RESPONSES.continue.code);
      if (object === 'none') return only(RESPONSES.ok.code);
      leaving = cut(object);
    }
    const part = leaving?.next();
    if (part === undefined || part.done === true) return only(RESPONSES.internalError.code);
    if (part.value.isLast) leaving = undefined;
    return { code: part.value.isLast ? RESPONSES.ok.code : RESPONSES.continue.code, headers: part.value.headers };
  }

  function cut({ bytes, hmac }: CableObject): Iterator<Part, void> | undefined {
    const mac = hmac === undefined ? [] : [{ id: HEADERS.http, value: asciiOctets(hmac) }];
    const first = [{ id: HEADERS.length, value: bytes.length }, ...mac];
    const parts = partsOf(bytes, { first, every: [], maxPacket: agreed });
    return parts.ok ? parts.value[Symbol.iterator]() : undefined;
  }

  return {
    hear,
    forgetPending: reader.reset,
    get pending() {
      return reader.pending;
    },
  };
}

function only(code: number): Response {
  return { code, headers: [] };
}
