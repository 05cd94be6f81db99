/**
 * XML for the eye: the trace view's indented form of a message, bad messages included. Works on the tags themselves,
 * so that attributes, prefixes, comments and CDATA stay as they were sent.
 */
import { DEFAULT_LIMITS } from './message.ts';
import { parseXml } from './xml-parser.ts';

/** What stands for a secret. */
const MASK = '••••';

const LENIENT_UTF8 = new TextDecoder('utf-8');

interface Markup {
  /** The start tag, or the text, comment or section as it came. */
  readonly open: string;
  readonly name: string;
  readonly close: string;
  readonly content: Markup[];
}

/**
 * Indents an XML message by two blanks per level and hides the Data of a basic Cred, which is a readable password.
 * Text that is not well-formed XML comes back unindented, its Cred hidden as far as it can be found.
 */
export function formatXml(bytes: Uint8Array): string {
  const text = LENIENT_UTF8.decode(bytes);
  if (!parseXml(text, DEFAULT_LIMITS.maxDepth).ok) return maskRaw(text);
  const lines: string[] = [];
  for (const markup of parseMarkup(text)) print(markup, 0, lines);
  return lines.join('\n');
}

/** Cuts well-formed text into nested markup. White space between tags is left out where no other text stands. */
function parseMarkup(text: string): Markup[] {
  const root: Markup[] = [];
  const open: { content: Markup[]; close: string }[] = [{ content: root, close: '' }];
  let at = 0;
  while (at < text.length) {
    const parent = open.at(-1);
    if (parent === undefined) break;
    const end = tokenEnd(text, at);
    const token = text.slice(at, end);
    at = end;
    if (token.startsWith('</')) {
      parent.close = token;
      open.pop();
    } else if (/^<[^!?]/.test(token) && !token.endsWith('/>')) {
      const name = /^<(?:[^\s>:]*:)?([^\s/>]+)/.exec(token)?.[1] ?? '';
      const markup = { open: token, name, close: '', content: [] };
      parent.content.push(markup);
      open.push(markup);
    } else parent.content.push({ open: token, name: '', close: '', content: [] });
  }
  return root.filter((markup) => !isBlank(markup));
}

function tokenEnd(text: string, at: number): number {
  if (text[at] !== '<') return endOr(text, '<', at, 0);
  if (text.startsWith('<!--', at)) return endOr(text, '-->', at, 3);
  if (text.startsWith('<![CDATA[', at)) return endOr(text, ']]>', at, 3);
  if (text.startsWith('<?', at)) return endOr(text, '?>', at, 2);
  let end = at + 1;
  let quote = '';
  for (; end < text.length; end++) {
    const character = text.charAt(end);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '>') return end + 1;
    else if (character === '"' || character === "'") quote = character;
  }
  return end;
}

function endOr(text: string, terminator: string, at: number, length: number): number {
  const found = text.indexOf(terminator, at);
  return found === -1 ? text.length : found + length;
}

function print(markup: Markup, depth: number, lines: string[]): void {
  const indent = '  '.repeat(depth);
  const content = markup.name === 'Cred' ? maskCred(markup.content) : markup.content;
  const hasElements = content.some(({ name, open }) => name !== '' || open.endsWith('/>'));
  const hasText = content.some((child) => isText(child) && !isBlank(child));
  if (!hasElements || hasText) {
    lines.push(indent + verbatim({ ...markup, content }));
    return;
  }
  lines.push(indent + markup.open);
  for (const child of content) if (!isBlank(child)) print(child, depth + 1, lines);
  lines.push(indent + markup.close);
}

/** An element on one line, content and all: it has text, in which white space may matter. */
function verbatim(markup: Markup): string {
  return markup.open + markup.content.map(verbatim).join('') + markup.close;
}

/** Without a Type the credential is a basic one (RepPro 1.2). */
function maskCred(content: Markup[]): Markup[] {
  const type = find(content, 'Meta')?.content.find(({ name }) => name === 'Type');
  const isHash = type !== undefined && !verbatim(type).includes('auth-basic');
  if (isHash) return content;
  return content.map((child) =>
    child.name === 'Data' ? { ...child, content: [{ open: MASK, name: '', close: '', content: [] }] } : child,
  );
}

function find(content: readonly Markup[], name: string): Markup | undefined {
  return content.find((child) => child.name === name);
}

function isText(markup: Markup): boolean {
  return markup.name === '' && (!markup.open.startsWith('<') || markup.open.startsWith('<![CDATA['));
}

function isBlank(markup: Markup): boolean {
  return markup.name === '' && markup.open.trim().replaceAll('\0', '') === '';
}

/** The distance is bounded so that a flood of `<Cred` stays cheap. */
const RAW_CRED = /(<(?:[\w-]+:)?Cred\b[\s\S]{0,1000}?<(?:[\w-]+:)?Data\b[^>]{0,100}>)([^<]*)/g;

function maskRaw(text: string): string {
  return text.replace(RAW_CRED, (whole, head: string) => (/auth-(?:md5|mac)/i.test(head) ? whole : head + MASK));
}
