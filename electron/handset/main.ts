/**
 * The virtual handset as a process of its own.
 *
 * stdout: one line `READY {"devId":…,"notifyPort":…}`, then with `--json` one line per event. stderr: one line per
 * trouble. It ends on SIGTERM, on SIGINT, and, when its options came over stdin, when stdin closes: then whoever
 * started it has gone.
 */
import { createInterface } from 'node:readline';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { HandsetEvent } from './events.ts';
import { openHandset } from './handset.ts';
import { checkOptions, type CheckedOptions, helpText, readFlags } from './options.ts';

/** Exit codes, as sysexits.h has them: wrong options, cannot run. */
const EXIT_USAGE = 64;
const EXIT_FAILED = 70;

await main();

async function main(): Promise<void> {
  const source = readFlags(process.argv.slice(2));
  if (!source.ok) return end(EXIT_USAGE, source.error);
  if (source.value.from === 'help') {
    process.stdout.write(helpText());
    return;
  }
  const isFed = source.value.from === 'stdin';
  const stdin = isFed ? listenToStdin() : undefined;
  const given =
    stdin === undefined ? ok(source.value.from === 'flags' ? source.value.value : {}) : await stdin.firstLine;
  const checked = given.ok ? checkOptions(given.value) : given;
  if (!checked.ok) return end(EXIT_USAGE, checked.error);

  const opened = await openHandset(checked.value, teller(checked.value));
  if (!opened.ok) return end(EXIT_FAILED, opened.error);
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

interface Stdin {
  /** The JSON of the first line. */
  readonly firstLine: Promise<Result<unknown>>;
  readonly closed: Promise<void>;
}

function listenToStdin(): Stdin {
  const lines = createInterface({ input: process.stdin });
  const closed = new Promise<void>((resolve) => lines.once('close', resolve));
  const firstLine = new Promise<Result<unknown>>((resolve) => {
    lines.once('line', (line) => resolve(parseLine(line)));
    lines.once('close', () => resolve(fail('no-options', 'No options came over stdin.', 'Write one line of JSON.')));
  });
  return { firstLine, closed };
}

/** The line holds passwords: it is never repeated in a message. */
function parseLine(line: string): Result<unknown> {
  try {
    return ok(JSON.parse(line));
  } catch {
    return fail('invalid-options', 'The first line of stdin is not JSON.', 'Write the options as one JSON object.');
  }
}

function teller({ json }: CheckedOptions): (event: HandsetEvent) => void {
  return (event) => {
    if (event.event === 'trouble') process.stderr.write(`${event.message}\n`);
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
