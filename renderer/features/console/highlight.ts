/** Text of the console → coloured pieces; joined they are the text again. */
import { looksLikeMarkup } from '../../../shared/console/command.ts';
import { tokenize, type Token } from '../../../shared/console/lexer.ts';
import { FORMAT_WORDS, VERBS } from '../../../shared/console/words.ts';
import { xmlTokens } from '../trace/xml-tokens.ts';

export interface Piece {
  readonly kind:
    | 'plain'
    | 'command'
    | 'uri'
    | 'value'
    | 'number'
    | 'option'
    | 'comment'
    | 'wrong'
    | 'punctuation'
    | 'tag';
  readonly text: string;
}

const WORDS = new Set(VERBS.map(({ word }) => word));

export function highlight(text: string): readonly Piece[] {
  return looksLikeMarkup(text) ? highlightMarkup(text) : highlightLines(text);
}

function highlightLines(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let isFirst = true;
  for (const token of tokenize(text)) {
    if (token.from > at) pieces.push({ kind: 'plain', text: text.slice(at, token.from) });
    pieces.push({ kind: kindOf(token, isFirst), text: text.slice(token.from, token.to) });
    at = token.to;
    if (token.kind !== 'comment') isFirst = token.kind === 'end' || token.kind === 'open' || token.kind === 'close';
  }
  if (at < text.length) pieces.push({ kind: 'plain', text: text.slice(at) });
  return pieces;
}

function kindOf(token: Token, isFirst: boolean): Piece['kind'] {
  switch (token.kind) {
    case 'word':
      if (isFirst) return WORDS.has(token.text.toLowerCase()) ? 'command' : 'wrong';
      if (/^[.]/.test(token.text)) return 'uri';
      return FORMAT_WORDS.has(token.text) || token.text === 'bare' || token.text === 'to' ? 'option' : 'number';
    case 'text':
    case 'octets':
    case 'file':
      return isFirst ? 'wrong' : 'value';
    case 'option':
    case 'comment':
    case 'wrong':
      return token.kind;
    case 'open':
    case 'close':
    case 'comma':
    case 'end':
      return 'punctuation';
  }
}

const XML_KINDS = {
  punctuation: 'punctuation',
  tag: 'tag',
  command: 'command',
  attribute: 'option',
  value: 'value',
  text: 'plain',
} as const;

function highlightMarkup(text: string): readonly Piece[] {
  return text
    .split(/(?<=\n)/)
    .flatMap((line) => xmlTokens(line).map(({ kind, text: part }) => ({ kind: XML_KINDS[kind], text: part })));
}
