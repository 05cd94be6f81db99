/** Meta on the fast way (direct-reader.ts). */
import type { Draft } from '../element.ts';
import type { Meta } from '../message.ts';
import { type Cursor, giveUp, nextTag, once, readText, readToken } from './cursor.ts';
import { META_TAGS, TAGS } from './direct-tags.ts';
import { TOKEN } from './tokens.ts';

/** Reads the Meta whose tag was read last. */
export function readMetaDirectly(cursor: Cursor): Meta {
  if (!cursor.hasContent) return {};
  const from = cursor.at;
  if (cursor.meta !== undefined && repeats(cursor)) {
    cursor.at += cursor.metaTo - cursor.metaFrom;
    cursor.page = 0x100;
    return cursor.meta;
  }
  // Only a Meta that switches to its page itself means the same wherever it stands.
  const isWhole = cursor.bytes[from] === TOKEN.switchPage && cursor.bytes[from + 1] === 1;
  const meta = readChildren(cursor);
  if (isWhole && cursor.page === 0x100) {
    cursor.meta = meta;
    cursor.metaFrom = from;
    cursor.metaTo = cursor.at;
  }
  return meta;
}

function readChildren(cursor: Cursor): Meta {
  const meta: Draft<Meta> = {};
  const emi: string[] = [];
  for (let tag = nextTag(cursor); tag !== TAGS.end; tag = nextTag(cursor)) {
    switch (tag) {
      case META_TAGS.Format:
        meta.format = once(cursor, meta.format, readToken(cursor));
        break;
      case META_TAGS.Type:
        meta.type = once(cursor, meta.type, readToken(cursor));
        break;
      case META_TAGS.Size:
        meta.size = once(cursor, meta.size, readSize(cursor));
        break;
      case META_TAGS.Mark:
        meta.mark = once(cursor, meta.mark, readToken(cursor));
        break;
      case META_TAGS.NextNonce:
        meta.nextNonce = once(cursor, meta.nextNonce, readToken(cursor));
        break;
      case META_TAGS.MaxMsgSize:
        meta.maxMsgSize = once(cursor, meta.maxMsgSize, readSize(cursor));
        break;
      case META_TAGS.MaxObjSize:
        meta.maxObjSize = once(cursor, meta.maxObjSize, readSize(cursor));
        break;
      case META_TAGS.Version:
        meta.version = once(cursor, meta.version, readToken(cursor));
        break;
      case META_TAGS.EMI:
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

/** Do the octets of the Meta before stand here again? */
function repeats({ bytes, at, metaFrom, metaTo }: Cursor): boolean {
  const length = metaTo - metaFrom;
  for (let offset = 0; offset < length; offset++) if (bytes[at + offset] !== bytes[metaFrom + offset]) return false;
  return true;
}
