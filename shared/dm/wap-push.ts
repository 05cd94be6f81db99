/**
 * WAP push: how a notification, or a bootstrap document, reaches a handset that takes no raw datagrams (facts 2.12).
 * A connectionless WSP push on UDP port 2948, or the same octets as user data of an SMS:
 *
 *     octet 0     transaction id              octets 3…   content type, then other headers
 *     octet 1     06, the PDU type Push       rest        the body
 *     octet 2…    length of the headers, a multi-byte integer
 *
 * Header values are short integers (octet with bit 8), texts with a NUL behind them, or a length and what it counts.
 * Source: WAP-230-WSP §8.2.4.1, §8.4.2.
 */
import { fail, ok, type Result } from '../result.ts';
import { mbIntOctets, readMbInt } from '../syncml/wbxml/header.ts';

/** UDP port on which a handset listens for WAP push without a session. */
export const PUSH_PORT = 2948;

/** The application in a handset that a push is for: `x-wap-application:syncml.dm` and the browser's own. */
export const APPLICATIONS = { syncmlDM: 0x07 } as const;

/** Content types with a number of their own (WSP assigned numbers). */
const CONTENT_TYPES = [
  [0x35, 'text/vnd.wap.connectivity-xml'],
  [0x36, 'application/vnd.wap.connectivity-wbxml'],
  [0x42, 'application/vnd.syncml.dm+wbxml'],
  [0x43, 'application/vnd.syncml.dm+xml'],
  [0x44, 'application/vnd.syncml.notification'],
] as const satisfies readonly (readonly [number, string])[];

export type PushType = (typeof CONTENT_TYPES)[number][1];

export interface Push {
  /** Media type in lower case, without parameters. */
  readonly type: string;
  /** Number of the X-WAP-Application-ID, when there is one and it is a number. */
  readonly application?: number;
  /** How the sender proves a bootstrap document (see bootstrap/proof.ts): SEC by number, MAC in hexadecimal. */
  readonly sec?: number;
  readonly mac?: string;
  readonly body: Uint8Array;
}

const PUSH_PDU = 0x06;
const SHORT = 0x80;
/** Field names as short integers. */
const X_WAP_APPLICATION_ID = 0x2f;
/** Well-known parameters of a content type. */
const SEC = 0x11;
const MAC = 0x12;
/** Value lengths from 31 on are a multi-byte integer behind this octet. */
const LENGTH_QUOTE = 31;

/** Wraps a body as a push. `type` must be one of the numbered ones. */
export function encodePush(push: Push & { readonly type: PushType }, transactionId = 1): Uint8Array {
  const number = CONTENT_TYPES.find(([, name]) => name === push.type)?.[0] ?? 0;
  const parameters = [
    ...(push.sec === undefined ? [] : [SHORT | SEC, SHORT | push.sec]),
    ...(push.mac === undefined ? [] : [SHORT | MAC, ...new TextEncoder().encode(push.mac), 0]),
  ];
  const contentType =
    parameters.length === 0 ? [SHORT | number] : [...valueLength(parameters.length + 1), SHORT | number, ...parameters];
  const application = push.application === undefined ? [] : [SHORT | X_WAP_APPLICATION_ID, SHORT | push.application];
  const headers = [...contentType, ...application];
  return Uint8Array.from([transactionId & 0xff, PUSH_PDU, ...mbIntOctets(headers.length), ...headers, ...push.body]);
}

/**
 * Unwraps a push. Headers that nobody here needs are skipped.
 * Errors: `push-not` when the octets are no push at all, `push-malformed` when they begin like one.
 */
export function decodePush(bytes: Uint8Array): Result<Push> {
  if (bytes[1] !== PUSH_PDU)
    return fail('push-not', 'This is no WAP push.', 'Check the bytes that were delivered.', {
      detail: `PDU type ${bytes[1] ?? 'none'}`,
    });
  const length = lengthAt(bytes, 2);
  if (length === undefined || length.end + length.value > bytes.length) return malformed('its headers have no end');
  const headersEnd = length.end + length.value;
  const headers = bytes.subarray(0, headersEnd);
  const type = readContentType(headers, length.end);
  if (type === undefined) return malformed('its content type cannot be read');
  const application = findApplication(headers, type.end);
  const { end: _end, ...what } = type;
  return ok({ ...what, ...(application === undefined ? {} : { application }), body: bytes.slice(headersEnd) });
}

interface ContentType extends Omit<Push, 'body' | 'application'> {
  readonly end: number;
}

/** A number, a text, or a length with a type and its parameters behind it. */
function readContentType(headers: Uint8Array, at: number): ContentType | undefined {
  const first = headers[at];
  if (first === undefined) return undefined;
  if (first > LENGTH_QUOTE) return readMediaType(headers, at);
  const length = first === LENGTH_QUOTE ? lengthAt(headers, at + 1) : { value: first, end: at + 1 };
  if (length === undefined || length.end + length.value > headers.length) return undefined;
  const end = length.end + length.value;
  const value = headers.subarray(0, end);
  const media = readMediaType(value, length.end);
  return media === undefined ? undefined : { ...media, ...readProof(value, media.end), end };
}

function readMediaType(headers: Uint8Array, at: number): { readonly type: string; readonly end: number } | undefined {
  const first = headers[at];
  if (first === undefined) return undefined;
  if (first >= SHORT) {
    const known = CONTENT_TYPES.find(([number]) => number === (first & 0x7f));
    return { type: known?.[1] ?? `0x${(first & 0x7f).toString(16).padStart(2, '0')}`, end: at + 1 };
  }
  const text = readText(headers, at);
  return text === undefined
    ? undefined
    : { type: (text.value.split(';', 1)[0] ?? '').trim().toLowerCase(), end: text.end };
}

/** SEC and MAC, wherever they stand among the parameters; a parameter that is neither ends the search. */
function readProof(value: Uint8Array, from: number): { readonly sec?: number; readonly mac?: string } {
  const proof: { sec?: number; mac?: string } = {};
  for (let at = from; at < value.length;) {
    const name = value[at] ?? 0;
    const next = value[at + 1] ?? 0;
    if (name === (SHORT | SEC) && next >= SHORT) {
      proof.sec = next & 0x7f;
      at += 2;
    } else if (name === (SHORT | MAC)) {
      const text = readText(value, at + 1);
      if (text === undefined) return proof;
      proof.mac = text.value;
      at = text.end;
    } else return proof;
  }
  return proof;
}

/** Walks the headers behind the content type; one that cannot be skipped ends the search. */
function findApplication(headers: Uint8Array, from: number): number | undefined {
  for (let at = from; at < headers.length;) {
    const name = headers[at] ?? 0;
    const valueAt = name >= SHORT ? at + 1 : readText(headers, at)?.end;
    const first = valueAt === undefined ? undefined : headers[valueAt];
    if (valueAt === undefined || first === undefined) return undefined;
    if (name === (SHORT | X_WAP_APPLICATION_ID) && first >= SHORT) return first & 0x7f;
    const end = skipValue(headers, valueAt, first);
    if (end === undefined) return undefined;
    at = end;
  }
  return undefined;
}

function skipValue(headers: Uint8Array, at: number, first: number): number | undefined {
  if (first >= SHORT) return at + 1;
  if (first < LENGTH_QUOTE) return at + 1 + first;
  if (first > LENGTH_QUOTE) return readText(headers, at)?.end;
  const length = lengthAt(headers, at + 1);
  return length === undefined ? undefined : length.end + length.value;
}

/** A text up to its NUL; the quote before an octet over 127 and before quoted texts is taken off. */
function readText(octets: Uint8Array, at: number): { readonly value: string; readonly end: number } | undefined {
  const nul = octets.indexOf(0, at);
  if (nul === -1) return undefined;
  const from = octets[at] === 0x7f || octets[at] === 0x22 ? at + 1 : at;
  return { value: String.fromCharCode(...octets.subarray(from, nul)), end: nul + 1 };
}

function valueLength(length: number): readonly number[] {
  return length < LENGTH_QUOTE ? [length] : [LENGTH_QUOTE, ...mbIntOctets(length)];
}

function lengthAt(bytes: Uint8Array, from: number): { readonly value: number; readonly end: number } | undefined {
  const read = readMbInt(bytes, from);
  return read.ok ? read.value : undefined;
}

function malformed(detail: string): Result<never> {
  return fail('push-malformed', 'The WAP push cannot be read.', 'Check the bytes that were delivered.', { detail });
}
