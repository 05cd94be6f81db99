/**
 * What the trace is told of a message. Of its x-syncml-hmac it is told that there was one and in whose name, never the
 * MAC itself.
 */
import type { Failure } from '../../shared/result.ts';
import type { Encoding } from '../../shared/syncml/codec.ts';
import { HMAC_HEADER, parseHmacHeader } from '../../shared/syncml/hmac-header.ts';
import type { Decoded, Message } from '../../shared/syncml/message.ts';
import type { Reply } from './session.ts';
import type { LinkKind, WireMessage } from './wire-message.ts';

/** Characters of a URI that a note shows. */
const LONGEST_URI = 200;

export interface TraceOfMessage {
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  /** The way it travelled. */
  readonly link: LinkKind;
  readonly devId?: string;
  readonly sessionId?: string;
  readonly msgId?: string;
  readonly message?: Message;
  readonly notes: readonly string[];
  /** Why the bytes were refused; only for direction `in`. */
  readonly refused?: Failure;
}

/** A message that came in; `at` in milliseconds since the epoch. */
export function traceOfIn(
  at: number,
  wire: WireMessage,
  encoding: Encoding,
  decoded: Decoded,
  link: LinkKind = 'http',
): TraceOfMessage {
  const { message, notes } = decoded;
  return {
    at,
    direction: 'in',
    bytes: wire.bytes,
    encoding,
    link,
    devId: message.hdr.source.locURI,
    sessionId: message.hdr.sessionId,
    msgId: message.hdr.msgId,
    message,
    notes: [...notes.map((note) => `${note.at}: ${note.what}`), ...noteOfRespURI(message), ...noteOfHmac(wire)],
  };
}

/** Bytes that are no message. */
export function traceOfRefused(
  at: number,
  wire: WireMessage,
  encoding: Encoding,
  refused: Failure,
  link: LinkKind = 'http',
): TraceOfMessage {
  return {
    at,
    direction: 'in',
    bytes: wire.bytes,
    encoding,
    link,
    notes: [refused.message, ...noteOfHmac(wire)],
    refused,
  };
}

/** A reply that goes out. */
export function traceOfOut(at: number, reply: Reply, link: LinkKind): TraceOfMessage {
  const { bytes, encoding, message } = reply;
  return {
    at,
    direction: 'out',
    bytes,
    encoding,
    link,
    devId: message.hdr.target.locURI,
    sessionId: message.hdr.sessionId,
    msgId: message.hdr.msgId,
    message,
    notes: noteOfHmac(reply),
  };
}

/** The bindings have one reply for each message, on its own connection (facts 3.1): a handset serves no address. */
function noteOfRespURI({ hdr: { respURI } }: Message): readonly string[] {
  if (respURI === undefined) return [];
  return [`RespURI ${respURI.slice(0, LONGEST_URI)}: not followed, the reply goes back the way the message came`];
}

function noteOfHmac({ hmac }: WireMessage): readonly string[] {
  if (hmac === undefined) return [];
  const header = parseHmacHeader(hmac);
  return [`${HMAC_HEADER}: ${header.ok ? `MAC of ${header.value.username}` : header.error.message}`];
}
