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

/** Longest reference looked at: `&#x0010FFFF;` and some leading zeros. Bounds the search in hostile text. */
const LONGEST_REFERENCE = 16;

/** Escapes text for element content. Control characters are not looked at: see `forbiddenAt`. */
export function escapeText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(EACH_ESCAPE, (character) => ESCAPES[character] ?? character) : text;
}

/** True when XML 1.0 can carry every character: no control characters but tab and line ends, no half surrogates. */
export function isCarriable(text: string): boolean {
  return !FORBIDDEN.test(text) && text.isWellFormed();
}

/** Index of the first character that XML 1.0 forbids, -1 when there is none. Half surrogates are not looked for. */
export function forbiddenAt(text: string): number {
  return text.search(FORBIDDEN);
}

/** Resolves the references of well-formed text; what is no reference stays as it is. */
export function resolveReferences(text: string): string {
  let at = text.indexOf('&');
  if (at === -1) return text;
  let done = 0;
  let resolved = '';
  while (at !== -1) {
    const end = referenceEnd(text, at);
    if (end !== -1) {
      resolved += text.slice(done, at) + (characterOf(text.slice(at + 1, end - 1)) ?? '');
      done = end;
    }
    at = text.indexOf('&', end === -1 ? at + 1 : end);
  }
  return resolved + text.slice(done);
}

/**
 * The value of a Data element from its raw content. Plain content has its references resolved and its CDATA sections
 * opened; content with elements in it (an embedded MgmtTree, the two siblings of a SCOMO alert) is kept as the markup
 * it is (facts 1.7).
 */
export function dataText(raw: string): string {
  if (!raw.includes('<')) return resolveReferences(raw);
  const pieces = raw.split(/(<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)/);
  if (pieces.some((piece, index) => index % 2 === 0 && piece.includes('<'))) return raw;
  return pieces.map((piece, index) => (index % 2 === 0 ? resolveReferences(piece) : sectionText(piece))).join('');
}

/** The text of a CDATA section; nothing for a comment or a processing instruction. */
function sectionText(section: string): string {
  return section.startsWith('<![CDATA[') ? section.slice('<![CDATA['.length, -']]>'.length) : '';
}

/** Offset after the reference that begins at `at`, or -1 when there is no valid one. */
export function referenceEnd(text: string, at: number): number {
  const window = text.slice(at, at + LONGEST_REFERENCE);
  const semicolon = window.indexOf(';');
  return semicolon === -1 || characterOf(window.slice(1, semicolon)) === undefined ? -1 : at + semicolon + 1;
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
