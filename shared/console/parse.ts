/**
 * The line language: one command per line, what it is about behind it.
 *
 *     get ./SCM?list=StructData                       several nodes: one after the other
 *     add ./SCM/Download/x                            an interior node
 *     add ./SCM/Download/x/PkgID "notes", ./y int 7   a format and a value; a comma before the next Item
 *     replace ./SCM/x?prop=ACL "Get=*"                properties have no Meta
 *     exec ./SCM/x/Operations/Activate correlator=job1
 *     alert 1101 "MAXDT=60" "Install now?"            the options, the text, the choices
 *     sequence { … }                                  atomic likewise
 *
 * `#` begins a comment, `;` ends a command like a line break. Texts stand in quotation marks, octets as 0x00FF, no
 * Meta is `bare`, an option that is left out is `-`. `@file` is the content of a file, where the host can read files.
 * format.ts writes what this reads.
 */
import type { Failure, Result } from '../result.ts';
import { MOST_COMMANDS, MOST_LEVELS, type ConsoleCommand } from './command.ts';
import { readItems } from './items.ts';
import { tokenize, type Token } from './lexer.ts';
import { createTokenReader, isFailure, type TokenReader } from './token-reader.ts';
import { VERBS } from './words.ts';

/** What is wrong, and where; line and column count from 1, `from` and `to` are offsets in the text. */
export interface SyntaxFailure extends Failure {
  readonly line: number;
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

export interface ParseOptions {
  /** The content of a file; without it `@file` is refused. */
  readonly file?: (path: string) => Result<Uint8Array>;
}

/**
 * Reads commands. Errors (with line, column and next step): `command-unknown`, `uri-missing`, `value-missing`,
 * `value-too-many`, `option-misplaced`, `to-missing`, `alert-code-missing`, `brace-missing`, `brace-unexpected`,
 * `text-not-closed`, `escape-unknown`, `octets-wrong`, `file-not-here` and those of reading a file, `too-deep`,
 * `too-many-commands`, `nothing-to-send`.
 */
export function parseCommands(
  source: string,
  options: ParseOptions = {},
): Result<readonly ConsoleCommand[], SyntaxFailure> {
  const reader = createTokenReader(
    tokenize(source).filter(({ kind }) => kind !== 'comment'),
    source.length,
    options.file,
  );
  try {
    const commands = readCommands(reader, 0, { left: MOST_COMMANDS });
    if (commands.length === 0) {
      reader.refuse('nothing-to-send', 'There is no command.', 'Write one, e.g. get ./DevInfo?list=StructData', 0, 0);
    }
    return { ok: true, value: commands };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { ok: false, error: placed(source, error.failure, error.from, error.to) };
  }
}

function readCommands(reader: TokenReader, level: number, most: { left: number }): ConsoleCommand[] {
  const commands: ConsoleCommand[] = [];
  for (;;) {
    while (reader.peek()?.kind === 'end') reader.next();
    const token = reader.peek();
    if (token === undefined) {
      if (level > 0) reader.refuseAt(undefined, 'brace-missing', 'A } is missing.', 'Close every { with a }.');
      return commands;
    }
    if (token.kind === 'close') {
      if (level === 0) reader.refuseAt(token, 'brace-unexpected', 'This } closes nothing.', 'Take it out.');
      return commands;
    }
    most.left -= 1;
    if (most.left < 0) {
      reader.refuseAt(
        token,
        'too-many-commands',
        `More than ${MOST_COMMANDS} commands are too many for one package.`,
        'Send them in several portions.',
      );
    }
    commands.push(readCommand(reader, level, most));
    endOfCommand(reader);
  }
}

function readCommand(reader: TokenReader, level: number, most: { left: number }): ConsoleCommand {
  const token = reader.next();
  const verb = token?.kind === 'word' ? token.text.toLowerCase() : '';
  switch (verb) {
    case 'get':
      return { cmd: 'Get', items: readItems(reader, 'address') };
    case 'delete':
      return { cmd: 'Delete', items: readItems(reader, 'address') };
    case 'add':
      return { cmd: 'Add', items: readItems(reader, 'add') };
    case 'replace':
      return { cmd: 'Replace', items: readItems(reader, 'replace') };
    case 'copy':
      return { cmd: 'Copy', items: readItems(reader, 'copy') };
    case 'exec':
      return readExec(reader);
    case 'alert':
      return readAlert(reader);
    case 'sequence':
      return { cmd: 'Sequence', commands: readBlock(reader, token, level, most) };
    case 'atomic':
      return { cmd: 'Atomic', commands: readBlock(reader, token, level, most) };
    default:
      return reader.refuseAt(
        token,
        'command-unknown',
        'A command begins here, but this is none.',
        `Begin with ${VERBS.map(({ word }) => word).join(', ')}.`,
      );
  }
}

function readExec(reader: TokenReader): ConsoleCommand {
  const command = { cmd: 'Exec', items: readItems(reader, 'exec') } as const;
  const correlator = reader.takeCorrelator();
  return correlator === undefined ? command : { ...command, correlator };
}

/** The code, then one Item per text. */
function readAlert(reader: TokenReader): ConsoleCommand {
  const code = reader.next();
  if (code?.kind !== 'word' || !/^\d{1,10}$/.test(code.text)) {
    return reader.refuseAt(
      code,
      'alert-code-missing',
      'An alert begins with its code.',
      'Write e.g. alert 1100 "MINDT=10" "Hello"; 1100 shows, 1101 asks yes or no.',
    );
  }
  return { cmd: 'Alert', data: code.text, items: readItems(reader, 'alert') };
}

function readBlock(
  reader: TokenReader,
  verb: Token | undefined,
  level: number,
  most: { left: number },
): readonly ConsoleCommand[] {
  if (level >= MOST_LEVELS) {
    reader.refuseAt(verb, 'too-deep', 'Too many commands inside one another.', 'Handsets know two levels at most.');
  }
  if (reader.peek()?.kind !== 'open') {
    reader.refuseAt(
      reader.peek(),
      'brace-missing',
      'The commands of a sequence or atomic stand in braces.',
      'Write e.g. sequence { get ./DevInfo; get ./DevDetail }',
    );
  }
  reader.next();
  const commands = readCommands(reader, level + 1, most);
  reader.next();
  return commands;
}

function endOfCommand(reader: TokenReader): void {
  const token = reader.peek();
  if (token === undefined || token.kind === 'end' || token.kind === 'close') return;
  reader.refuseAt(
    token,
    'value-too-many',
    'This does not belong to the command.',
    'Begin the next command on a new line.',
  );
}

function placed(source: string, failure: Failure, from: number, to: number): SyntaxFailure {
  const before = source.slice(0, from);
  const line = before.split('\n').length;
  const column = from - before.lastIndexOf('\n');
  const where = `line ${line}, column ${column}`;
  const detail = failure.detail === undefined ? where : `${where}: ${failure.detail}`;
  return { ...failure, detail, line, column, from, to };
}
