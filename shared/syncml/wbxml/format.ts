/**
 * WBXML for the eye: the trace view's indented form of a message, as markup. A damaged message is shown as far as it
 * can be read, and then says what is wrong.
 */
import { base64 } from '@scure/base';
import { type SyncmlElement, tokenOf } from '../element.ts';
import { DEFAULT_LIMITS } from '../message.ts';
import { utf8Text } from '../utf8.ts';
import { escapeText, isCarriable } from '../xml-text.ts';
import { readDocument } from './document.ts';
import { looksLikeWbxml } from './header.ts';

/** What stands for a secret. */
const MASK = '••••';

/**
 * Decodes a WBXML message into markup, indented by two blanks per level, and hides the Data of a basic Cred, which is
 * a readable password. Embedded WBXML documents are opened, other octets that are no text are shown as base64.
 */
export function formatWbxml(bytes: Uint8Array): string {
  const { header, root, failure } = readDocument(bytes, DEFAULT_LIMITS);
  const lines: string[] = [];
  if (header !== undefined) {
    lines.push(
      `<!-- WBXML ${header.version}, ${header.publicId ?? 'no public identifier'}, ${bytes.length} octets -->`,
    );
  }
  if (root !== undefined) print(root, 0, lines, true);
  if (failure !== undefined) {
    const where = failure.detail === undefined ? '' : ` (${failure.detail})`;
    lines.push(`<!-- ${failure.message}${where} -->`);
  }
  return lines.join('\n');
}

/** `opens`: embedded documents are opened, but not those in them. */
function print(element: SyncmlElement, depth: number, lines: string[], opens: boolean): void {
  const indent = '  '.repeat(depth);
  const { name, children } = element;
  const embedded = opens ? embeddedDocument(element) : undefined;
  if (children.length === 0 && embedded === undefined) {
    const text = shownText(element);
    lines.push(`${indent}${text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`}`);
    return;
  }
  lines.push(`${indent}<${name}>`);
  const own = embedded === undefined ? shownText(element) : '';
  if (own.trim() !== '') lines.push(`${indent}  ${own}`);
  for (const child of embedded === undefined ? maskedCred(element) : [embedded]) {
    print(child, depth + 1, lines, opens && embedded === undefined);
  }
  lines.push(`${indent}</${name}>`);
}

function embeddedDocument({ name, text, children }: SyncmlElement): SyncmlElement | undefined {
  if (name !== 'Data' || typeof text === 'string' || children.length > 0 || !looksLikeWbxml(text)) return undefined;
  const { root, failure } = readDocument(text, DEFAULT_LIMITS);
  return failure === undefined ? root : undefined;
}

/** The text as it is, octets that no text could be as base64 with a word about it. */
function shownText({ text }: SyncmlElement): string {
  if (typeof text === 'string') return escapeText(text);
  const read = utf8Text(text);
  if (read !== undefined && isCarriable(read)) return escapeText(read);
  return `<!-- ${text.length} octets, here as base64 -->${base64.encode(text)}`;
}

/** Without a Type the credential is a basic one (RepPro 1.2). */
function maskedCred(element: SyncmlElement): readonly SyncmlElement[] {
  const { name, children } = element;
  if (name !== 'Cred') return children;
  const meta = children.find((child) => child.name === 'Meta');
  const type = meta && typeOf(meta);
  const isHash = type !== undefined && !tokenOf(type).includes('auth-basic');
  if (isHash) return children;
  return children.map((child) => (child.name === 'Data' ? { ...child, text: MASK, children: [] } : child));
}

/** The Type below Meta, or below the MetInf in it. */
function typeOf(meta: SyncmlElement): SyncmlElement | undefined {
  const wrapped = meta.children.find((child) => child.name === 'MetInf');
  return (wrapped ?? meta).children.find((child) => child.name === 'Type');
}
