/**
 * Headers of an OBEX packet (IrOBEX 1.3 §2.1):
 *
 *     00xxxxxx  length(2) UTF-16BE with a final NUL      01xxxxxx  length(2) octets
 *     10xxxxxx  one octet                                11xxxxxx  four octets, big endian
 *
 * A length counts the identifier and itself. Headers keep their order: ConnectionID must come first (facts 3.2).
 */
import { fail, ok, type Result } from '../result.ts';
import { HEADERS, kindOf } from './codes.ts';

export interface Header {
  readonly id: number;
  /** Text, octets, or a number, as the two top bits of `id` say. */
  readonly value: string | Uint8Array | number;
}

const PREFIX = 3;
const NO_OCTETS = new Uint8Array();

/** Octets that a header takes on the wire. */
export function headerSize({ id, value }: Header): number {
  switch (kindOf(id)) {
    case 'one-octet':
      return 2;
    case 'four-octets':
      return 5;
    case 'text':
      // An empty text has no NUL either (IrOBEX 1.3 §2.2.2).
      return PREFIX + (value === '' ? 0 : String(value).length * 2 + 2);
    case 'octets':
      return PREFIX + octetsOf(value).length;
  }
}

/** Writes a header at `at` and answers where the next one goes. `into` has the room that `headerSize` asked for. */
export function writeHeader(into: Uint8Array, at: number, header: Header): number {
  const { id, value } = header;
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  view.setUint8(at, id);
  switch (kindOf(id)) {
    case 'one-octet':
      view.setUint8(at + 1, Number(value));
      return at + 2;
    case 'four-octets':
      view.setUint32(at + 1, Number(value));
      return at + 5;
    case 'text': {
      const end = at + headerSize(header);
      view.setUint16(at + 1, end - at);
      const text = String(value);
      for (let index = 0; index < text.length; index++) view.setUint16(at + PREFIX + index * 2, text.charCodeAt(index));
      if (text !== '') view.setUint16(end - 2, 0);
      return end;
    }
    case 'octets': {
      const octets = octetsOf(value);
      view.setUint16(at + 1, PREFIX + octets.length);
      into.set(octets, at + PREFIX);
      return at + PREFIX + octets.length;
    }
  }
}

/**
 * Reads the headers from `at` to the end. Octet values are views into `bytes`. Unknown headers are kept.
 * Errors: `obex-malformed` when a length lies or a value is cut.
 */
export function readHeaders(bytes: Uint8Array, at: number): Result<readonly Header[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headers: Header[] = [];
  let next = at;
  while (next < bytes.length) {
    const id = view.getUint8(next);
    const kind = kindOf(id);
    const isLong = kind === 'text' || kind === 'octets';
    if (isLong && next + PREFIX > bytes.length) return malformed(id, next);
    const size = isLong ? view.getUint16(next + 1) : kind === 'one-octet' ? 2 : 5;
    if ((isLong && size < PREFIX) || next + size > bytes.length) return malformed(id, next);
    headers.push({ id, value: valueAt(bytes, view, next, size) });
    next += size;
  }
  return ok(headers);
}

function valueAt(bytes: Uint8Array, view: DataView, at: number, size: number): Header['value'] {
  switch (kindOf(view.getUint8(at))) {
    case 'one-octet':
      return view.getUint8(at + 1);
    case 'four-octets':
      return view.getUint32(at + 1);
    case 'octets':
      return bytes.subarray(at + PREFIX, at + size);
    case 'text':
      return textAt(view, at + PREFIX, at + size);
  }
}

/** The final NUL is part of the encoding, not of the text; some clients leave it out. */
function textAt(view: DataView, from: number, to: number): string {
  const units: number[] = [];
  for (let at = from; at + 1 < to; at += 2) units.push(view.getUint16(at));
  if (units.at(-1) === 0) units.pop();
  // In pieces: a text may be longer than an argument list.
  let text = '';
  for (let at = 0; at < units.length; at += 4096) text += String.fromCharCode(...units.slice(at, at + 4096));
  return text;
}

/** The octets of the first header with this identifier; undefined when there is none. */
export function octetsIn(headers: readonly Header[], id: number): Uint8Array | undefined {
  const found = headers.find((header) => header.id === id)?.value;
  return found instanceof Uint8Array ? found : undefined;
}

/** The number of the first header with this identifier. */
export function numberIn(headers: readonly Header[], id: number): number | undefined {
  const found = headers.find((header) => header.id === id)?.value;
  return typeof found === 'number' ? found : undefined;
}

/** ASCII octets of the first header with this identifier, without the NUL that Type ends with. */
export function asciiIn(headers: readonly Header[], id: number): string | undefined {
  const octets = octetsIn(headers, id);
  if (octets === undefined) return undefined;
  const end = octets.at(-1) === 0 ? octets.length - 1 : octets.length;
  return Array.from(octets.subarray(0, end), (octet) => String.fromCharCode(octet)).join('');
}

/** `Type` with its NUL (facts 3.2). */
export function typeHeader(mediaType: string): Header {
  return { id: HEADERS.type, value: asciiOctets(`${mediaType}\0`) };
}

/** Text of one octet per character, e.g. for Target and HTTP. */
export function asciiOctets(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

function octetsOf(value: Header['value']): Uint8Array {
  return value instanceof Uint8Array ? value : NO_OCTETS;
}

function malformed(id: number, at: number): Result<never> {
  return fail(
    'obex-malformed',
    'A header of an OBEX packet does not end where it says.',
    'Reconnect the cable; if it happens again, choose a smaller packet size for this handset.',
    { detail: `header 0x${id.toString(16)} at octet ${at}`, retryable: true },
  );
}
