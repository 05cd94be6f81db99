/**
 * Meta on the fast way (direct-reader.ts). Handsets send the same few over and over, as a Format and a Type; the
 * octets of those that came last are kept with what they mean, over messages.
 */
import type { Draft } from '../element.ts';
import type { Meta } from '../message.ts';
import { type Cursor, giveUp, nextTag, once, readText, readToken, readUri } from './cursor.ts';
import { filled } from './direct-tags.ts';
import { TOKEN } from './tokens.ts';

const { end: END, switchPage: SWITCH_PAGE } = TOKEN;
const FORMAT = filled('Format', 1);
const TYPE = filled('Type', 1);
const SIZE = filled('Size', 1);
const MARK = filled('Mark', 1);
const NEXT_NONCE = filled('NextNonce', 1);
const MAX_MSG_SIZE = filled('MaxMsgSize', 1);
const MAX_OBJ_SIZE = filled('MaxObjSize', 1);
const VERSION = filled('Version', 1);
const EMI = filled('EMI', 1);

interface KeptMeta {
  readonly octets: Uint8Array;
  readonly meta: Meta;
}

/** One for each first letter of a Format. */
const PLACES = 32;
const kept: (KeptMeta | undefined)[] = Array.from({ length: PLACES });
/** Page, tag, STR_I: the octets before the first letter of the first text. */
const BEFORE_LETTER = 4;
/** Longer ones are not kept, octets. */
const MOST_KEPT = 64;

/** Reads the Meta whose tag was read last; it has content. */
export function readMetaDirectly(cursor: Cursor): Meta {
  const from = cursor.at;
  const known = keptMeta(cursor.bytes, from);
  if (known !== undefined) {
    cursor.at = from + known.octets.length;
    cursor.page = 0x100;
    return known.meta;
  }
  const meta = readChildren(cursor);
  if (isWorthKeeping(cursor, from, meta)) {
    kept[placeOf(cursor.bytes, from)] = { octets: new Uint8Array(cursor.bytes.subarray(from, cursor.at)), meta };
  }
  return meta;
}

/** The kept Meta whose content is what stands at `from`. */
export function keptMeta(bytes: Uint8Array, from: number): KeptMeta | undefined {
  const known = kept[placeOf(bytes, from)];
  return known !== undefined && standsAt(bytes, from, known.octets) ? known : undefined;
}

function placeOf(bytes: Uint8Array, from: number): number {
  return (bytes[from + BEFORE_LETTER] ?? 0) & (PLACES - 1);
}

/** Only a Meta that switches to its page itself means the same wherever it stands. */
function isWorthKeeping({ bytes, at, page, hasGivenUp }: Cursor, from: number, meta: Meta): boolean {
  if (hasGivenUp || at - from > MOST_KEPT || bytes[from] !== SWITCH_PAGE || page !== 0x100) return false;
  for (const key in meta) if (key !== 'format' && key !== 'type') return false;
  return true;
}

function readChildren(cursor: Cursor): Meta {
  const meta: Draft<Meta> = {};
  const emi: string[] = [];
  for (let tag = nextTag(cursor); tag !== END; tag = nextTag(cursor)) {
    switch (tag) {
      case FORMAT:
        meta.format = once(cursor, meta.format, readToken(cursor));
        break;
      case TYPE:
        meta.type = once(cursor, meta.type, readUri(cursor));
        break;
      case SIZE:
        meta.size = once(cursor, meta.size, readSize(cursor));
        break;
      case MARK:
        meta.mark = once(cursor, meta.mark, readUri(cursor));
        break;
      case NEXT_NONCE:
        meta.nextNonce = once(cursor, meta.nextNonce, readUri(cursor));
        break;
      case MAX_MSG_SIZE:
        meta.maxMsgSize = once(cursor, meta.maxMsgSize, readSize(cursor));
        break;
      case MAX_OBJ_SIZE:
        meta.maxObjSize = once(cursor, meta.maxObjSize, readSize(cursor));
        break;
      case VERSION:
        meta.version = once(cursor, meta.version, readToken(cursor));
        break;
      case EMI:
        emi.push(readText(cursor));
        break;
      default:
        giveUp(cursor);
    }
  }
  if (emi.length > 0) meta.emi = emi;
  return meta;
}

function readSize(cursor: Cursor): number {
  const token = readToken(cursor);
  const size = /^\d+$/.test(token) ? Number(token) : Number.NaN;
  if (!Number.isSafeInteger(size)) giveUp(cursor);
  return size;
}

/** From the end: what begins alike differs in its Type. */
function standsAt(bytes: Uint8Array, from: number, octets: Uint8Array): boolean {
  for (let index = octets.length - 1; index >= 0; index--) if (bytes[from + index] !== octets[index]) return false;
  return true;
}
