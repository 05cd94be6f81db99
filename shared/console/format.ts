/** Commands → the line language; parse.ts reads back exactly what was written. */
import type { Data, Item } from '../syncml/message.ts';
import type { ConsoleCommand } from './command.ts';
import { BARE, CHR_TYPE, FORMAT_WORDS, NOTHING, OPTIONS, TO } from './words.ts';

/** A word that needs no quotation marks wherever it stands. */
const PLAIN = /^[A-Za-z0-9./_][^\s"{},;]*$/;
const OPTION = new RegExp(`^(?:${OPTIONS.join('|')})=`);
/** Values that look better without quotation marks. */
const NUMBER_LIKE = /^-?\d+(?:\.\d+)?$|^true$|^false$/;

/**
 * One command per line, those of Sequence and Atomic indented. Undefined when a command holds something that the
 * line language has no words for, e.g. Meta Size or a LocName: markup.ts writes those.
 */
export function formatCommands(commands: readonly ConsoleCommand[]): string | undefined {
  const lines: string[] = [];
  return commands.every((command) => writeCommand(command, '', lines)) ? lines.join('\n') : undefined;
}

function writeCommand(command: ConsoleCommand, indent: string, lines: string[]): boolean {
  if ('commands' in command) {
    lines.push(`${indent}${command.cmd.toLowerCase()} {`);
    const isWritten = command.commands.every((child) => writeCommand(child, `${indent}  `, lines));
    lines.push(`${indent}}`);
    return isWritten;
  }
  const said = saidOf(command);
  if (said === undefined) return false;
  lines.push(`${indent}${command.cmd.toLowerCase()} ${said}`);
  return true;
}

function saidOf(command: Exclude<ConsoleCommand, { readonly commands: unknown }>): string | undefined {
  switch (command.cmd) {
    case 'Get':
    case 'Delete':
      return joined(command.items.map(addressOf), ' ');
    case 'Copy':
      return joined(command.items.map(copyOf), ', ');
    case 'Add':
    case 'Replace': {
      const { cmd } = command;
      return joined(
        command.items.map((item) => valueItemOf(cmd, item)),
        ', ',
      );
    }
    case 'Exec': {
      const items = joined(
        command.items.map((item) => valueItemOf('Exec', item)),
        ', ',
      );
      if (items === undefined || command.correlator === undefined) return items;
      return `${items} correlator=${word(command.correlator)}`;
    }
    case 'Alert': {
      if (!/^\d{1,10}$/.test(command.data)) return undefined;
      const texts = command.items.map(alertItemOf);
      return texts.includes(undefined) ? undefined : [command.data, ...texts].join(' ');
    }
  }
}

/** Nothing at all is not a command. */
function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts.join(separator);
}

function addressOf(item: Item): string | undefined {
  return hasOnly(item, ['target']) ? uriOf(item.target) : undefined;
}

function copyOf(item: Item): string | undefined {
  if (!hasOnly(item, ['target', 'source'])) return undefined;
  const from = uriOf(item.source);
  const to = uriOf(item.target);
  return from === undefined || to === undefined ? undefined : `${from} ${TO} ${to}`;
}

function alertItemOf(item: Item): string | undefined {
  if (!hasOnly(item, ['data'])) return undefined;
  if (item.data === undefined) return NOTHING;
  return typeof item.data === 'string' ? quote(item.data) : undefined;
}

function valueItemOf(cmd: 'Add' | 'Replace' | 'Exec', item: Item): string | undefined {
  if (!hasOnly(item, ['target', 'meta', 'data']) || !hasOnly(item.meta ?? {}, ['format', 'type'])) return undefined;
  const uri = uriOf(item.target);
  const meta = metaWords(cmd, item);
  if (uri === undefined || meta === undefined) return undefined;
  const value = item.data === undefined ? [] : [valueOf(item.data, item.meta?.format)];
  return [uri, ...meta, ...value].join(' ');
}

/** Only what would not be understood by itself. */
function metaWords(cmd: 'Add' | 'Replace' | 'Exec', { target, meta, data }: Item): readonly string[] | undefined {
  const isProperty = target?.locURI.includes('?prop=') === true;
  const { format, type } = meta ?? {};
  if (format === NOTHING || type === NOTHING) return undefined;
  if (meta === undefined || (format === undefined && type === undefined)) {
    if (meta !== undefined) return undefined;
    const isUnderstood = data === undefined ? cmd === 'Exec' : isProperty;
    return isUnderstood ? [] : [BARE];
  }
  const words: string[] = [];
  if (format === undefined) words.push(`format=${NOTHING}`);
  else if (!isUsual(cmd, format, type, data, isProperty))
    words.push(FORMAT_WORDS.has(format) ? format : `format=${word(format)}`);
  const usualType = format === 'chr' ? CHR_TYPE : undefined;
  if (type !== usualType) words.push(`type=${type === undefined ? NOTHING : word(type)}`);
  return words;
}

function isUsual(
  cmd: 'Add' | 'Replace' | 'Exec',
  format: string,
  type: string | undefined,
  data: Data | undefined,
  isProperty: boolean,
): boolean {
  if (data === undefined) return cmd === 'Add' && format === 'node' && type === undefined;
  return format === 'chr' && !isProperty;
}

function valueOf(data: Data, format: string | undefined): string {
  if (typeof data !== 'string') return `0x${Array.from(data, (octet) => octet.toString(16).padStart(2, '0')).join('')}`;
  return format !== undefined && format !== 'chr' && NUMBER_LIKE.test(data) ? data : quote(data);
}

function uriOf(location: Item['target']): string | undefined {
  if (location === undefined || location.locURI === '' || location.locName !== undefined) return undefined;
  return word(location.locURI);
}

/** A URI or another word, in quotation marks only where it must be. */
export function word(text: string): string {
  const isPlain = PLAIN.test(text) && !OPTION.test(text) && !/^0x/i.test(text);
  return isPlain ? text : quote(text);
}

/** In quotation marks, on one line. */
function quote(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  const escaped = text.replaceAll(/["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/gu, escape);
  return `"${escaped}"`;
}

function escape(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const SHORT: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function hasOnly(value: object, keys: readonly string[]): boolean {
  return Object.keys(value).every((key) => keys.includes(key));
}
