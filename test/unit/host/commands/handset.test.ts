import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommandLine, openCommandLine } from '../command-line.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

test('handset runs the handset’s own program with all that was said, and ends as it does', async () => {
  const script = 'process.exit(process.argv.slice(1).join() === "--dev-id,X,--help" ? 7 : 1)';
  const handsetProgram = { command: process.execPath, args: ['-e', script, '--'] };
  expect((await cli.type(['handset', '--dev-id', 'X', '--help'], { handsetProgram }).done).code).toBe(7);
});
