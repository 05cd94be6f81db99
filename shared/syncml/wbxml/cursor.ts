/**
 * A place in the octets of a message on the fast way (direct-reader.ts), and the few things that are read there.
 * Whoever meets something unexpected gives up: the cursor then stands at the end and yields nothing but END, so that
 * every loop ends by itself and nobody has to ask in between.
 */
import type { Data, Meta } from '../message.ts';
import { nulBehind, textBetween, type TextSource, textSource } from './text-source.ts';
import { CONTENT, TOKEN } from './tokens.ts';

export interface Cursor {
  readonly source: TextSource;
  readonly bytes: Uint8Array;
  at: number;
  /** Number of the current code page, times 256: a tag is known by this and its token. */
  page: number;
  /** Has the tag that was read last content? */
  hasContent: boolean;
  hasGivenUp: boolean;
  /** Gives up: where others take notes of what is missing. */
  readonly refuse: () => void;
  /** The Meta that was read last, and where. */
  meta: Meta | undefined;
  metaFrom: number;
  metaTo: number;
}

/** Stands at `from`, on page 0. */
export function createCursor(bytes: Uint8Array, from: number): Cursor {
  const source = textSource(bytes, from);
  const cursor: Cursor = {
    source,
    bytes,
    at: from,
    page: 0,
    hasContent: false,
    hasGivenUp: false,
    refuse: () => giveUp(cursor),
    meta: undefined,
    metaFrom: 0,
    metaTo: 0,
  };
  return cursor;
}

/** This message is none for the fast way. */
export function giveUp(cursor: Cursor): void {
  cursor.hasGivenUp = true;
  cursor.at = cursor.bytes.length;
}

/** The value of a child that may come once: after one `before` the first counts, which the slow way knows. */
export function once<T>(cursor: Cursor, before: T | undefined, value: T): T {
  if (before !== undefined) giveUp(cursor);
  return value;
}

/** The next tag (page times 256 plus token) or END. Says in `hasContent` whether it has content. */
export function nextTag(cursor: Cursor): number {
  const { bytes } = cursor;
  for (;;) {
    const token = bytes[cursor.at++];
    if (token === TOKEN.end) return TOKEN.end;
    if (token === TOKEN.switchPage) {
      cursor.page = (bytes[cursor.at++] ?? 0) << 8;
      continue;
    }
    if (token === undefined || token >= 0x80 || (token & 0x3f) < 5) {
      giveUp(cursor);
      return TOKEN.end;
    }
    cursor.hasContent = (token & CONTENT) !== 0;
    return cursor.page + (token & 0x3f);
  }
}

/** The text of the tag that was read last, up to and with its END. */
export function readText(cursor: Cursor): string {
  if (!cursor.hasContent) return '';
  const { bytes, source } = cursor;
  const from = cursor.at + 1;
  if (bytes[cursor.at] === TOKEN.strI) {
    const nul = nulBehind(source, from);
    const text = nul === -1 || bytes[nul + 1] !== TOKEN.end ? undefined : textBetween(source, from, nul);
    if (text !== undefined) {
      cursor.at = nul + 2;
      return text;
    }
  }
  if (bytes[cursor.at] === TOKEN.end) cursor.at++;
  else giveUp(cursor);
  return '';
}

/** As `readText`, without the white space around it. */
export function readToken(cursor: Cursor): string {
  const { bytes, source, at } = cursor;
  // Nearly every token: an inline text with nothing to trim, in a message that is ASCII.
  if (source.isAscii && cursor.hasContent && bytes[at] === TOKEN.strI && isInk(bytes[at + 1])) {
    const nul = nulBehind(source, at + 1);
    if (nul !== -1 && bytes[nul + 1] === TOKEN.end && isInk(bytes[nul - 1])) {
      cursor.at = nul + 2;
      return source.body.slice(at + 1 - source.bodyFrom, nul - source.bodyFrom);
    }
  }
  return readText(cursor).trim();
}

/** A text or an opaque value, up to and with END. */
export function readData(cursor: Cursor): Data {
  if (!cursor.hasContent || cursor.bytes[cursor.at] !== TOKEN.opaque) return readText(cursor);
  const { bytes } = cursor;
  let length = 0;
  let from = cursor.at + 1;
  for (let octet = 0x80; octet >= 0x80; from++) {
    octet = bytes[from] ?? 0;
    length = length * 128 + (octet & 0x7f);
    // The slow way knows whether the number is just badly written.
    if (length > bytes.length) break;
  }
  const to = from + length;
  if (to < bytes.length && bytes[to] === TOKEN.end) {
    cursor.at = to + 1;
    return new Uint8Array(bytes.subarray(from, to));
  }
  giveUp(cursor);
  return '';
}

/** The END of a tag that should be empty; content makes it none for the fast way. */
export function skipEmpty(cursor: Cursor): void {
  if (cursor.hasContent && cursor.bytes[cursor.at++] !== TOKEN.end) giveUp(cursor);
}

/** Visible ASCII. */
function isInk(octet: number | undefined): boolean {
  return octet !== undefined && octet > 0x20 && octet < 0x7f;
}
