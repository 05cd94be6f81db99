/**
 * The XML of a Client Provisioning document. Written with the document type that handsets look for; read with or
 * without one, as long as it declares nothing of its own. The parser of shared/syncml proves it well formed; what is
 * left is to walk its tags for their attributes, which SyncML has none of.
 */
import { fail, ok, type Result } from '../../result.ts';
import { parseXml } from '../../syncml/xml-parser.ts';
import { escapeText, isCarriable, resolveReferences } from '../../syncml/xml-text.ts';
import { type Characteristic, CP_LIMITS, type Parm, type ProvisioningDocument } from './cp-document.ts';
import { CP_PUBLIC_NAME } from './cp-tokens.ts';

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE wap-provisioningdoc PUBLIC "${CP_PUBLIC_NAME}" "http://www.wapforum.org/DTD/prov.dtd">
`;

/** A document type that only names its DTD. */
const DOCTYPE =
  /<!DOCTYPE\s+wap-provisioningdoc(?:\s+(?:PUBLIC\s+(?:"[^"<>]*"|'[^'<>]*')|SYSTEM)\s+(?:"[^"<>]*"|'[^'<>]*'))?\s*>/;
/** What is no element: comments, instructions, CDATA. */
const ASIDE = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>/g;
const TAGS = /<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Writes the document, indented. Fails with `cp-not-encodable` when XML cannot carry a character of it. */
export function encodeCpXml({ version, characteristics }: ProvisioningDocument): Result<string> {
  const text = `${HEAD}<wap-provisioningdoc version="${escapeAttribute(version)}">\n${characteristics
    .map((each) => characteristicXml(each, '  '))
    .join('')}</wap-provisioningdoc>\n`;
  return isCarriable(text)
    ? ok(text)
    : fail('cp-not-encodable', 'A value has a character that XML cannot carry.', 'Take it out, or write WBXML.');
}

function characteristicXml({ type, parms, characteristics }: Characteristic, indent: string): string {
  const start = `${indent}<characteristic type="${escapeAttribute(type)}"`;
  if (parms.length + characteristics.length === 0) return `${start}/>\n`;
  const inside = [
    ...parms.map(
      ({ name, value }) => `${indent}  <parm name="${escapeAttribute(name)}" value="${escapeAttribute(value)}"/>\n`,
    ),
    ...characteristics.map((inner) => characteristicXml(inner, `${indent}  `)),
  ];
  return `${start}>\n${inside.join('')}${indent}</characteristic>\n`;
}

/** Line ends and tabs too: a parser makes blanks of them (XML 1.0 §3.3.3). */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** Errors: those of the XML parser (`xml-…`), `cp-malformed`, `cp-too-large`. */
export function decodeCpXml(xml: string): Result<ProvisioningDocument> {
  if (xml.length > CP_LIMITS.octets) return tooLarge(`${xml.length} characters`);
  const text = xml.replace(/^\uFEFF/, '').replace(DOCTYPE, '');
  const proven = parseXml(text, CP_LIMITS.depth + 2);
  if (!proven.ok) return proven;
  const root: Open = { type: '', parms: [], characteristics: [] };
  const stack: Open[] = [];
  let version: string | undefined;
  let elements = 0;
  for (const [, slash, tag, attributes = '', empty] of text.replace(ASIDE, '').matchAll(TAGS)) {
    if (slash === '/') {
      if (tag !== 'parm') stack.pop();
      continue;
    }
    if (++elements > CP_LIMITS.elements) return tooLarge(`${elements} elements`);
    const read = readAttributes(attributes);
    const inside = stack.at(-1);
    if (tag === 'wap-provisioningdoc' && inside === undefined && version === undefined) {
      version = read.get('version') ?? '1.0';
      if (empty !== '/') stack.push(root);
    } else if (tag === 'characteristic' && inside !== undefined) {
      const opened: Open = { type: read.get('type') ?? '', parms: [], characteristics: [] };
      inside.characteristics.push(opened);
      if (empty !== '/') stack.push(opened);
    } else if (tag === 'parm' && inside !== undefined)
      inside.parms.push({ name: read.get('name') ?? '', value: read.get('value') ?? '' });
    else return malformed(`<${tag}>`);
  }
  return version === undefined
    ? malformed('no wap-provisioningdoc')
    : ok({ version, characteristics: root.characteristics });
}

interface Open {
  readonly type: string;
  readonly parms: Parm[];
  readonly characteristics: Characteristic[];
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(
    Array.from(text.matchAll(ATTRIBUTE), ([, name = '', double, single]) => {
      const value = (double ?? single ?? '').replace(/[\t\n\r]/g, ' ');
      return [name, resolveReferences(value) ?? value] as const;
    }),
  );
}

function malformed(detail: string): Result<never> {
  return fail(
    'cp-malformed',
    'This is no Client Provisioning document that can be read.',
    'Check that the file is whole.',
    { detail },
  );
}

function tooLarge(detail: string): Result<never> {
  return fail(
    'cp-too-large',
    'The Client Provisioning document is larger than any handset takes.',
    'Check that this is the right file.',
    { detail },
  );
}
