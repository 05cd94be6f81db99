/**
 * Serial lines without a wire that are pulled by their far end: when the handset closes it, the workbench's end gets all
 * that was on its way and is hung up. Many lines are one process (pty-board.c), because a process for each plug takes
 * longer than the session on it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface BoardLine {
  /** The path of the workbench's end. */
  readonly near: string;
  /** The path of the handset's end; the line goes when it is closed. */
  readonly far: string;
  /** Resolves when both ends are gone. */
  readonly gone: Promise<void>;
}

export interface PtyBoard {
  /** Makes a line; one that has gone may be made again by the same name. */
  line(name: string): Promise<BoardLine>;
  /** Ends with all its lines. */
  close(): Promise<void>;
}

/** Builds the board in a folder of its own and starts it. */
export function openPtyBoard(): PtyBoard {
  const folder = mkdtempSync(join(tmpdir(), 'scomo-board-'));
  const program = join(folder, 'pty-board');
  const source = join(import.meta.dirname, 'pty-board.c');
  const { status, stderr, error } = spawnSync('gcc', ['-O2', '-o', program, source], { encoding: 'utf8' });
  if (status !== 0) throw new Error(error?.message ?? stderr);

  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  /** What is waited for, by what the board will say. */
  const awaited = new Map<string, () => void>();
  createInterface({ input: child.stdout }).on('line', (said) => {
    awaited.get(said)?.();
    awaited.delete(said);
  });

  function says(what: string): Promise<void> {
    return new Promise((resolve) => awaited.set(what, resolve));
  }

  return {
    async line(name): Promise<BoardLine> {
      const [near, far] = [join(folder, `${name}-near`), join(folder, `${name}-far`)];
      const made = says(`+ ${near}`);
      const gone = says(`- ${near}`);
      child.stdin.write(`${near} ${far}\n`);
      await made;
      return { near, far, gone };
    },
    async close(): Promise<void> {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
