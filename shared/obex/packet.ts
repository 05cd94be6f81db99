/**
 * Packets of OBEX (IrOBEX 1.3 §3): `opcode or response(1) length(2) …headers`. CONNECT and the answer to it carry
 * `version(1) flags(1) largest packet(2)` before their headers, SETPATH carries `flags(1) constants(1)`.
 *
 * A response does not say what it answers: whoever decodes it must know whether it asked to connect.
 */
import { fail, ok, type Result } from '../result.ts';
import { FINAL, isResponseCode, opcodeOf, operationOf, type Operation } from './codes.ts';
import { headerSize, readHeaders, writeHeader, type Header } from './header.ts';

/** Every end must take packets of this size, octets. */
export const MIN_PACKET = 255;
export const MAX_PACKET = 0xffff;
/** Version 1.0 of the protocol. */
const VERSION = 0x10;
const START = 3;
const CONNECT_FIELDS = 4;
const SET_PATH_FIELDS = 2;
const NO_ROOM = new Uint8Array();

export interface Request {
  readonly operation: Operation;
  readonly final: boolean;
  readonly headers: readonly Header[];
  /** CONNECT only: the largest packet that the sender takes, octets. */
  readonly maxPacket?: number;
}

export interface Response {
  /** With the final bit, e.g. 0xA0. */
  readonly code: number;
  readonly headers: readonly Header[];
  /** Answer to CONNECT only. */
  readonly maxPacket?: number;
}

/** Octets that the packet of these headers takes, for PUT, GET and their responses. */
export function packetSize(headers: readonly Header[]): number {
  return headers.reduce((size, header) => size + headerSize(header), START);
}

/**
 * Writes a request, into `room` where it has enough: memory for each packet of a large object takes longer to get than to
 * fill. Errors: `obex-too-large` beyond 65,535 octets.
 */
export function encodeRequest(request: Request, room?: Uint8Array): Result<Uint8Array> {
  const opcode = opcodeOf(request.operation, request.final);
  switch (request.operation) {
    case 'connect':
      return encode(opcode, connectFields(request.maxPacket), request.headers);
    case 'setPath':
      return encode(opcode, [0, 0], request.headers);
    case 'disconnect':
    case 'put':
    case 'get':
    case 'abort':
      return encode(opcode, [], request.headers, room);
  }
}

/** Writes a response. Errors: `obex-too-large` beyond 65,535 octets. */
export function encodeResponse(response: Response): Result<Uint8Array> {
  const fields = response.maxPacket === undefined ? [] : connectFields(response.maxPacket);
  return encode(response.code | FINAL, fields, response.headers);
}

/** Reads one whole packet as a request. Errors: `obex-malformed`. */
export function decodeRequest(bytes: Uint8Array): Result<Request> {
  const known = operationOf(bytes[0] ?? 0);
  if (known === undefined) return malformed(`opcode ${bytes[0] ?? 'missing'}`);
  if (!isWhole(bytes)) return malformed('length');
  const { operation, final } = known;
  if (operation === 'connect') {
    const opened = decodeConnect(bytes);
    return opened.ok ? ok({ operation, final, ...opened.value }) : opened;
  }
  const headers = readHeaders(bytes, START + (operation === 'setPath' ? SET_PATH_FIELDS : 0));
  return headers.ok ? ok({ operation, final, headers: headers.value }) : headers;
}

/** Reads one whole packet as a response; `to` says what it answers. Errors: `obex-malformed`. */
export function decodeResponse(bytes: Uint8Array, to: 'connect' | 'other'): Result<Response> {
  const code = bytes[0] ?? 0;
  if (!isResponseCode(code)) return malformed(`response ${code}`);
  if (!isWhole(bytes)) return malformed('length');
  // A refusal of CONNECT without the fields is met in the field.
  if (to === 'connect' && bytes.length >= START + CONNECT_FIELDS) {
    const opened = decodeConnect(bytes);
    return opened.ok ? ok({ code, ...opened.value }) : opened;
  }
  const headers = readHeaders(bytes, START);
  return headers.ok ? ok({ code, headers: headers.value }) : headers;
}

/** What both ends take: the smaller of both limits, within what the protocol allows. */
export function agreedPacket(ours: number, theirs: number | undefined): number {
  return Math.max(MIN_PACKET, Math.min(ours, theirs ?? MIN_PACKET, MAX_PACKET));
}

function decodeConnect(bytes: Uint8Array): Result<{ readonly maxPacket: number; readonly headers: readonly Header[] }> {
  if (bytes.length < START + CONNECT_FIELDS) return malformed('CONNECT is cut short');
  const maxPacket = ((bytes[5] ?? 0) << 8) | (bytes[6] ?? 0);
  const headers = readHeaders(bytes, START + CONNECT_FIELDS);
  return headers.ok ? ok({ maxPacket, headers: headers.value }) : headers;
}

function encode(
  first: number,
  fields: readonly number[],
  headers: readonly Header[],
  room: Uint8Array = NO_ROOM,
): Result<Uint8Array> {
  const size = packetSize(headers) + fields.length;
  if (size > MAX_PACKET)
    return fail('obex-too-large', `An OBEX packet would have ${size} octets.`, 'Send the object in more packets.');
  const bytes = room.length < size ? new Uint8Array(size) : room.subarray(0, size);
  bytes[0] = first;
  bytes[1] = size >> 8;
  bytes[2] = size & 0xff;
  bytes.set(fields, START);
  let at = START + fields.length;
  for (const header of headers) at = writeHeader(bytes, at, header);
  return ok(bytes);
}

function connectFields(maxPacket: number = MAX_PACKET): readonly number[] {
  return [VERSION, 0, maxPacket >> 8, maxPacket & 0xff];
}

function isWhole(bytes: Uint8Array): boolean {
  return bytes.length >= START && (((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)) === bytes.length;
}

function malformed(detail: string): Result<never> {
  return fail('obex-malformed', 'The bytes are no OBEX packet.', 'Reconnect the cable and try again.', {
    detail,
    retryable: true,
  });
}
