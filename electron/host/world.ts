/** What the command line touches of its process, so that tests can run it beside others. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import type { Result } from '../../shared/result.ts';
import type { Workbench, WorkbenchOptions } from '../workbench/port.ts';

/** A place to write text to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Columns of the terminal. */
  readonly columns?: number;
}

export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input; nothing when it is a terminal. */
  readonly stdin: () => Promise<string>;
  /** Can a program ask the person in this terminal? */
  readonly hasTerminal: boolean;
  /** Asks the person; no when nobody can be asked. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Aborted when the person, a supervisor or the launcher wants the command to end. */
  readonly ending: AbortSignal;
  readonly openWorkbench: (options: WorkbenchOptions) => Promise<Result<Workbench>>;
  readonly handsetProgram: WorkbenchOptions['handsetProgram'];
  /** The built page. */
  readonly pageFolder: string;
  readonly now: () => number;
}

/** The world of this process. `dist` is the folder that this file was built into. */
export function processWorld(openWorkbench: World['openWorkbench'], dist: string, ending: AbortSignal): World {
  return {
    env: process.env,
    platform: process.platform,
    home: homedir(),
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: () => (process.stdin.isTTY ? Promise.resolve('') : text(process.stdin)),
    hasTerminal: process.stdin.isTTY,
    confirm: (question) => confirm(question, ending),
    ending,
    openWorkbench,
    handsetProgram: {
      command: process.execPath,
      args: [
        ...process.execArgv.filter(
          (argument) => argument.startsWith('--no-deprecation') || argument.startsWith('--disable-warning'),
        ),
        handsetScript(dist),
      ],
    },
    pageFolder: resolve(dist, '..', 'renderer'),
    now: Date.now,
  };
}

async function confirm(question: string, ending: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const dialog = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await dialog.question(`${question} [y/N] `, { signal: ending })).trim());
  } catch {
    return false;
  } finally {
    dialog.close();
  }
}

/** Beside us when built, in its own room when run from the sources. */
function handsetScript(dist: string): string {
  const built = resolve(dist, 'handset.js');
  return existsSync(built) ? built : resolve(dist, '..', 'handset', 'main.ts');
}
