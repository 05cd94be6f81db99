/**
 * The beginning of a WBXML document: version, public identifier, character set, string table (WBXML 1.3 §5.4–5.8).
 * The string table may hold the public identifier without a NUL at its end: seen in the field.
 */
import { fail, ok, type Result } from '../../result.ts';
import { utf8Text } from '../utf8.ts';
import { type DocumentKind, publicIdByName, publicIdByNumber, tokenOf } from './code-pages.ts';
import { failureOf, type WbxmlCode } from './failures.ts';

export interface WbxmlHeader {
  /** e.g. `1.2`. */
  readonly version: string;
  /** The public identifier by name, as number when nobody knows it, absent when the document gives none. */
  readonly publicId?: string;
  readonly kind: DocumentKind;
  /** Where the string table begins and ends, and where the body begins, octets. */
  readonly tableFrom: number;
  readonly tableTo: number;
  readonly bodyFrom: number;
}

/** A multi-byte integer and the offset behind it. */
interface MbInt {
  readonly value: number;
  readonly end: number;
}

/** WBXML 1.1, 1.2 and 1.3 (facts 4). No XML begins with such an octet. */
const VERSIONS: readonly (string | undefined)[] = [undefined, '1.1', '1.2', '1.3'];

/** MIBenums of the character sets that are UTF-8: itself, US-ASCII, and "as the transport says". */
const UTF8_CHARSETS: ReadonlySet<number> = new Set([106, 3, 0]);

const UNKNOWN_PUBLIC_ID = 1;
const MOST_INT_OCTETS = 5;
/** Longer headers are not remembered, octets. */
const MOST_KEPT = 256;

/** Roots that tell a document without a known public identifier. */
const ROOTS: ReadonlyMap<number, DocumentKind> = new Map([
  [tokenOf(0, 'SyncML'), 'syncml'],
  [tokenOf(2, 'MgmtTree'), 'dmddf'],
  [0x0a, 'devinf'],
]);

/** True when octets begin like WBXML does and XML never does. */
export function looksLikeWbxml(bytes: Uint8Array): boolean {
  return VERSIONS[bytes[0] ?? 0] !== undefined && bytes.length >= 5;
}

/** The header that was read last: a handset's messages all begin alike. */
let recent: { readonly octets: Uint8Array; readonly header: WbxmlHeader } | undefined;

/**
 * Reads the header. Errors: `wbxml-version`, `wbxml-truncated`, `wbxml-integer-too-long`, `wbxml-charset`,
 * `wbxml-string-table`.
 */
export function readHeader(bytes: Uint8Array): Result<WbxmlHeader> {
  // Without a public identifier it is the body that tells the kind of document.
  if (recent !== undefined && beginsWith(bytes, recent.octets)) return ok(recent.header);
  const version = VERSIONS[bytes[0] ?? 0];
  if (version === undefined) return refuse('wbxml-version', `octet ${bytes[0] ?? 'none'}`);
  const number = readMbInt(bytes, 1);
  if (!number.ok) return number;
  const index = number.value.value === 0 ? readMbInt(bytes, number.value.end) : undefined;
  if (index?.ok === false) return index;
  const charset = readMbInt(bytes, index?.value.end ?? number.value.end);
  if (!charset.ok) return charset;
  if (!UTF8_CHARSETS.has(charset.value.value)) return refuse('wbxml-charset', `MIBenum ${charset.value.value}`);
  const length = readMbInt(bytes, charset.value.end);
  if (!length.ok) return length;
  const tableFrom = length.value.end;
  const tableTo = tableFrom + length.value.value;
  if (tableTo > bytes.length) return refuse('wbxml-truncated', `string table of ${length.value.value} octets`);
  const name = index && tableText(bytes, tableFrom, tableTo, index.value.value);
  if (index !== undefined && name === undefined) {
    return refuse('wbxml-string-table', `public identifier at ${index.value.value}`);
  }
  const publicId = name === undefined ? publicIdByNumber(number.value.value) : publicIdByName(name);
  const shown = publicId?.name ?? name ?? (number.value.value === UNKNOWN_PUBLIC_ID ? undefined : hex(number.value));
  const header: WbxmlHeader = {
    version,
    ...(shown === undefined ? {} : { publicId: shown }),
    kind: publicId?.kind ?? ROOTS.get((bytes[tableTo] ?? 0) & 0x3f) ?? 'syncml',
    tableFrom,
    tableTo,
    bodyFrom: tableTo,
  };
  if (publicId !== undefined && tableTo <= MOST_KEPT)
    recent = { octets: new Uint8Array(bytes.subarray(0, tableTo)), header };
  return ok(header);
}

function beginsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  for (let at = 0; at < head.length; at++) if (bytes[at] !== head[at]) return false;
  return true;
}

/** Reads an mb_u_int32. Errors: `wbxml-truncated`, `wbxml-integer-too-long`. */
export function readMbInt(bytes: Uint8Array, from: number): Result<MbInt> {
  let value = 0;
  for (let at = from; at < from + MOST_INT_OCTETS; at++) {
    const octet = bytes[at];
    if (octet === undefined) return refuse('wbxml-truncated', `offset ${from}`);
    value = value * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      return value > 0xffff_ffff ? refuse('wbxml-integer-too-long', `offset ${from}`) : ok({ value, end: at + 1 });
    }
  }
  return refuse('wbxml-integer-too-long', `offset ${from}`);
}

/** Writes an mb_u_int32. */
export function mbIntOctets(value: number): readonly number[] {
  const octets = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) octets.unshift(0x80 | (rest & 0x7f));
  return octets;
}

/** The text at `index` of the string table, up to its NUL or the end of the table; undefined when there is none. */
export function tableText(bytes: Uint8Array, tableFrom: number, tableTo: number, index: number): string | undefined {
  const from = tableFrom + index;
  if (from >= tableTo) return undefined;
  const nul = bytes.indexOf(0, from);
  return utf8Text(bytes.subarray(from, nul === -1 || nul > tableTo ? tableTo : nul));
}

function hex({ value }: MbInt): string {
  return `0x${value.toString(16).toUpperCase().padStart(4, '0')}`;
}

function refuse(code: WbxmlCode, detail: string): Result<never> {
  const { message, next } = failureOf(code, detail);
  return fail(code, message, next, { detail });
}
