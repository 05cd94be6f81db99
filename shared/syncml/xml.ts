/**
 * The XML codec of SyncML: bytes ⇄ Message. Decoding runs in three steps, each in its own file: UTF-8 to text here,
 * text to elements in xml-parser.ts, elements to a Message in message-reader.ts.
 */
import { fail, type Result } from '../result.ts';
import { DEFAULT_LIMITS, type Decoded, type DecodeLimits } from './message.ts';
import { readMessage } from './message-reader.ts';
import { parseXml } from './xml-parser.ts';

export { encodeXml } from './xml-encode.ts';
export { formatXml } from './xml-format.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Decodes an XML message. `limits` bound octets and nesting.
 *
 * Errors: `xml-too-large`, `xml-too-deep`, `xml-doctype`, `xml-malformed` (also invalid UTF-8), `not-syncml`,
 * `header-incomplete`. VerDTD and VerProto are read, not judged. Source: DM RepPro 1.2; facts 2.2.
 */
export function decodeXml(bytes: Uint8Array, limits: DecodeLimits = DEFAULT_LIMITS): Result<Decoded> {
  if (bytes.length > limits.maxBytes) {
    return fail(
      'xml-too-large',
      `The message has ${bytes.length} octets; at most ${limits.maxBytes} are read.`,
      'Lower MaxMsgSize for this handset, or look at what it sends.',
    );
  }
  const text = utf8Text(bytes);
  if (text === undefined) {
    return fail(
      'xml-malformed',
      'The message is not valid UTF-8.',
      'Look at the bytes in the trace: the handset may have sent another encoding.',
    );
  }
  const root = parseXml(text, limits.maxDepth);
  return root.ok ? readMessage(root.value) : root;
}

function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
