/**
 * What a person should know before these commands go out. Nothing is forbidden in the console: what is dangerous or
 * odd is said, one sentence each.
 */
import { isBelow, ROOT, sameURI, splitQuery } from '../dm/uri.ts';
import type { Item } from '../syncml/message.ts';
import { hasBlankedSecret } from '../syncml/secrets.ts';
import { flatten, type ConsoleCommand } from './command.ts';

export interface Warning {
  /** danger: it can cost data or the connection. odd: handsets will probably refuse it. */
  readonly kind: 'danger' | 'odd';
  readonly text: string;
}

export interface KnownOfHandset {
  /** Where its SCOMO object is. */
  readonly scomoRoot?: string | undefined;
}

/** By the root of what is touched; the first row that fits speaks. */
const DELICATE: readonly { readonly root: string; readonly what: string }[] = [
  { root: './DMAcc', what: 'how the handset reaches this server; it may never call again' },
  { root: './SyncML/DMAcc', what: 'how the handset reaches this server; it may never call again' },
  { root: './DevInfo', what: 'who the handset says it is' },
  { root: './DevDetail', what: 'what the handset says of itself' },
  { root: './Inbox', what: 'the inbox of the handset, which takes new accounts and objects' },
];

const SERVER_ALERTS = new Set(['1100', '1101', '1102', '1103', '1104']);

/** The warnings, dangers first, each once. */
export function warningsOf(commands: readonly ConsoleCommand[], known: KnownOfHandset = {}): readonly Warning[] {
  const all = [...flatten(commands).flatMap((command) => warningsOfOne(command, known)), ...commands.flatMap(nesting)];
  const unique = [...new Map(all.map((warning) => [warning.text, warning])).values()];
  return unique.toSorted((a, b) => Number(a.kind === 'odd') - Number(b.kind === 'odd'));
}

function warningsOfOne(command: ConsoleCommand, known: KnownOfHandset): readonly Warning[] {
  switch (command.cmd) {
    case 'Delete':
      return command.items.flatMap((item) => [...ofDelete(uriOf(item), known), ...oddURI(uriOf(item))]);
    case 'Add':
    case 'Replace':
    case 'Copy':
      return command.items.flatMap((item) => [
        ...ofBlanked(item),
        ...ofWrite(uriOf(item)),
        ...oddURI(uriOf(item)),
        ...oddValue(item),
      ]);
    case 'Get':
      return command.items.flatMap((item) => oddURI(uriOf(item)));
    case 'Exec':
      return command.items.flatMap((item) => oddURI(uriOf(item)));
    case 'Alert':
      return ofAlert(command.data, command.items);
    case 'Sequence':
    case 'Atomic':
      return command.commands.length === 0 ? [odd(`An empty ${command.cmd} does nothing.`)] : [];
  }
}

function ofDelete(uri: string, { scomoRoot }: KnownOfHandset): readonly Warning[] {
  if (uri === '') return [];
  const node = splitQuery(uri).uri;
  if (node === ROOT) return [danger('Delete . asks the handset to remove its whole tree.')];
  if (scomoRoot !== undefined && (sameURI(node, scomoRoot) || isBelow(scomoRoot, node)))
    return [danger(`Delete ${node} asks the handset to remove its SCOMO object: every package and component.`)];
  return delicate(node).map(({ what }) => danger(`Delete ${node} removes ${what}.`));
}

/** The history and snippets keep no secrets. */
function ofBlanked(item: Item): readonly Warning[] {
  if (!hasBlankedSecret(item)) return [];
  return [danger(`${uriOf(item)} would get asterisks for a secret, which was not kept: put the secret in first.`)];
}

function ofWrite(uri: string): readonly Warning[] {
  const { uri: node, query } = splitQuery(uri);
  if (query?.toLowerCase() === 'prop=acl')
    return [
      danger(`A new ACL of ${node} may lock this server out of it; only one with the right to Replace can mend that.`),
    ];
  return delicate(node).map(({ what }) => danger(`This changes ${what}.`));
}

function delicate(node: string): readonly { readonly what: string }[] {
  const row = DELICATE.find(({ root }) => sameURI(node, root) || isBelow(node, root));
  return row === undefined ? [] : [row];
}

function ofAlert(code: string, items: readonly Item[]): readonly Warning[] {
  if (code === '1223') return [danger('Alert 1223 aborts the session: what stands behind it is not carried out.')];
  if (!SERVER_ALERTS.has(code)) return [odd(`Alert ${code} is not one that a server sends: 1100 to 1104 are.`)];
  if (items.length < 2)
    return [odd(`Alert ${code}: the first text holds the options (or -), the second is what the person reads.`)];
  const choices = code === '1103' || code === '1104';
  return choices && items.length < 3 ? [odd(`Alert ${code} needs at least one choice behind its text.`)] : [];
}

/** Facts 2.3: Exec not in Atomic, Get not in Atomic, no Atomic in Atomic. */
function nesting(command: ConsoleCommand): readonly Warning[] {
  if (!('commands' in command)) return [];
  const inside = command.cmd === 'Atomic' ? flatten(command.commands) : [];
  const refused = new Set(
    inside.map(({ cmd }) => cmd).filter((cmd) => cmd === 'Get' || cmd === 'Exec' || cmd === 'Atomic'),
  );
  return [
    ...[...refused].map((cmd) => odd(`${cmd} is not allowed inside Atomic: the handset answers 500 and rolls back.`)),
    ...command.commands.flatMap(nesting),
  ];
}

/** Facts 2.8. */
function oddURI(uri: string): readonly Warning[] {
  if (uri === '') return [odd('An Item has no target.')];
  const [path = ''] = uri.split('?');
  if (path !== ROOT && !path.startsWith('./'))
    return [odd(`${uri} does not begin with ./ as every URI of the tree does.`)];
  if (path.endsWith('/')) return [odd(`${uri} ends with a slash; most handsets answer 404.`)];
  if (path.split('/').includes('..')) return [odd(`${uri} goes up in the tree, which no handset allows.`)];
  return [];
}

function oddValue({ data, meta, target }: Item): readonly Warning[] {
  const format = meta?.format;
  const uri = target?.locURI ?? '';
  if (data instanceof Uint8Array && format !== 'b64' && format !== 'bin')
    return [odd(`The octets for ${uri} have neither format b64 nor bin; in XML they go out as base64 all the same.`)];
  if (format === 'int' && typeof data === 'string' && !/^[+-]?\d+$/.test(data.trim()))
    return [odd(`${data.slice(0, 40)} is no int.`)];
  if (format === 'bool' && typeof data === 'string' && !/^(?:true|false)$/.test(data.trim()))
    return [odd(`${data.slice(0, 40)} is no bool: true or false.`)];
  if (format === 'b64' && typeof data === 'string' && !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data))
    return [odd(`The value for ${uri} is no base64.`)];
  return [];
}

function uriOf(item: Item): string {
  return item.target?.locURI ?? '';
}

function danger(text: string): Warning {
  return { kind: 'danger', text };
}

function odd(text: string): Warning {
  return { kind: 'odd', text };
}
