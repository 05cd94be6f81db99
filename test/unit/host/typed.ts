/** A command line in a world of our own: its workbench is given, its output is kept. */
import { runCli } from '../../../electron/host/program.ts';
import type { Workbench } from '../../../electron/workbench/port.ts';
import { ok } from '../../../shared/result.ts';

export interface Typed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command to its end. `folder` is its data folder. */
export function typed(workbench: Workbench, folder: string, ...args: readonly string[]): Promise<Typed> {
  return piped('', workbench, folder, ...args);
}

/** As `typed`, with something on standard input. */
export async function piped(
  stdin: string,
  workbench: Workbench,
  folder: string,
  ...args: readonly string[]
): Promise<Typed> {
  let out = '';
  let err = '';
  const code = await runCli(args, {
    env: { SCOMO_DATA: folder },
    platform: 'linux',
    home: '/home/technician',
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    stdin: () => Promise.resolve(stdin),
    hasTerminal: false,
    confirm: () => Promise.resolve(false),
    ending: new AbortController().signal,
    openWorkbench: async () => ok(workbench),
    handsetProgram: { command: process.execPath, args: ['-e'] },
    pageFolder: folder,
    now: () => 1_000_000,
  });
  return { code, out, err };
}
