/** What a small program of the system says, where there is one. */
import { execFile } from 'node:child_process';

/** It is not waited for longer, milliseconds. */
const LONGEST_MS = 3_000;

/** What it wrote to standard output; undefined when there is no such program, it failed, or it took too long. */
export function output(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: LONGEST_MS, windowsHide: true }, (error, stdout) =>
      resolve(error === null ? stdout : undefined),
    );
  });
}
