/**
 * Texts of up to eight ASCII characters, without making a string each time. They are more than half of a message:
 * ids, codes, formats, sizes, versions, names of commands. Their octets, put into two numbers, say where the string
 * lies that was made of the same octets before.
 */

/** Octets that one number holds. */
export const OCTETS_PER_KEY = 4;

const PLACES = 1024;
const KEYS = new Int32Array(PLACES * 2);
const TEXTS: string[] = Array.from({ length: PLACES }, () => '');

/**
 * The text whose octets, each 0x01 to 0x7F, are in `first` and, from the fifth on, in `second`; the later ones in lower
 * places.
 */
export function shortText(first: number, second: number): string {
  const place = Math.imul(Math.imul(second, 0x85ebca6b) ^ first, 0x9e3779b1) >>> 22;
  if (KEYS[place * 2] !== first || KEYS[place * 2 + 1] !== second) {
    KEYS[place * 2] = first;
    KEYS[place * 2 + 1] = second;
    TEXTS[place] = textOf(first) + textOf(second);
  }
  return TEXTS[place] ?? '';
}

function textOf(key: number): string {
  let text = '';
  for (let rest = key; rest !== 0; rest >>= 8) text = String.fromCharCode(rest & 0x7f) + text;
  return text;
}
