/**
 * `running.json` in the data folder: how a command line on this machine finds the browser host that serves it. It
 * holds the token, so only its owner may read it.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const running = z.object({
  url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  token: z.string().min(1).max(200),
  pid: z.number().int().positive(),
});

export type Running = z.infer<typeof running>;

/** Writes the file whole or not at all. */
export async function writeRunning(folder: string, entry: Running): Promise<void> {
  const unfinished = `${pathIn(folder)}.${entry.pid}`;
  await writeFile(unfinished, JSON.stringify(entry), { mode: 0o600, flag: 'w' });
  await rename(unfinished, pathIn(folder));
}

/** The host that serves this folder; undefined when there is no file, when it is not ours, or its process is dead. */
export async function readRunning(folder: string): Promise<Running | undefined> {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const entry = running.safeParse(parse(text));
  return entry.success && isAlive(entry.data.pid) ? entry.data : undefined;
}

/** Removes the file if it is still the one of `pid`. */
export async function removeRunning(folder: string, pid: number): Promise<void> {
  const entry = running.safeParse(parse(await readFile(pathIn(folder), 'utf8').catch(() => '')));
  if (entry.success && entry.data.pid === pid) await rm(pathIn(folder), { force: true });
}

function pathIn(folder: string): string {
  return join(folder, 'running.json');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
