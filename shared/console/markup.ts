/**
 * SyncML markup ⇄ commands, for what was copied from a trace or a specification: a whole message, a SyncBody, or
 * commands by themselves. Ids, Statuses and Results are left out: they belong to the message that was copied.
 */
import { fail, ok, type Result } from '../result.ts';
import type { Command, Message } from '../syncml/message.ts';
import { decodeXml, encodeXml, formatXml } from '../syncml/xml.ts';
import { flatten, MOST_COMMANDS, MOST_LEVELS, type ConsoleCommand } from './command.ts';

export interface ReadCommands {
  readonly commands: readonly ConsoleCommand[];
  /** What of the text is not sent, in words. */
  readonly notes: readonly string[];
}

/** What a message needs around its commands to be read; none of it is sent. */
const HEAD =
  '<SyncML><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>t</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr>';
const TAIL = '</SyncML>';
const UTF8 = new TextEncoder();

/**
 * Reads the commands of markup. Errors: those of `decodeXml`, `markup-command-unknown` (Put, Map, …), `too-deep`,
 * `too-many-commands`, `nothing-to-send`.
 */
export function readMarkup(text: string): Result<ReadCommands> {
  const { before, source } = wrapped(text);
  const decoded = decodeXml(UTF8.encode(source));
  if (!decoded.ok) {
    const { code, message, next, detail } = decoded.error;
    return fail(code, message, next, detail === undefined ? {} : { detail: shifted(detail, before) });
  }
  const notes = new Set<string>();
  const read = commandsOf(decoded.value.message.commands, notes, 0);
  if (!read.ok) return read;
  if (read.value.length === 0)
    return fail('nothing-to-send', 'There is no command in it.', 'Paste commands, e.g. a <Get>.');
  if (flatten(read.value).length > MOST_COMMANDS) {
    return fail(
      'too-many-commands',
      `More than ${MOST_COMMANDS} commands are too many for one package.`,
      'Send them in several portions.',
    );
  }
  return ok({ commands: read.value, notes: [...notes] });
}

/** The commands of a message of the trace as they could be composed again. */
export function commandsOfMessage(message: Message): Result<ReadCommands> {
  const notes = new Set<string>();
  const read = commandsOf(message.commands, notes, 0);
  return read.ok ? ok({ commands: read.value, notes: [...notes] }) : read;
}

/** Commands as indented markup, for those that the line language has no words for. */
export function writeMarkup(commands: readonly ConsoleCommand[]): Result<string> {
  let cmdId = 0;
  const numbered = (command: ConsoleCommand): Command => {
    const base = { ...command, cmdId: String((cmdId += 1)) };
    return 'commands' in base ? { ...base, commands: base.commands.map(numbered) } : base;
  };
  const hdr = {
    verDTD: '1.2',
    verProto: 'DM/1.2',
    sessionId: '1',
    msgId: '1',
    target: { locURI: 't' },
    source: { locURI: 's' },
  };
  const encoded = encodeXml({ hdr, commands: commands.map(numbered), final: false });
  if (!encoded.ok) return encoded;
  const lines = formatXml(encoded.value).split('\n');
  const body = lines.slice(lines.indexOf('  <SyncBody>') + 1, lines.indexOf('  </SyncBody>'));
  return ok(body.map((line) => line.slice(4)).join('\n'));
}

function wrapped(text: string): { readonly before: number; readonly source: string } {
  const bare = text.replace(/^\s*<\?xml[^>]*\?>/, (prolog) => ' '.repeat(prolog.length));
  if (/^(?:\s|<!--[^]*?-->)*<(?:[\w-]+:)?SyncML[\s>]/.test(bare)) return { before: 0, source: text.trimStart() };
  const isBody = /^\s*<SyncBody[\s>]/.test(bare);
  const head = isBody ? HEAD : `${HEAD}<SyncBody>`;
  return { before: head.length, source: `${head}${bare}${isBody ? '' : '</SyncBody>'}${TAIL}` };
}

/** The offset in a failure's detail counts from the text that the person sees. */
function shifted(detail: string, by: number): string {
  return detail.replace(/\d+/, (offset) => String(Math.max(0, Number(offset) - by)));
}

function commandsOf(
  commands: readonly Command[],
  notes: Set<string>,
  level: number,
): Result<readonly ConsoleCommand[]> {
  if (level > MOST_LEVELS)
    return fail('too-deep', 'Too many commands inside one another.', 'Handsets know two levels at most.');
  const read: ConsoleCommand[] = [];
  for (const command of commands) {
    const one = commandOf(command, notes, level);
    if (!one.ok) return one;
    if (one.value !== undefined) read.push(one.value);
  }
  return ok(read);
}

function commandOf(command: Command, notes: Set<string>, level: number): Result<ConsoleCommand | undefined> {
  if (command.cmd !== 'Status' && command.cmd !== 'Results') noteLosses(command, notes);
  switch (command.cmd) {
    case 'Status':
    case 'Results':
      notes.add('Status and Results are not sent: they answer another message.');
      return ok(undefined);
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Get':
    case 'Copy':
      return ok({ cmd: command.cmd, items: command.items });
    case 'Exec': {
      const { items, correlator } = command;
      return ok({ cmd: 'Exec', items, ...(correlator === undefined ? {} : { correlator }) });
    }
    case 'Alert':
      return ok({ cmd: 'Alert', data: command.data ?? '', items: command.items });
    case 'Sequence':
    case 'Atomic': {
      const inside = commandsOf(command.commands, notes, level + 1);
      return inside.ok ? ok({ cmd: command.cmd, commands: inside.value }) : inside;
    }
    case 'Other':
      return fail(
        'markup-command-unknown',
        `<${command.name}> is no command of DM 1.2.`,
        'Take it out; a server sends Add, Replace, Delete, Get, Copy, Exec, Alert, Sequence and Atomic.',
      );
  }
}

function noteLosses(command: Command, notes: Set<string>): void {
  const lost: readonly (readonly [boolean, string])[] = [
    [command.noResp === true, 'NoResp'],
    [command.cred !== undefined, 'Cred'],
    [command.meta !== undefined, 'Meta'],
    [command.cmd === 'Delete' && (command.archive === true || command.sftDel === true), 'Archive and SftDel'],
    [command.cmd === 'Get' && command.lang !== undefined, 'Lang'],
    [command.cmd === 'Alert' && command.correlator !== undefined, 'Correlator'],
    [command.unknown !== undefined, command.unknown?.[0]?.name ?? ''],
  ];
  for (const [isLost, name] of lost) if (isLost) notes.add(`${name} of <${command.cmd}> is not sent.`);
}
