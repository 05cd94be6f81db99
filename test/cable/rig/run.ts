/**
 * `run.ts FOLDER OUTBOX COMMAND` runs a command in a machine with a USB bus; ends as the command ends, or with 69 (as
 * sysexits.h has it) when there is nothing to make the machine of.
 */
import { mkdirSync } from 'node:fs';
import { runInGuest } from './guest.ts';
import { fetchKernel, type Kernel } from './kernel.ts';

/** A machine in software is slow, and slower next to other work, milliseconds. */
const TIME_LIMIT_MS = 15 * 60_000;
const UNAVAILABLE = 69;

const [folder, outbox, command] = process.argv.slice(2);
if (folder === undefined || outbox === undefined || command === undefined) {
  throw new Error('run.ts FOLDER OUTBOX COMMAND');
}
// The guest ends with us, and we end with whoever started us.
for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect']) process.once(event, () => process.exit(1));
// Listening to that alone keeps nobody running.
process.channel?.unref();
mkdirSync(folder, { recursive: true });
const kernel = kernelOrNot(folder);
if (kernel === undefined) process.exitCode = UNAVAILABLE;
else process.exitCode = await runWith(kernel, folder, outbox, command);

function kernelOrNot(kept: string): Kernel | undefined {
  try {
    return fetchKernel(kept);
  } catch (error) {
    process.stderr.write(`The kernel of the guest: ${error instanceof Error ? error.message : String(error)}.\n`);
    return undefined;
  }
}

async function runWith(guestKernel: Kernel, kept: string, shared: string, run: string): Promise<number> {
  const code = await runInGuest({
    kernel: guestKernel,
    folder: kept,
    outbox: shared,
    command: run,
    timeLimitMs: TIME_LIMIT_MS,
    print: (text) => void process.stdout.write(text),
  });
  if (code === undefined) process.stderr.write('The machine ended without a word, or took too long.\n');
  return code ?? 1;
}
