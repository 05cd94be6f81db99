/**
 * Reads a Client Provisioning document in WBXML. Tokens that no table has become `0x..` names, so that a document with
 * a vendor's own tokens still gives what is known of it. Hostile input: every loop moves on by an octet, octets, depth
 * and elements are bounded.
 */
import { fail, ok, type Result } from '../../result.ts';
import { utf8Text } from '../../syncml/utf8.ts';
import { readHeader, readMbInt, tableText, type WbxmlHeader } from '../../syncml/wbxml/header.ts';
import { ATTRIBUTES as ATTRIBUTE_BIT, CONTENT, TAG, TOKEN } from '../../syncml/wbxml/tokens.ts';
import { type Characteristic, CP_LIMITS, type Parm, type ProvisioningDocument } from './cp-document.ts';
import { ATTRIBUTES, CP_TAGS, type CpAttribute, VALUES } from './cp-tokens.ts';

interface Open {
  readonly type: string;
  readonly parms: Parm[];
  readonly characteristics: Characteristic[];
}

type Attributes = Partial<Record<CpAttribute, string>>;

const FIRST_VALUE = 0x85;
const NAMES = keyed(ATTRIBUTES);
const TEXTS = keyed(VALUES);

/** Errors: those of a WBXML header (`wbxml-…`), `cp-malformed` with the offset, `cp-too-large`. */
export function decodeCpWbxml(bytes: Uint8Array): Result<ProvisioningDocument> {
  if (bytes.length > CP_LIMITS.octets) return tooLarge(`${bytes.length} octets`);
  const header = readHeader(bytes);
  if (!header.ok) return header;
  const cursor = { at: header.value.bodyFrom, page: 0 };
  const stack: Open[] = [];
  let version: string | undefined;
  let elements = 0;

  while (cursor.at < bytes.length) {
    const from = cursor.at;
    const token = bytes[cursor.at++] ?? 0;
    if (token === TOKEN.switchPage) {
      // Page of the tags: both pages have the same three.
      cursor.at++;
      continue;
    }
    if (token === TOKEN.end) {
      const closed = stack.pop();
      const outer = stack.at(-1);
      if (closed === undefined) return malformed('an end too many', from);
      if (outer === undefined)
        return version === undefined
          ? malformed('it has no root', from)
          : ok({ version, characteristics: closed.characteristics });
      outer.characteristics.push(closed);
      continue;
    }
    if (++elements > CP_LIMITS.elements) return tooLarge(`${elements} elements`);
    const attributes = (token & ATTRIBUTE_BIT) === 0 ? ok<Attributes>({}) : readAttributes(bytes, header.value, cursor);
    if (!attributes.ok) return attributes;
    const { name = '', value = '', type = '', version: said = '1.0' } = attributes.value;
    const hasContent = (token & CONTENT) !== 0;
    const inside = stack.at(-1);
    switch (token & TAG) {
      case CP_TAGS.document:
        if (inside !== undefined) return malformed('a root within the root', from);
        version = said;
        if (!hasContent) return ok({ version, characteristics: [] });
        stack.push({ type: '', parms: [], characteristics: [] });
        break;
      case CP_TAGS.characteristic: {
        if (inside === undefined) return malformed('its root is no wap-provisioningdoc', from);
        if (stack.length > CP_LIMITS.depth) return tooLarge(`${stack.length} levels`);
        const opened: Open = { type, parms: [], characteristics: [] };
        if (hasContent) stack.push(opened);
        else inside.characteristics.push(opened);
        break;
      }
      case CP_TAGS.parm:
        if (inside === undefined || hasContent) return malformed('a parm where there can be none', from);
        inside.parms.push({ name, value });
        break;
      default:
        return malformed(`tag 0x${(token & TAG).toString(16)}`, from);
    }
  }
  return malformed('it ends in the middle', bytes.length);
}

interface Place {
  at: number;
  /** Code page of the attributes. */
  page: number;
}

/** Up to and with the END of the attributes. */
function readAttributes(bytes: Uint8Array, header: WbxmlHeader, place: Place): Result<Attributes> {
  const attributes: Attributes = {};
  let current: CpAttribute | undefined;
  const append = (text: string): void => {
    if (current !== undefined) attributes[current] = (attributes[current] ?? '') + text;
  };
  while (place.at < bytes.length) {
    const from = place.at;
    const token = bytes[place.at++] ?? 0;
    if (token === TOKEN.end) return ok(attributes);
    if (token === TOKEN.switchPage) place.page = bytes[place.at++] ?? 0;
    else if (isText(token)) {
      const text = readValue(bytes, header, place, token);
      if (text === undefined) return malformed('a text has no end', from);
      append(text);
    } else if (token >= FIRST_VALUE) append(TEXTS.get(keyOf(place.page, token))?.[2] ?? hex(token));
    else if (token === TOKEN.literal) return malformed('an attribute with a name of its own', from);
    else {
      const row = NAMES.get(keyOf(place.page, token));
      // Unknown starts are nearly always names of parameters that a vendor added.
      current = row?.[2] ?? 'name';
      attributes[current] = row === undefined ? hex(token) : (row[3] ?? '');
    }
  }
  return malformed('its attributes have no end', bytes.length);
}

function isText(token: number): boolean {
  return token === TOKEN.strI || token === TOKEN.strT || token === TOKEN.entity || token === TOKEN.opaque;
}

function readValue(bytes: Uint8Array, header: WbxmlHeader, place: Place, token: number): string | undefined {
  if (token === TOKEN.strI) {
    const nul = bytes.indexOf(0, place.at);
    if (nul === -1) return undefined;
    const text = utf8Text(bytes.subarray(place.at, nul));
    place.at = nul + 1;
    return text;
  }
  const number = readMbInt(bytes, place.at);
  if (!number.ok) return undefined;
  const { value, end } = number.value;
  place.at = end;
  if (token === TOKEN.strT) return tableText(bytes, header.tableFrom, header.tableTo, value);
  if (token === TOKEN.entity) return value > 0x10ffff ? undefined : String.fromCodePoint(value);
  if (end + value > bytes.length) return undefined;
  place.at = end + value;
  return utf8Text(bytes.subarray(end, end + value));
}

function keyed<R extends readonly [page: number, token: number, ...rest: unknown[]]>(
  rows: readonly R[],
): ReadonlyMap<number, R> {
  return new Map(rows.map((row) => [keyOf(row[0], row[1]), row]));
}

function keyOf(page: number, token: number): number {
  return page * 256 + token;
}

function hex(token: number): string {
  return `0x${token.toString(16).padStart(2, '0')}`;
}

function malformed(what: string, at: number): Result<never> {
  return fail(
    'cp-malformed',
    'This is no Client Provisioning document that can be read.',
    'Check that the file is whole.',
    { detail: `${what}, at octet ${at}` },
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
