/** The two encodings of SyncML behind one interface (facts 3.1): a reply is in the encoding of its request. */
import type { Result } from '../result.ts';
import type { Decoded, DecodeLimits, Message } from './message.ts';
import { looksLikeWbxml } from './wbxml/header.ts';
import { decodeWbxml, encodeWbxml, formatWbxml } from './wbxml/wbxml.ts';
import { formatXml } from './xml-format.ts';
import { decodeXml, encodeXml } from './xml.ts';

export type Encoding = 'xml' | 'wbxml';

export interface Codec {
  readonly contentType: string;
  /** The content type with the parameters that a message is sent with. */
  readonly sentAs: string;
  decode(bytes: Uint8Array, limits?: DecodeLimits): Result<Decoded>;
  encode(message: Message): Result<Uint8Array>;
  /** Indented text for a person, credentials masked; never fails. */
  format(bytes: Uint8Array): string;
}

export const CODECS: Readonly<Record<Encoding, Codec>> = {
  xml: {
    contentType: 'application/vnd.syncml.dm+xml',
    sentAs: 'application/vnd.syncml.dm+xml; charset=utf-8',
    decode: decodeXml,
    encode: encodeXml,
    format: formatXml,
  },
  wbxml: {
    contentType: 'application/vnd.syncml.dm+wbxml',
    sentAs: 'application/vnd.syncml.dm+wbxml',
    decode: decodeWbxml,
    encode: (message) => encodeWbxml(message),
    format: formatWbxml,
  },
};

const LESS_THAN = 0x3c;

/** The encoding that a content type names, parameters aside; undefined when it is no DM message. */
export function encodingOfType(contentType: string | undefined): Encoding | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === CODECS.xml.contentType) return 'xml';
  return type === CODECS.wbxml.contentType ? 'wbxml' : undefined;
}

/** The encoding of a message: what its octets show counts more than what a client said they are. */
export function encodingOf(bytes: Uint8Array, contentType?: string): Encoding {
  if (looksLikeWbxml(bytes)) return 'wbxml';
  return bytes[0] === LESS_THAN ? 'xml' : (encodingOfType(contentType) ?? 'xml');
}
