/** Meta Format and Type of a value → the format of a node (facts 2.8). */
import type { Meta } from '../syncml/message.ts';
import type { NodeFormat } from './node.ts';

/** Defaults of DM 1.2 where Meta says nothing. */
const DEFAULT_FORMAT: NodeFormat = 'chr';
export const DEFAULT_TYPE = 'text/plain';

const FORMATS: ReadonlySet<string> = new Set<NodeFormat>([
  'b64',
  'bin',
  'bool',
  'chr',
  'int',
  'node',
  'null',
  'xml',
  'date',
  'time',
  'float',
]);

/** Other spellings seen in the field, and the one they mean. */
const SYNONYMS: ReadonlyMap<string, NodeFormat> = new Map([
  ['text', 'chr'],
  ['text/plain', 'chr'],
  ['string', 'chr'],
  ['char', 'chr'],
  ['integer', 'int'],
  ['boolean', 'bool'],
  ['base64', 'b64'],
  ['binary', 'bin'],
]);

/** The format that a Format element means, whatever its case; `unknown` for a word that is none. */
export function parseFormat(text: string): NodeFormat {
  const word = text.trim().toLowerCase();
  return isFormat(word) ? word : (SYNONYMS.get(word) ?? 'unknown');
}

/**
 * Format and Type of a value by its Meta. A missing Format is `chr`, a missing Type of a leaf `text/plain`; an
 * interior node has a Type only when one was sent (then the identifier of the object it is the root of).
 */
export function formatOf(meta: Meta | undefined): { readonly format: NodeFormat; readonly type?: string } {
  const format = meta?.format === undefined || meta.format === '' ? DEFAULT_FORMAT : parseFormat(meta.format);
  const sent = meta?.type === undefined || meta.type === '' ? undefined : meta.type;
  const type = sent ?? (format === 'node' ? undefined : DEFAULT_TYPE);
  return type === undefined ? { format } : { format, type };
}

function isFormat(word: string): word is NodeFormat {
  return FORMATS.has(word);
}
