/**
 * The WBXML codec of SyncML: bytes ⇄ Message. Decoding first tries the fast way (direct-reader.ts), which takes
 * messages as they should be; all others go the patient way: octets to elements in document.ts, elements to a Message
 * in message-reader.ts, which the XML codec shares. Encoding is message-writer.ts's walk into encode.ts.
 *
 *   code-pages.ts   tags and public identifiers, as tables        header.ts       what stands before the first tag
 *   document.ts     octets → elements                             opaque-data.ts  what an opaque value is
 *   direct-*.ts     octets → Message at once                      format.ts       a message for the eye
 */
import { type Result, ok } from '../../result.ts';
import { DEFAULT_LIMITS, type Decoded, type DecodeLimits } from '../message.ts';
import { readMessage } from '../message-reader.ts';
import { readDirectly } from './direct-reader.ts';
import { readDocument } from './document.ts';
import { readHeader } from './header.ts';

export { encodeWbxml, type WbxmlForm } from './encode.ts';
export { formatWbxml } from './format.ts';
export { looksLikeWbxml } from './header.ts';

/** The fast way does not count levels; a message as it should be has at most this many. */
const USUAL_DEPTH = 20;

/**
 * Decodes a WBXML message. `limits` bound octets and nesting.
 *
 * Errors: those of failures.ts (`wbxml-…`), `not-syncml`, `header-incomplete`. VerDTD and VerProto are read, not judged.
 * Source: WBXML 1.3, facts 4.
 */
export function decodeWbxml(bytes: Uint8Array, limits: DecodeLimits = DEFAULT_LIMITS): Result<Decoded> {
  if (bytes.length <= limits.maxBytes && limits.maxDepth >= USUAL_DEPTH) {
    const header = readHeader(bytes);
    const decoded = header.ok && header.value.kind === 'syncml' ? readDirectly(bytes, header.value) : undefined;
    if (decoded !== undefined) return ok(decoded);
  }
  return decodePatiently(bytes, limits);
}

/** As `decodeWbxml`, without the fast way. */
export function decodePatiently(bytes: Uint8Array, limits: DecodeLimits = DEFAULT_LIMITS): Result<Decoded> {
  const { root, failure } = readDocument(bytes, limits);
  if (failure !== undefined) return { ok: false, error: failure };
  if (root === undefined) throw new Error('A document without a failure has a root.');
  return readMessage(root);
}
