/** UTF-8 without exceptions: a message of a million bad texts must not cost a million of them. */

const LENIENT = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();

/** What a lenient decoder puts in the place of octets that are no UTF-8; a text may also hold it by itself. */
const REPLACEMENT = '\uFFFD';

/** The octets as text, undefined when they are not valid UTF-8. A byte order mark stays in the text. */
export function utf8Text(octets: Uint8Array): string | undefined {
  const text = LENIENT.decode(octets);
  return !text.includes(REPLACEMENT) || areSame(ENCODER.encode(text), octets) ? text : undefined;
}

function areSame(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}
