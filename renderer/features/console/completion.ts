/**
 * What could stand where the caret is: commands, nodes of the tree, lists and properties, formats, options, alert
 * codes. Pure: the tree is asked through a small interface.
 */
import { PROPERTY_NAMES } from '../../../shared/dm/properties.ts';
import { word } from '../../../shared/console/format.ts';
import { tokenize, type Token } from '../../../shared/console/lexer.ts';
import { FORMAT_WORDS, VERBS } from '../../../shared/console/words.ts';
import { ALERT_CODES } from '../../../shared/syncml/alert-codes.ts';

export interface NamedNode {
  readonly uri: string;
  /** Its value, or how many children it has. */
  readonly remark: string;
}

/** The tree as far as this window knows it. */
export interface TreeNames {
  /** Children of a node whose names begin with `prefix`, in any case; at most `limit`. */
  children(uri: string, prefix: string, limit: number): readonly NamedNode[];
}

export interface CompletionOption {
  /** What stands there afterwards. */
  readonly insert: string;
  readonly label: string;
  readonly remark: string;
}

export interface Completion {
  /** The part of the text that an option replaces. */
  readonly from: number;
  readonly to: number;
  /** The part of it that was typed before the caret. */
  readonly typed: string;
  readonly options: readonly CompletionOption[];
}

/** More than anyone scrolls through. */
const MOST = 100;

const LISTS: readonly (readonly [string, string])[] = [
  ['list=StructData', 'all nodes below it with their values'],
  ['list=Struct', 'all nodes below it'],
  ['list=TNDS', 'all below it as one document'],
];

/** Undefined where nothing can be said: inside texts and comments. */
export function completionsAt(text: string, caret: number, tree: TreeNames): Completion | undefined {
  const tokens = tokenize(text);
  const here = tokens.find((token) => token.from < caret && caret <= token.to && !isBreak(token));
  if (here !== undefined && here.kind !== 'word' && here.kind !== 'option') return undefined;
  const before = tokens.filter((token) => token.to <= (here?.from ?? caret));
  const start = before.findLastIndex(isBreak) + 1;
  const command = before.slice(start).filter(({ kind }) => kind !== 'comment');
  const from = here?.from ?? caret;
  const to = here?.to ?? caret;
  const typed = text.slice(from, caret);
  const options = optionsFor(command, typed, tree);
  return options.length === 0 ? undefined : { from, to, typed, options };
}

function optionsFor(command: readonly Token[], typed: string, tree: TreeNames): readonly CompletionOption[] {
  const [verb] = command;
  if (verb === undefined) return verbs(typed);
  const item = command.slice(command.findLastIndex(({ kind }) => kind === 'comma') + 1 || 1);
  switch (verb.kind === 'word' ? verb.text.toLowerCase() : '') {
    case 'get':
      return nodes(typed, tree, true);
    case 'delete':
      return nodes(typed, tree, false);
    case 'copy':
      return item.length === 1 ? starting([['to', 'and where it goes']], typed) : nodes(typed, tree, false);
    case 'add':
    case 'replace':
      return item.length === 0
        ? nodes(typed, tree, verb.kind === 'word' && verb.text === 'replace')
        : metaOf(item, typed, false);
    case 'exec':
      return item.length === 0 ? nodes(typed, tree, false) : metaOf(item, typed, true);
    case 'alert':
      return item.length === 0 ? alerts(typed) : [];
    default:
      return [];
  }
}

function verbs(typed: string): readonly CompletionOption[] {
  return VERBS.filter(({ word: verb }) => verb.startsWith(typed.toLowerCase())).map(({ word: verb, form, does }) => ({
    insert: verb === 'sequence' || verb === 'atomic' ? `${verb} {` : `${verb} `,
    label: form,
    remark: does,
  }));
}

function nodes(typed: string, tree: TreeNames, withQuery: boolean): readonly CompletionOption[] {
  const mark = typed.indexOf('?');
  if (mark !== -1) return withQuery ? queries(typed.slice(0, mark), typed.slice(mark + 1)) : [];
  const slash = typed.lastIndexOf('/');
  const parent = slash === -1 ? '.' : typed.slice(0, slash);
  const prefix = slash === -1 ? typed.replace(/^\./, '') : typed.slice(slash + 1);
  return tree.children(parent === '' ? '.' : parent, prefix, MOST).map(({ uri, remark }) => ({
    insert: word(uri),
    label: uri,
    remark,
  }));
}

function queries(uri: string, typed: string): readonly CompletionOption[] {
  const properties = PROPERTY_NAMES.map((name): readonly [string, string] => [`prop=${name}`, `property ${name}`]);
  return [...LISTS, ...properties]
    .filter(([query]) => query.toLowerCase().startsWith(typed.toLowerCase()))
    .map(([query, remark]) => ({ insert: word(`${uri}?${query}`), label: `?${query}`, remark }));
}

function metaOf(item: readonly Token[], typed: string, isExec: boolean): readonly CompletionOption[] {
  const hasFormat = item.slice(1).some((token) => token.kind === 'word' && FORMAT_WORDS.has(token.text));
  const formats = [...FORMAT_WORDS].map((format): readonly [string, string] => [format, 'format of the value']);
  return starting(
    [
      ...(isExec ? ([['correlator=', 'names this operation in the report that follows']] as const) : []),
      ...(hasFormat ? [] : formats),
      ['type=', 'MIME type of the value'],
      ['bare', 'no Meta at all'],
    ],
    typed,
  );
}

function alerts(typed: string): readonly CompletionOption[] {
  const sent = ALERT_CODES.filter(({ from }) => from !== 'handset');
  return starting(
    sent.map(({ code, word: meaning }) => [String(code), meaning]),
    typed,
  );
}

function starting(rows: readonly (readonly [string, string])[], typed: string): readonly CompletionOption[] {
  return rows
    .filter(([insert]) => insert.startsWith(typed.toLowerCase()))
    .map(([insert, remark]) => ({ insert: insert.endsWith('=') ? insert : `${insert} `, label: insert, remark }));
}

/** Ends the command that stands before it. */
function isBreak({ kind }: Token): boolean {
  return kind === 'end' || kind === 'open' || kind === 'close';
}
