/**
 * A place in the octets of a message on the fast way (direct-reader.ts), and the few things that are read there.
 * Whoever meets something unexpected gives up: the cursor then stands at the end and yields nothing but END, so that
 * every loop ends by itself and nobody has to ask in between.
 */
import type { Data } from '../message.ts';
import { OCTETS_PER_KEY, shortText } from './short-text.ts';
import { readMbInt } from './header.ts';
import { nulBehind, openWindow, textBetween, type TextSource } from './text-source.ts';
import { CONTENT, TOKEN } from './tokens.ts';

export interface Cursor extends TextSource {
  at: number;
  /** Number of the current code page, times 256: a tag is known by this and its token. */
  page: number;
  hasGivenUp: boolean;
}

/** Constants of this file are folded into the machine code, imported ones are looked up each time. */
const { end: END, switchPage: SWITCH_PAGE, strI: STR_I, opaque: OPAQUE } = TOKEN;
const HAS_CONTENT = CONTENT;
const KEY = OCTETS_PER_KEY;

/** Stands at `from`, on page 0. */
export function createCursor(bytes: Uint8Array, from: number): Cursor {
  const cursor = { bytes, window: '', windowFrom: from, isAscii: true, at: from, page: 0, hasGivenUp: false };
  openWindow(cursor, from);
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

/**
 * The next tag, as page times 256 plus token, or END. The content bit is set when content follows; an element that
 * has nothing up to its END is as one without content.
 */
export function nextTag(cursor: Cursor): number {
  const { bytes } = cursor;
  for (;;) {
    const token = bytes[cursor.at++];
    if (token === END) return END;
    if (token === SWITCH_PAGE) {
      cursor.page = (bytes[cursor.at++] ?? 0) << 8;
      continue;
    }
    if (token === undefined || token >= 0x80 || (token & 0x3f) < 5) {
      giveUp(cursor);
      return END;
    }
    if (token >= HAS_CONTENT && bytes[cursor.at] === END) {
      cursor.at++;
      return cursor.page + token - HAS_CONTENT;
    }
    return cursor.page + token;
  }
}

/** The text of the tag that was read last, which has content, up to and with its END. */
export function readText(cursor: Cursor): string {
  const { bytes, at } = cursor;
  if (bytes[at] === STR_I) {
    const nul = nulBehind(cursor, at + 1);
    const text = nul === -1 || bytes[nul + 1] !== END ? undefined : textBetween(cursor, at + 1, nul);
    if (text !== undefined) {
      cursor.at = nul + 2;
      return text;
    }
  }
  giveUp(cursor);
  return '';
}

/** As `readText`, without the white space around it; meant for URIs. */
export function readUri(cursor: Cursor): string {
  const { bytes, at } = cursor;
  if (bytes[at] === STR_I && isInk(bytes[at + 1])) {
    const nul = nulBehind(cursor, at + 1);
    if (nul !== -1 && bytes[nul + 1] === END && cursor.isAscii && isInk(bytes[nul - 1])) {
      cursor.at = nul + 2;
      return cursor.window.slice(at + 1 - cursor.windowFrom, nul - cursor.windowFrom);
    }
  }
  return readText(cursor).trim();
}

/** As `readText`, without the white space around it; meant for texts that usually are short. */
export function readToken(cursor: Cursor): string {
  const { bytes } = cursor;
  let at = cursor.at;
  if (bytes[at++] === STR_I) {
    let most = at + KEY;
    let octet = bytes[at];
    let first = 0;
    for (; isInk(octet) && at < most; octet = bytes[++at]) first = (first << 8) | octet;
    let second = 0;
    most += KEY;
    for (; isInk(octet) && at < most; octet = bytes[++at]) second = (second << 8) | octet;
    if (octet === 0 && bytes[at + 1] === END) {
      cursor.at = at + 2;
      return shortText(first, second);
    }
  }
  return readUri(cursor);
}

/** A text or an opaque value, up to and with END. */
export function readData(cursor: Cursor): Data {
  const { bytes } = cursor;
  if (bytes[cursor.at] !== OPAQUE) return readText(cursor);
  const length = readMbInt(bytes, cursor.at + 1);
  const from = length.ok ? length.value.end : bytes.length;
  const to = length.ok ? from + length.value.value : bytes.length;
  if (to < bytes.length && bytes[to] === END) {
    cursor.at = to + 1;
    return new Uint8Array(bytes.subarray(from, to));
  }
  giveUp(cursor);
  return '';
}

/** Visible ASCII. */
export function isInk(octet: number | undefined): octet is number {
  return octet !== undefined && octet > 0x20 && octet < 0x7f;
}
