/**
 * Texts out of octets, fast. Decoding every text by itself costs more than everything else in a message, so the whole
 * body is decoded once and texts are cut out of the result. That works where one octet is one character. Octets of
 * 0x80 and above (lengths, opaque values, text that is not ASCII) would shift what is behind them, so they are
 * replaced by DEL beforehand, and a text that has a DEL is decoded by itself.
 */
import { utf8Text } from '../utf8.ts';

export interface TextSource {
  readonly bytes: Uint8Array;
  /** Where the body begins, octets. */
  readonly bodyFrom: number;
  /** The body, a character per octet. */
  readonly body: string;
  /** True when all octets of the body are ASCII. */
  readonly isAscii: boolean;
}

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** Stands for an octet that is not ASCII. */
const DEL = '\x7F';

/** A long body that is not ASCII shows it early: so many octets are looked at before it is decoded on trial. */
const TRIAL = 512;
const LONG = 4096;

/** Prepares the texts of a message whose body begins at `bodyFrom`. */
export function textSource(bytes: Uint8Array, bodyFrom: number): TextSource {
  const octets = bytes.subarray(bodyFrom);
  if (octets.length < LONG || isAscii(octets, TRIAL)) {
    const body = DECODER.decode(octets);
    // Shorter: several octets became one character. Replaced: an octet became U+FFFD.
    if (body.length === octets.length && !body.includes('\uFFFD')) return { bytes, bodyFrom, body, isAscii: true };
  }
  return { bytes, bodyFrom, body: DECODER.decode(replaced(octets)), isAscii: false };
}

/** The text between two offsets, undefined when it is not valid UTF-8. */
export function textBetween(source: TextSource, from: number, to: number): string | undefined {
  const text = source.body.slice(from - source.bodyFrom, to - source.bodyFrom);
  if (source.isAscii || !text.includes(DEL)) return text;
  return utf8Text(source.bytes.subarray(from, to));
}

/** Offset of the NUL at or behind `from`, -1 when there is none. */
export function nulBehind(source: TextSource, from: number): number {
  const found = source.body.indexOf('\0', from - source.bodyFrom);
  return found === -1 ? -1 : found + source.bodyFrom;
}

function isAscii(octets: Uint8Array, most: number): boolean {
  const length = Math.min(octets.length, most);
  let all = 0;
  for (let at = 0; at < length; at++) all |= octets[at] ?? 0;
  return all < 0x80;
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
