/**
 * The access control list of a node: which server may send which command to it (DM 1.2 §8.3.7.1, facts 2.8).
 *
 * Written as `Add=*&Get=server-a+server-b`. An empty list means that the whole list of the nearest ancestor that has
 * one holds; lists are never merged. A list that has entries but none for a command gives that right to nobody.
 */
import { fail, ok, type Result } from '../result.ts';
import { ROOT } from './uri.ts';

/** The commands that an ACL speaks of, in the order in which we write them. */
export const ACL_COMMANDS = ['Add', 'Delete', 'Exec', 'Get', 'Replace'] as const;
export type AclCommand = (typeof ACL_COMMANDS)[number];

/** Server identifiers per command; `*` is every server. A command that is absent is given to nobody. */
export type Acl = Readonly<Partial<Record<AclCommand, readonly string[]>>>;

/** The identifier that stands for every server. */
const EVERYONE = '*';

/** What an identifier cannot hold: the characters of the grammar, and white space. */
const NOT_IN_IDENTIFIER = /[=&*+\s\p{Cc}]/u;

/**
 * Reads an ACL; empty text is the empty ACL (inherited).
 * Errors: `acl-malformed` (no `Cmd=id`), `acl-command-unknown`, `acl-command-twice`, `acl-identifier-invalid`.
 */
export function parseAcl(text: string): Result<Acl> {
  const acl: Partial<Record<AclCommand, readonly string[]>> = {};
  const trimmed = text.trim();
  if (trimmed === '') return ok(acl);
  for (const entry of trimmed.split('&')) {
    const equals = entry.indexOf('=');
    if (equals < 1) return malformed(entry);
    const command = ACL_COMMANDS.find((known) => known === entry.slice(0, equals));
    if (command === undefined) return unknownCommand(entry.slice(0, equals));
    if (acl[command] !== undefined) return commandTwice(command);
    const ids = entry.slice(equals + 1).split('+');
    const wrong = ids.find((id) => !isIdentifier(id));
    if (wrong !== undefined) return invalidIdentifier(wrong);
    acl[command] = [...new Set(ids)];
  }
  return ok(acl);
}

/** Writes an ACL in its grammar; commands without anybody are left out. The empty ACL is empty text. */
export function formatAcl(acl: Acl): string {
  return ACL_COMMANDS.flatMap((command) => {
    const ids = acl[command] ?? [];
    return ids.length === 0 ? [] : [`${command}=${ids.join('+')}`];
  }).join('&');
}

/** A node of the way from the root down; the ACL is undefined when the handset did not tell it. */
export interface AclOnTheWay {
  readonly uri: string;
  readonly acl: Acl | undefined;
}

export interface EffectiveRight {
  readonly command: AclCommand;
  /** `unknown`: the list that decides could not be read. */
  readonly allowed: 'yes' | 'no' | 'unknown';
  /** The node whose list decides; absent when nothing decides. */
  readonly from?: string;
  /** e.g. `inherited from ./SCM – allowed for everyone`. */
  readonly words: string;
}

/**
 * What `serverId` may do with the last node of `way`, command by command, and why. `way` begins at the root and ends
 * at the node itself; the ACLs are the nodes' own values.
 */
export function effectiveRights(way: readonly AclOnTheWay[], serverId: string): readonly EffectiveRight[] {
  const decides = way.findLast(({ acl }) => acl === undefined || !isEmpty(acl));
  const isOwn = decides !== undefined && decides === way.at(-1);
  return ACL_COMMANDS.map((command) => {
    if (decides === undefined) return { command, allowed: 'unknown', words: 'no node above has an access list' };
    const { uri, acl } = decides;
    if (acl === undefined)
      return { command, allowed: 'unknown', from: uri, words: `not known: ${uri} does not tell its access list` };
    const where = isOwn ? 'own list' : `inherited from ${uri === ROOT ? 'the root' : uri}`;
    const { allowed, words } = judge(acl[command] ?? [], serverId);
    return { command, allowed, from: uri, words: `${where} – ${words}` };
  });
}

function judge(ids: readonly string[], serverId: string): { readonly allowed: 'yes' | 'no'; readonly words: string } {
  if (ids.length === 0) return { allowed: 'no', words: 'allowed for nobody' };
  if (ids.includes(EVERYONE)) return { allowed: 'yes', words: 'allowed for everyone' };
  if (ids.includes(serverId)) return { allowed: 'yes', words: `allowed for this server (${serverId})` };
  return { allowed: 'no', words: `allowed for ${ids.join(', ')} only, not for this server (${serverId})` };
}

/** Is there nothing in it, so that it is inherited? */
function isEmpty(acl: Acl): boolean {
  return ACL_COMMANDS.every((command) => (acl[command] ?? []).length === 0);
}

function isIdentifier(text: string): boolean {
  return text === EVERYONE || (text !== '' && !NOT_IN_IDENTIFIER.test(text));
}

const GRAMMAR = 'Write it like Add=*&Get=server-a+server-b.';

function malformed(entry: string): Result<never> {
  return fail('acl-malformed', `“${entry}” is no entry of an access list.`, GRAMMAR);
}

function unknownCommand(word: string): Result<never> {
  return fail(
    'acl-command-unknown',
    `“${word}” is no command of an access list.`,
    `The commands are ${ACL_COMMANDS.join(', ')}.`,
  );
}

function commandTwice(command: AclCommand): Result<never> {
  return fail('acl-command-twice', `${command} is there twice.`, `Join its servers with +: ${command}=a+b.`);
}

function invalidIdentifier(id: string): Result<never> {
  return fail(
    'acl-identifier-invalid',
    id === '' ? 'A server identifier is missing.' : `“${id}” cannot be a server identifier.`,
    'An identifier has no = & * + and no blank; * alone is every server.',
  );
}
