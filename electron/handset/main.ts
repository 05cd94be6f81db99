/**
 * The virtual handset as a process of its own.
 *
 * stdout: one line `READY {"devId":…,"notifyPort":…}`, then one line `FAULT NAME@POINT` for each fault that strikes,
 * or with `--json` one line per event, `not-started` in place of READY among them. stderr: one line per trouble. It ends on SIGTERM, on SIGINT, and, when its options came over stdin, when stdin closes: then whoever
 * started it has gone.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type BootstrapSource, readBootstrapOptions } from './bootstrap/bootstrap-options.ts';
import { trustCertificate } from './dm/trust.ts';
import type { HandsetEvent } from './events.ts';
import { listText } from './list-text.ts';
import { checkOptions, type CheckedOptions, helpText, readFlags, type Source } from './options.ts';
import { keepOn } from './power.ts';

/** Exit codes, as sysexits.h has them: wrong options, cannot run. */
const EXIT_USAGE = 64;
const EXIT_FAILED = 70;

await main();

async function main(): Promise<void> {
  const source = readFlags(process.argv.slice(2));
  if (!source.ok) return end(EXIT_USAGE, source.error);
  if (source.value.from === 'help' || source.value.from === 'list') {
    process.stdout.write(source.value.from === 'help' ? helpText() : listText());
    return;
  }
  const stdin =
    source.value.from === 'stdin' || (source.value.from === 'file' && source.value.endWithStdin)
      ? listenToStdin()
      : undefined;
  const given = await optionsOf(source.value, stdin);
  const checked = given.ok ? checkOptions(given.value) : given;
  if (!checked.ok) return end(EXIT_USAGE, checked.error);

  const trusted = checked.value.ca === undefined ? ok(undefined) : trustCertificate(checked.value.ca);
  if (!trusted.ok) return end(EXIT_USAGE, trusted.error);
  const opened = await keepOn(checked.value, teller(checked.value));
  if (!opened.ok) {
    if (checked.value.json)
      process.stdout.write(`${JSON.stringify({ event: 'not-started', failure: opened.error })}\n`);
    return end(EXIT_FAILED, opened.error);
  }
  const { devId, notifyPort, stop } = opened.value;
  process.stdout.write(`READY ${JSON.stringify({ devId, notifyPort })}\n`);

  async function switchOff(): Promise<void> {
    await stop();
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void switchOff());
  void stdin?.closed.then(switchOff);
  // Nobody reads our lines any more: the next write says so.
  process.stdout.on('error', () => void switchOff());
}

async function optionsOf(source: Source, stdin: Stdin | undefined): Promise<Result<unknown>> {
  switch (source.from) {
    case 'help':
    case 'list':
      return ok({});
    case 'flags':
      return source.bootstrap === undefined ? ok(source.value) : withBootstrap(source.value, source.bootstrap);
    case 'stdin':
      return stdin === undefined ? ok({}) : stdin.firstLine;
    case 'file':
      try {
        return parseOptions(readFileSync(source.path, 'utf8'));
      } catch {
        return fail(
          'no-options',
          `The options file ${source.path} cannot be read.`,
          'Check its path and access rights.',
        );
      }
  }
}

function withBootstrap(flags: object, source: BootstrapSource): Result<unknown> {
  const account = readBootstrapOptions(source);
  return account.ok ? ok({ ...account.value, ...flags }) : account;
}

interface Stdin {
  /** The JSON of the first line. */
  readonly firstLine: Promise<Result<unknown>>;
  readonly closed: Promise<void>;
}

function listenToStdin(): Stdin {
  const lines = createInterface({ input: process.stdin });
  const closed = new Promise<void>((resolve) => lines.once('close', resolve));
  const firstLine = new Promise<Result<unknown>>((resolve) => {
    lines.once('line', (line) => resolve(parseOptions(line)));
    lines.once('close', () => resolve(fail('no-options', 'No options came over stdin.', 'Write one line of JSON.')));
  });
  return { firstLine, closed };
}

/** The text holds passwords: it is never repeated in a message. */
function parseOptions(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail('invalid-options', 'The options are not JSON.', 'Write the options as one JSON object.');
  }
}

function teller({ json }: CheckedOptions): (event: HandsetEvent) => void {
  return (event) => {
    if (event.event === 'trouble') process.stderr.write(`${event.message}\n`);
    if (event.event === 'fault' && !json) process.stdout.write(`FAULT ${event.fault}\n`);
    if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
  };
}

function end(
  code: number,
  failure: { readonly message: string; readonly next: string; readonly detail?: string },
): void {
  const { message, next, detail } = failure;
  process.stderr.write(`${message} ${next}${detail === undefined ? '' : `\n${detail}`}\n`);
  process.exitCode = code;
  process.stdin.destroy();
}
