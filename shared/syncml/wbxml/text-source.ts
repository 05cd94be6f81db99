/**
 * Texts out of octets, fast. Decoding every text by itself costs more than everything else in a message, so many
 * octets at once are decoded, and texts are cut out of the result. That works where one octet is one character.
 * Octets of 0x80 and above (lengths, opaque values, text that is not ASCII) would shift what is behind them, so they
 * are replaced by DEL beforehand, and a text that has a DEL is decoded by itself.
 *
 * What is decoded at once is a window. The next one opens at the first text that the last does not hold whole. Windows
 * are small enough for the string to stay where young strings live: a string of a whole large message costs more to
 * make than all that is cut out of it.
 */
import { utf8Text } from '../utf8.ts';

export interface TextSource {
  readonly bytes: Uint8Array;
  /** A character per octet from `windowFrom` on. */
  window: string;
  windowFrom: number;
  /** True when all octets of the window are ASCII. */
  isAscii: boolean;
}

/** Octets that are decoded at once, unless a text is longer. */
const WINDOW = 8192;

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** Stands for an octet that is not ASCII. */
const DEL = '\x7F';

/** Prepares the texts of a message whose body begins at `bodyFrom`. */
export function textSource(bytes: Uint8Array, bodyFrom: number): TextSource {
  const source: TextSource = { bytes, window: '', windowFrom: bodyFrom, isAscii: true };
  openWindow(source, bodyFrom);
  return source;
}

/** Offset of the NUL at or behind `from`, -1 when there is none. The text up to it is in the window then. */
export function nulBehind(source: TextSource, from: number): number {
  const found = source.window.indexOf('\0', from - source.windowFrom);
  return found === -1 ? nulBehindWindow(source, from) : found + source.windowFrom;
}

/** The text between two offsets that lie in the window, undefined when it is not valid UTF-8. */
export function textBetween(source: TextSource, from: number, to: number): string | undefined {
  const text = source.window.slice(from - source.windowFrom, to - source.windowFrom);
  if (source.isAscii || !text.includes(DEL)) return text;
  return utf8Text(source.bytes.subarray(from, to));
}

/** A text that the window does not hold whole, or none. */
function nulBehindWindow(source: TextSource, from: number): number {
  const nul = source.bytes.indexOf(0, from);
  if (nul !== -1) openWindow(source, from, nul + 1);
  return nul;
}

/** Puts the window where a text begins, so that it holds what lies before `to` at least. */
export function openWindow(source: TextSource, from: number, to = from): void {
  const octets = source.bytes.subarray(from, Math.max(from + WINDOW, to));
  const window = DECODER.decode(octets);
  // Shorter: several octets became one character. Replaced: an octet became U+FFFD.
  source.isAscii = window.length === octets.length && !window.includes('\uFFFD');
  source.window = source.isAscii ? window : DECODER.decode(replaced(octets));
  source.windowFrom = from;
}

/** A copy with a DEL for each octet of 0x80 and above, four octets at a time. */
function replaced(octets: Uint8Array): Uint8Array {
  const copy = new Uint8Array(octets.length + 3);
  copy.set(octets);
  const words = new Uint32Array(copy.buffer, 0, copy.length >> 2);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    const high = word & 0x80808080;
    words[at] = (word | (high - (high >>> 7))) & 0x7f7f7f7f;
  }
  return copy.subarray(0, octets.length);
}
