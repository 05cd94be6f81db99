/** `run.ts FOLDER OUTBOX COMMAND` runs a command in a machine with a USB bus; ends as the command ends. */
import { mkdirSync } from 'node:fs';
import { runInGuest } from './guest.ts';
import { fetchKernel } from './kernel.ts';

/** A machine in software is slow, and slower next to other work, milliseconds. */
const TIME_LIMIT_MS = 20 * 60_000;

const [folder, outbox, command] = process.argv.slice(2);
if (folder === undefined || outbox === undefined || command === undefined) {
  throw new Error('run.ts FOLDER OUTBOX COMMAND');
}
mkdirSync(folder, { recursive: true });
const code = await runInGuest({
  kernel: fetchKernel(folder),
  folder,
  outbox,
  command,
  timeLimitMs: TIME_LIMIT_MS,
  print: (text) => void process.stdout.write(text),
});
if (code === undefined) process.stderr.write('The machine ended without a word, or took too long.\n');
process.exitCode = code ?? 1;
