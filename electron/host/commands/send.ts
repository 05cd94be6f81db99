import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { flattenAnswers, tellingStatuses, type CommandAnswer } from '../../../shared/console/answer.ts';
import { looksLikeMarkup } from '../../../shared/console/command.ts';
import { formatCommands } from '../../../shared/console/format.ts';
import { hexText } from '../../../shared/console/hex.ts';
import { parseCommands } from '../../../shared/console/parse.ts';
import type { ConsoleEntry, Preview } from '../../../shared/contract/console.ts';
import { fail, ok, type Failure, type Result } from '../../../shared/result.ts';
import { isSuccess } from '../../../shared/syncml/status-codes.ts';
import { addCommonOptions, type Cli, type CommonOptions, orEnd, readCount, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Report } from '../report.ts';
import { plain } from '../table.ts';
import type { WorkbenchClient } from '../workbench-client.ts';
import type { World } from '../world.ts';

interface SendOptions extends CommonOptions {
  readonly file?: string;
  readonly preview?: 'xml' | 'wbxml';
  /** Seconds. */
  readonly timeLimit: number;
}

const HELP = `
One command per line:
  get ./DevInfo?list=StructData          several nodes: one after the other
  add ./A "text"    add ./A/B int 7      without a value: an interior node
  replace ./A?prop=ACL "Get=*"           delete ./A      copy ./A to ./B
  exec ./A/Operations/Activate correlator=job1
  alert 1101 "MAXDT=60" "Install now?"   options, text, choices
  sequence { … }    atomic { … }         # comment
@file stands for the content of a file. SyncML markup is taken as well.`;

/** `scomo send`: any DM commands, as the console of the window sends them. */
export function addSend(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('send'))
    .description('send DM commands to a handset and show what it answers')
    .argument('<DevId>')
    .argument('[commands]', 'the commands; - or nothing: from standard input')
    .option('--file <path>', 'read the commands from a file')
    .addOption(
      new Option('--preview [encoding]', 'print the message and send nothing: xml, or wbxml as hex')
        .choices(['xml', 'wbxml'])
        .preset('xml'),
    )
    .option('--time-limit <seconds>', 'how long to wait for the handset', readCount, 60)
    .addHelpText('after', HELP)
    .action(
      action((devId: string, commands: string | undefined, options: SendOptions) =>
        sendCommands(world, devId, commands, options),
      ),
    );
}

async function sendCommands(
  world: World,
  devId: string,
  commands: string | undefined,
  options: SendOptions,
): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: options.preview === undefined }, async ({ client, report }) => {
    const text = await textOf(world, commands, options.file);
    if (!text.ok) return report.failure(text.error);
    if (options.preview !== undefined) {
      const preview = await client.call('console.preview', { devId, text: text.value });
      return preview.ok ? showPreview(report, preview.value, options.preview) : report.failure(preview.error);
    }
    return send(world, client, report, { devId, text: text.value, timeLimit: options.timeLimit });
  });
}

/** The commands in the form in which they are sent: files are in it by then. */
async function textOf(world: World, given: string | undefined, file: string | undefined): Promise<Result<string>> {
  const read = file === undefined ? ok(given ?? '-') : await fileText(file);
  if (!read.ok) return read;
  const text = file === undefined && read.value === '-' ? await world.stdin() : read.value;
  if (looksLikeMarkup(text)) return ok(text);
  const parsed = parseCommands(text, { file: fileOctets });
  if (!parsed.ok) return parsed;
  return text.includes('@') ? ok(formatCommands(parsed.value) ?? text) : ok(text);
}

async function fileText(path: string): Promise<Result<string>> {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    return fileMissing(path, error);
  }
}

function fileOctets(path: string): Result<Uint8Array> {
  try {
    return ok(new Uint8Array(readFileSync(path)));
  } catch (error) {
    return fileMissing(path, error);
  }
}

function fileMissing(path: string, error: unknown): Result<never> {
  return fail('file-missing', `${path} cannot be read.`, 'Check the path.', {
    detail: error instanceof Error ? error.message : String(error),
  });
}

function showPreview(report: Report, preview: Preview, encoding: 'xml' | 'wbxml'): ExitCode {
  const { xml, wbxml, warnings, notes } = preview;
  const message = encoding === 'xml' ? xml : wbxml;
  if ('code' in message) return report.failure(message);
  for (const text of [...warnings.map((warning) => warning.text), ...notes]) report.note(`! ${text}`);
  const text = 'text' in message ? message.text : hexText(Buffer.from(message.base64, 'base64'));
  report.result({ encoding, octets: message.octets, message: text, warnings, notes }, text);
  return 0;
}

async function send(
  world: World,
  client: WorkbenchClient,
  report: Report,
  { devId, text, timeLimit }: { readonly devId: string; readonly text: string; readonly timeLimit: number },
): Promise<ExitCode> {
  const followed = follow(client);
  try {
    const preview = await client.call('console.preview', { devId, text });
    if (!preview.ok) return report.failure(preview.error);
    for (const warning of preview.value.warnings) report.note(`! ${warning.text}`);
    const sent = await client.call('console.send', { devId, text });
    if (!sent.ok) return report.failure(sent.error);
    report.note(`Waiting for ${devId} …`);
    const ended = await orEnd(world, client, followed.ended(sent.value.id), timeLimit * 1000);
    if (ended.ok) return showAnswer(report, ended.value);
    // Nobody waits for the answer any more: what has not gone out yet shall not go out later.
    await client.call('console.cancel', { id: sent.value.id });
    return report.failure(ended.error);
  } finally {
    followed.stop();
  }
}

interface Followed {
  /** Settles when the handset has answered, or never will. */
  ended(id: number): Promise<Result<ConsoleEntry>>;
  stop(): void;
}

/** Watches from before the sending, because the answer may be quicker than the reply to the call. */
function follow(client: WorkbenchClient): Followed {
  const entries = new Map<number, ConsoleEntry>();
  let tell: () => void = () => undefined;
  const stop = client.subscribe((event) => {
    if (event.type !== 'console') return;
    entries.set(event.entry.id, event.entry);
    tell();
  });
  return {
    stop,
    ended: (id) =>
      new Promise((settle) => {
        tell = () => {
          const entry = entries.get(id);
          if (entry !== undefined && entry.state !== 'waiting' && entry.state !== 'sending') settle(ok(entry));
        };
        tell();
      }),
  };
}

function showAnswer(report: Report, entry: ConsoleEntry): ExitCode {
  if (entry.state !== 'answered') return report.failure(entry.failure ?? TAKEN_BACK);
  report.result(
    { state: entry.state, answers: entry.answers, leftOut: entry.leftOut },
    entry.answers.flatMap((answer) => linesOf(answer, '')).join('\n'),
  );
  if (entry.leftOut > 0) report.note(`${entry.leftOut} more nodes were answered; the trace has all of them.`);
  return flattenAnswers(entry.answers).every(({ code }) => code === undefined || isSuccess(code)) ? 0 : 1;
}

const TAKEN_BACK: Failure = fail('not-sent', 'The commands were taken back.', 'Send them again when wanted.').error;

/** The command with its status, its nodes, and what is inside of it. */
function linesOf(answer: CommandAnswer, indent: string): string[] {
  const { cmd, about, code, word, results, children } = answer;
  const status = code === undefined ? 'no status' : `${code} ${word ?? ''}`;
  return [
    plain(`${indent}${cmd} ${about}  [${status}]`),
    ...tellingStatuses(answer).map((one) =>
      plain(`${indent}  ${[one.about, ...one.data].filter(Boolean).join(' ')}  [${one.code} ${one.word}]`),
    ),
    ...results.map(({ uri, format, value, type }) =>
      plain(
        `${indent}  ${uri}${format === 'node' ? `  [node${type === undefined ? '' : ` ${type}`}]` : ` = ${value ?? ''}`}`,
      ),
    ),
    ...children.flatMap((child) => linesOf(child, `${indent}  `)),
  ];
}
