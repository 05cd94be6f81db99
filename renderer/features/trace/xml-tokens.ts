/** Cuts indented XML into coloured pieces, line by line. It colours; it does not judge. */

export interface XmlToken {
  readonly kind: 'punctuation' | 'tag' | 'command' | 'attribute' | 'value' | 'text';
  readonly text: string;
}

/** The pieces of one line, in order; joined they are the line again. */
export function xmlTokens(line: string): readonly XmlToken[] {
  return (line.match(/<[^>]*>?|[^<]+/g) ?? []).flatMap((piece) =>
    piece.startsWith('<') ? tagTokens(piece) : [{ kind: 'text', text: piece } as const],
  );
}

function tagTokens(piece: string): readonly XmlToken[] {
  const parts = /^(<[/?!]?)([\w:.-]*)([^]*?)([/?]?>?)$/.exec(piece);
  if (parts === null) return [{ kind: 'text', text: piece }];
  const [, open = '', name = '', attributes = '', close = ''] = parts;
  return [
    { kind: 'punctuation', text: open },
    { kind: COMMANDS.has(name) ? 'command' : 'tag', text: name },
    ...(attributes.match(/"[^"]*"|[^"]+/g) ?? []).map((text): XmlToken => ({
      kind: text.startsWith('"') ? 'value' : 'attribute',
      text,
    })),
    { kind: 'punctuation', text: close },
  ];
}

const COMMANDS = new Set([
  'Add',
  'Alert',
  'Atomic',
  'Copy',
  'Delete',
  'Exec',
  'Final',
  'Get',
  'Replace',
  'Results',
  'Sequence',
  'Status',
]);
