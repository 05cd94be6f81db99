/**
 * The XML codec of SyncML: bytes ⇄ Message. The only file that touches the XML library.
 *
 * Decoding runs in three steps: the guard (xml-guard.ts) refuses what is not well-formed, too deep or has a DOCTYPE;
 * the library parses, keeping the order; message-reader.ts reads the elements into a Message. The library resolves no
 * entities and leaves the content of Data alone (a stop node), so that an embedded document stays exactly as it was
 * sent.
 */
import { XMLParser } from 'fast-xml-parser';
import { fail, type Result } from '../result.ts';
import type { SyncmlElement } from './element.ts';
import { DEFAULT_LIMITS, type Decoded, type DecodeLimits } from './message.ts';
import { readMessage } from './message-reader.ts';
import { guardXml } from './xml-guard.ts';
import { dataText, resolveReferences } from './xml-text.ts';

export { encodeXml } from './xml-encode.ts';
export { formatXml } from './xml-format.ts';

/** One node of the library's ordered output: its only key is the element's name. */
interface ParsedNode {
  readonly [name: string]: readonly ParsedNode[] | string;
}

const TEXT = '#text';
const CDATA = '#cdata';
const NONE: readonly SyncmlElement[] = [];

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
  if (text === undefined) return unreadable('The message is not valid UTF-8.');
  const guarded = guardXml(text, limits.maxDepth);
  if (!guarded.ok) return guarded;
  const root = parse(text);
  return root === undefined ? unreadable('The message uses a name that no parser accepts.') : readMessage(root);
}

function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Stateless between calls. Depth is the guard's business; the name of an element is never a key of ours. */
const PARSER = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  cdataPropName: CDATA,
  stopNodes: ['..Data'],
  jPath: false,
  maxNestedTags: Number.MAX_SAFE_INTEGER,
  onDangerousProperty: (name) => name,
});

function parse(text: string): SyncmlElement | undefined {
  try {
    const nodes = PARSER.parse(text) as readonly ParsedNode[];
    return toElement('', nodes).children[0];
  } catch {
    // The guard passed it, so only the library's own bans are left: names like `constructor` or `__proto__`.
    return undefined;
  }
}

function toElement(name: string, content: readonly ParsedNode[]): SyncmlElement {
  const only = content.length === 1 ? content[0]?.[TEXT] : undefined;
  if (typeof only === 'string') return { name, text: textOf(name, only), children: NONE };
  let text = '';
  const children: SyncmlElement[] = [];
  for (const node of content) {
    const value = node[TEXT];
    if (typeof value === 'string') text += textOf(name, value);
    else {
      for (const key in node) {
        const inner = node[key];
        if (typeof inner !== 'object') continue;
        if (key === CDATA) text += cdataOf(inner);
        else children.push(toElement(key, inner));
      }
    }
  }
  return { name, text, children };
}

function textOf(name: string, raw: string): string {
  return name === 'Data' ? dataText(raw) : resolveReferences(raw);
}

function cdataOf(content: readonly ParsedNode[]): string {
  const value = content[0]?.[TEXT];
  return typeof value === 'string' ? value : '';
}

function unreadable(message: string): Result<never> {
  return fail(
    'xml-malformed',
    message,
    'Look at the bytes in the trace: the handset may have cut the message or sent another encoding.',
  );
}
