/** A command line in a world of our own: its workbench is scripted, what it opens, says and ends with is kept. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../electron/host/program.ts';
import type { World } from '../../../electron/host/world.ts';
import type { WorkbenchOptions } from '../../../electron/workbench/port.ts';
import { ok } from '../../../shared/result.ts';
import { scriptedWorkbench, type ScriptedWorkbench } from './scripted-workbench.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Typed {
  readonly done: Promise<Ran>;
  readonly out: () => string;
}

export interface CommandLine {
  readonly workbench: ScriptedWorkbench;
  /** What workbenches were opened with, in order. */
  readonly opened: readonly WorkbenchOptions[];
  /** Ends the command that runs, as Ctrl C does. */
  readonly ending: AbortController;
  /** Its data folder. */
  readonly folder: string;
  /** Starts a command; a part of its world may be another one. */
  type(args: readonly string[], more?: Partial<World> & { readonly isTTY?: boolean }): Typed;
  /** Runs a command to its end. */
  run(...args: readonly string[]): Promise<Ran>;
  close(): Promise<void>;
}

/** Opens one; call `close` after each test. */
export async function openCommandLine(): Promise<CommandLine> {
  const workbench = scriptedWorkbench();
  const opened: WorkbenchOptions[] = [];
  const ending = new AbortController();
  const folder = await mkdtemp(join(tmpdir(), 'scomo-cli-'));

  function type(args: readonly string[], more: Partial<World> & { readonly isTTY?: boolean } = {}): Typed {
    const { isTTY = false, ...world } = more;
    let out = '';
    let err = '';
    const done = runCli(args, {
      env: { SCOMO_DATA: folder },
      platform: 'linux',
      home: '/home/technician',
      stdout: { write: (text) => (out += text), isTTY },
      stderr: { write: (text) => (err += text), isTTY, columns: 60 },
      stdin: () => Promise.resolve(''),
      ending: ending.signal,
      openWorkbench: async (options) => {
        opened.push(options);
        return ok(workbench);
      },
      handsetProgram: { command: process.execPath, args: ['-e'] },
      hasTerminal: false,
      confirm: () => Promise.resolve(false),
      pageFolder: folder,
      now: () => 1_000_000,
      ...world,
    }).then((code) => ({ code, out, err }));
    return { done, out: () => out };
  }

  return {
    workbench,
    opened,
    ending,
    folder,
    type,
    run: (...args) => type(args).done,
    async close(): Promise<void> {
      ending.abort();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
