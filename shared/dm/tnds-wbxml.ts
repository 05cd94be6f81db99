/**
 * A TNDS document as WBXML: a document of its own, with the identifier of DM DDF in its string table and its elements
 * on page 2, as libwbxml writes it (facts 2.8, 4). Handsets that take a DM profile must read this form.
 */
import { ok, type Result } from '../result.ts';
import { type SyncmlElement, textOf } from '../syncml/element.ts';
import { tokenOf } from '../syncml/wbxml/code-pages.ts';
import { CONTENT, TOKEN } from '../syncml/wbxml/tokens.ts';
import { parseXml } from '../syncml/xml-parser.ts';

/** Media type of the WBXML form. */
export const TNDS_WBXML = 'application/vnd.syncml.dmtnds+wbxml';

const FPI = '-//OMA//DTD-DM-DDF 1.2//EN';
const PAGE = 2;
const MAX_DEPTH = 128;

/** Encodes a document of `writeTnds`. Errors: those of the XML parser, for what is none. */
export function encodeTndsWbxml(xml: string): Result<Uint8Array> {
  const parsed = parseXml(xml, MAX_DEPTH);
  if (!parsed.ok) return parsed;
  const text = new TextEncoder();
  const bytes: number[] = [0x02, 0x00, 0x00, 0x6a, FPI.length + 1, ...text.encode(FPI), 0, TOKEN.switchPage, PAGE];
  write(parsed.value);
  return ok(Uint8Array.from(bytes));

  function write(element: SyncmlElement): void {
    const own = textOf(element);
    const hasContent = own !== '' || element.children.length > 0;
    bytes.push(tokenOf(PAGE, element.name) | (hasContent ? CONTENT : 0));
    if (!hasContent) return;
    for (const child of element.children) write(child);
    if (element.children.length === 0) bytes.push(TOKEN.strI, ...text.encode(own), 0);
    bytes.push(TOKEN.end);
  }
}
