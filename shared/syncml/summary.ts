/** One line that says what a message does, for the trace list. */
import type { Alert, Command, Item, Message } from './message.ts';
import { statusWord } from './status-codes.ts';

export interface MessageSummary {
  /** E.g. `Alert 1201, Replace ./DevInfo ×5`. */
  readonly summary: string;
  /** The statuses that the message carries, each code once, in the order of their first occurrence. */
  readonly statuses: readonly { readonly code: number; readonly word: string }[];
}

/** Longest URI shown whole; of longer ones the end, because that is where the operation is named. */
const LONGEST_URI = 40;
/** Nobody reads more than this of a line, characters, and nobody counts more codes; a stranger may send any number. */
const LONGEST_SUMMARY = 400;
const MOST_STATUSES = 32;
/** A URI is looked at up to here, characters: its levels are compared with those of all others. */
const LOOKED_AT = 256;

/**
 * Sums a message up: first what it asks or tells, last how many Statuses it carries, because a narrow line loses its
 * end and the codes have a place of their own. Neighbours of one kind are counted together: Statuses as `Status ×4`,
 * Results as `Results ×1, 118 nodes`, Adds as `Add ./SCM/Download/pkg42 +2` (two more Adds); several Items as
 * `./DevInfo ×5`.
 */
export function summarize(message: Message): MessageSummary {
  const all = message.commands.flatMap(flatten);
  const commands = [...all.filter(({ cmd }) => cmd !== 'Status'), ...all.filter(({ cmd }) => cmd === 'Status')];
  const words: string[] = [];
  let length = 0;
  for (let at = 0; at < commands.length && length < LONGEST_SUMMARY;) {
    const first = commands[at];
    if (first === undefined) break;
    let next = at + 1;
    while (next < commands.length && commands[next]?.cmd === first.cmd && isCounted(first)) next++;
    const word = describe(first, commands.slice(at, next));
    words.push(word);
    length += word.length;
    at = next;
  }
  if (words.length === 0) words.push(message.final ? 'nothing, end of package' : 'nothing');
  const summary = words.join(', ');
  const line = summary.length > LONGEST_SUMMARY ? `${summary.slice(0, LONGEST_SUMMARY - 1)}…` : summary;
  return { summary: line, statuses: statusesOf(all) };
}

/** Atomic and Sequence stand for themselves, followed by what they hold. */
function flatten(command: Command): readonly Command[] {
  if (command.cmd === 'Atomic' || command.cmd === 'Sequence') return [command, ...command.commands.flatMap(flatten)];
  return [command];
}

function isCounted(command: Command): boolean {
  return !['Alert', 'Atomic', 'Sequence', 'Other', 'Exec'].includes(command.cmd);
}

function describe(first: Command, group: readonly Command[]): string {
  switch (first.cmd) {
    case 'Status':
      return `Status ×${group.length}`;
    case 'Results':
      return `Results ×${group.length}, ${nodes(itemsOf(group).length)}`;
    case 'Alert':
      return describeAlert(first);
    case 'Atomic':
    case 'Sequence':
      return `${first.cmd} of ${first.commands.length}`;
    case 'Other':
      return first.name;
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Copy':
    case 'Get':
    case 'Exec':
      return `${first.cmd}${describeItems(first.items)}${group.length > 1 ? ` +${group.length - 1}` : ''}`;
  }
}

function describeAlert(alert: Alert): string {
  const type = alert.items[0]?.meta?.type;
  return `Alert ${alert.data ?? '?'}${type === undefined ? '' : ` ${type.slice(type.lastIndexOf(':') + 1)}`}`;
}

function describeItems(items: readonly Item[]): string {
  const uris = items.map(uriOf).filter((uri) => uri !== '');
  const [first] = uris;
  if (first === undefined) return items.length > 1 ? ` ×${items.length}` : '';
  return uris.length === 1 ? ` ${shorten(first)}` : ` ${shorten(commonAbove(uris))} ×${items.length}`;
}

function uriOf(item: Item): string {
  return item.target?.locURI ?? item.source?.locURI ?? '';
}

/** The longest URI that all of them lie below. */
function commonAbove(uris: readonly string[]): string {
  const [first = '', ...others] = uris.map((uri) => uri.slice(0, LOOKED_AT));
  const segments = first.split('/').slice(0, -1);
  const shared = segments.filter((_, index) => {
    const start = `${segments.slice(0, index + 1).join('/')}/`;
    return others.every((uri) => uri.startsWith(start));
  });
  return shared.length === 0 ? first : shared.join('/');
}

function shorten(uri: string): string {
  if (uri.length <= LONGEST_URI) return uri;
  const parts = uri.split('/');
  const last = parts.at(-1) ?? '';
  return last.length < LONGEST_URI ? `…/${last}` : `…${uri.slice(1 - LONGEST_URI)}`;
}

function itemsOf(group: readonly Command[]): readonly Item[] {
  return group.flatMap((command) => ('items' in command ? command.items : []));
}

function nodes(count: number): string {
  return count === 1 ? '1 node' : `${count} nodes`;
}

function statusesOf(commands: readonly Command[]): MessageSummary['statuses'] {
  const codes = new Set<number>();
  for (const command of commands) {
    if (command.cmd === 'Status' && /^\d{1,6}$/.test(command.data)) codes.add(Number(command.data));
  }
  return [...codes].slice(0, MOST_STATUSES).map((code) => ({ code, word: statusWord(code) }));
}
