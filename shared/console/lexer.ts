/**
 * Text of the line language → tokens. Never fails: what cannot be read is a token of kind `wrong` that says why, so
 * that an editor can colour a text which is still being typed. Line breaks end commands and are tokens; blanks are not.
 */
import { OPTIONS, type OptionName } from './words.ts';

export type Token = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  | { readonly kind: 'option'; readonly name: OptionName; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'open' | 'close' | 'comma' | 'end' | 'comment' }
  | { readonly kind: 'wrong'; readonly code: string; readonly what: string; readonly next: string }
);

const PUNCTUATION: Readonly<Record<string, 'open' | 'close' | 'comma' | 'end'>> = {
  '{': 'open',
  '}': 'close',
  ',': 'comma',
  ';': 'end',
  '\n': 'end',
};

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const WORD = /[^\s"{},;]+/y;
const OPTION = new RegExp(`^(${OPTIONS.join('|')})=(.*)$`);
const TRIPLE = '"""';

/** All tokens in order, without overlap. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const from = at;
    const character = source.charAt(at);
    const punctuation = PUNCTUATION[character];
    if (punctuation !== undefined) tokens.push({ kind: punctuation, from, to: ++at });
    else if (/\s/.test(character)) at++;
    else if (character === '#') {
      const end = source.indexOf('\n', at);
      at = end === -1 ? source.length : end;
      tokens.push({ kind: 'comment', from, to: at });
    } else if (character === '"') {
      const read = readText(source, at);
      tokens.push(read.token);
      at = read.token.to;
    } else {
      const token = readWord(source, at);
      tokens.push(token);
      at = token.to;
    }
  }
  return tokens;
}

/** A quoted text that begins at `from`. */
function readText(source: string, from: number): { readonly token: Token; readonly text: string } {
  if (source.startsWith(TRIPLE, from)) {
    const close = source.indexOf(TRIPLE, from + 3);
    if (close === -1) return { token: notClosed(from, source.length, TRIPLE), text: '' };
    const text = source.slice(from + 3, close);
    return { token: { kind: 'text', text, from, to: close + 3 }, text };
  }
  let text = '';
  for (let at = from + 1; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\n') break;
    if (character === '"') return { token: { kind: 'text', text, from, to: at + 1 }, text };
    if (character !== '\\') {
      text += character;
      continue;
    }
    const escape = /^\\(?:u\{([0-9a-fA-F]{1,6})\}|(.))/.exec(source.slice(at, at + 12));
    const code = escape?.[1] === undefined ? undefined : Number.parseInt(escape[1], 16);
    const meant =
      code === undefined ? ESCAPES[escape?.[2] ?? ''] : code > 0x10ffff ? undefined : String.fromCodePoint(code);
    if (escape === null || meant === undefined) {
      const end = lineEnd(source, at);
      return { token: unknownEscape(source.slice(at, at + 2), at, end), text: '' };
    }
    text += meant;
    at += escape[0].length - 1;
  }
  return { token: notClosed(from, lineEnd(source, from), '"'), text: '' };
}

function readWord(source: string, from: number): Token {
  WORD.lastIndex = from;
  const text = WORD.exec(source)?.[0] ?? '';
  const to = from + text.length;
  const option = OPTION.exec(text);
  const quoted = source.charAt(to) === '"' ? readText(source, to) : undefined;
  if (option !== null) {
    const name = option[1] as OptionName;
    if (option[2] !== '' || quoted === undefined) return { kind: 'option', name, text: option[2] ?? '', from, to };
    if (quoted.token.kind === 'wrong') return quoted.token;
    return { kind: 'option', name, text: quoted.text, from, to: quoted.token.to };
  }
  if (text.startsWith('@')) {
    if (text !== '@' || quoted === undefined) return { kind: 'file', path: text.slice(1), from, to };
    return quoted.token.kind === 'wrong'
      ? quoted.token
      : { kind: 'file', path: quoted.text, from, to: quoted.token.to };
  }
  if (/^0x/i.test(text)) return readOctets(text, from, to);
  return { kind: 'word', text, from, to };
}

function readOctets(word: string, from: number, to: number): Token {
  const digits = word.slice(2);
  if (digits.length % 2 === 1 || !/^[0-9a-f]*$/i.test(digits)) {
    return {
      kind: 'wrong',
      code: 'octets-wrong',
      what: 'These are no octets.',
      next: 'Write two hexadecimal digits for each, e.g. 0x00FF10; a text goes in quotation marks.',
      from,
      to,
    };
  }
  const octets = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return { kind: 'octets', octets, from, to };
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end === -1 ? source.length : end;
}

function notClosed(from: number, to: number, mark: string): Token {
  return {
    kind: 'wrong',
    code: 'text-not-closed',
    what: 'The text that begins here has no end.',
    next:
      mark === '"'
        ? 'Put a quotation mark behind it on the same line; \\n is a line break, and """ … """ holds several lines.'
        : 'Put """ behind it.',
    from,
    to,
  };
}

function unknownEscape(text: string, from: number, to: number): Token {
  return {
    kind: 'wrong',
    code: 'escape-unknown',
    what: `Nothing is written as ${text}.`,
    next: 'Write \\\\ for a backslash, \\" for a quotation mark, \\n, \\r, \\t, or \\u{20AC} for any character.',
    from,
    to,
  };
}
