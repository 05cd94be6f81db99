/**
 * What an opaque value of WBXML is as Data. WBXML does not say whether octets are a text, so its neighbours do
 * (facts 4): Format `bin` keeps them octets, a WBXML document in them is shown as its markup, UTF-8 that XML could
 * carry is the text which XML would have carried, and the rest stays octets.
 */
import { base64 } from '@scure/base';
import { contentOf } from '../element.ts';
import { type Data, DEFAULT_LIMITS, type Meta } from '../message.ts';
import { utf8Text } from '../utf8.ts';
import { isCarriable } from '../xml-text.ts';
import { readDocument } from './document.ts';
import { looksLikeWbxml } from './header.ts';

/** Documents that come embedded in Data (facts 2.8, 4). */
const EMBEDDED: ReadonlySet<string> = new Set(['MgmtTree', 'DevInf', 'MetInf']);

/** The value that an item's octets stand for. */
export function itemData(octets: Uint8Array, meta: Meta | undefined): Data {
  const type = meta?.type?.toLowerCase();
  const mayEmbed = type === undefined || type.endsWith('wbxml');
  const markup = mayEmbed && looksLikeWbxml(octets) ? embeddedMarkup(octets) : undefined;
  if (markup !== undefined) return markup;
  return meta?.format?.toLowerCase() === 'bin' ? octets : (carriableText(octets) ?? octets);
}

/** The credential that octets stand for: text as XML would have it, so base64 of what is none. */
export function credentialData(octets: Uint8Array, meta: Meta | undefined): string {
  const text = meta?.format?.toLowerCase() === 'bin' ? undefined : carriableText(octets);
  return text ?? base64.encode(octets);
}

function carriableText(octets: Uint8Array): string | undefined {
  const text = utf8Text(octets);
  return text !== undefined && isCarriable(text) ? text : undefined;
}

/** The markup of a complete embedded document, undefined when the octets are none. */
function embeddedMarkup(octets: Uint8Array): string | undefined {
  const { root, failure } = readDocument(octets, DEFAULT_LIMITS);
  if (root === undefined || failure !== undefined || !EMBEDDED.has(root.name)) return undefined;
  return contentOf({ name: '', text: '', children: [root] });
}
