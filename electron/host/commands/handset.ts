import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Command } from 'commander';
import type { Cli } from '../command.ts';
import type { World } from '../world.ts';

/** `scomo handset`: a virtual handset in this terminal. Its options are its own program's. */
export function addHandset(program: Command, { world, action }: Cli): void {
  program
    .command('handset')
    .description('run a virtual handset in this terminal (`scomo handset --help` lists its options)')
    .argument('[options...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(action((args: readonly string[]) => runHandset(world, args) as Promise<0>));
}

/** Runs the handset's program until it ends or we do; answers its exit code. */
async function runHandset({ handsetProgram, env, ending }: World, args: readonly string[]): Promise<number> {
  const child = spawn(handsetProgram.command, [...handsetProgram.args, ...args], {
    stdio: 'inherit',
    env: { ...env, ...handsetProgram.env },
  });
  ending.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  return promise;
}
