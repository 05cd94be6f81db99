/**
 * Character data of XML 1.0: which characters it can carry, how they are escaped, and what a reference stands for.
 * Only the five predefined entities and numeric references exist here; a DOCTYPE that could declare more is refused.
 */

/** The entities that need no declaration (XML 1.0 §4.6). */
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** `\r` is escaped too: a parser turns a literal one into `\n` (XML 1.0 §2.11). */
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const NEEDS_ESCAPE = /[&<>\r]/;
const EACH_ESCAPE = /[&<>\r]/g;

// oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 §2.2 leaves out
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/** ASCII that is neither markup nor a control character, `\n` and tab aside: most values are nothing else. */
const NOT_PLAIN = /[^\t\n -%'-;=?-~]/;

/** Longest reference looked at: `&#x0010FFFF;` and some leading zeros. */
const LONGEST_REFERENCE = 16;

/** Escapes text for element content. Control characters are not looked at: see `forbiddenAt`. */
export function escapeText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(EACH_ESCAPE, (character) => ESCAPES[character] ?? character) : text;
}

/** True for text that goes into XML as it is. False says nothing: then `isCarriable` and `escapeText` decide. */
export function isPlain(text: string): boolean {
  return !NOT_PLAIN.test(text);
}

/** True when XML 1.0 can carry every character: no control characters but tab and line ends, no half surrogates. */
export function isCarriable(text: string): boolean {
  return !FORBIDDEN.test(text) && text.isWellFormed();
}

/** Index of the first character that XML 1.0 forbids, -1 when there is none. Half surrogates are not looked for. */
export function forbiddenAt(text: string): number {
  return text.search(FORBIDDEN);
}

/** Resolves the references in text; undefined when there is an unknown one or a bare `&`. */
export function resolveReferences(text: string): string | undefined {
  let resolved = '';
  let done = 0;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', done)) {
    const semicolon = text.indexOf(';', at + 2);
    const character =
      semicolon === -1 || semicolon - at > LONGEST_REFERENCE ? undefined : characterOf(text.slice(at + 1, semicolon));
    if (character === undefined) return undefined;
    resolved += text.slice(done, at) + character;
    done = semicolon + 1;
  }
  return resolved + text.slice(done);
}

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return PREDEFINED.get(name);
  const hexadecimal = /^#x([0-9a-fA-F]+)$/.exec(name)?.[1];
  const decimal = /^#([0-9]+)$/.exec(name)?.[1];
  if (hexadecimal === undefined && decimal === undefined) return undefined;
  const codePoint = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (codePoint > 0x10ffff) return undefined;
  const character = String.fromCodePoint(codePoint);
  return isCarriable(character) ? character : undefined;
}
