/**
 * Which programs have a file open: on Linux from /proc, on macOS from lsof. Files of other people's programs cannot be
 * seen without being root; then it is told that not all could be seen.
 */
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { output } from './output.ts';

export interface Holder {
  readonly pid: number;
  /** Name of the program, e.g. `ModemManager`. */
  readonly name: string;
}

export interface Holders {
  readonly programs: readonly Holder[];
  /** There are programs whose files this user may not see. */
  readonly isPartial: boolean;
}

const NOBODY: Holders = { programs: [], isPartial: true };

/** The programs, this one excepted, that have one of the names of the file open. `root`: where Linux shows processes. */
export async function holdersOf(
  path: string,
  { platform = process.platform, root = '/proc' }: { platform?: NodeJS.Platform; root?: string } = {},
): Promise<Holders> {
  const target = await realpath(path).catch(() => path);
  if (platform === 'linux') return fromProc(target, root);
  if (platform === 'darwin') return fromLsof(target);
  return NOBODY;
}

async function fromProc(target: string, root: string): Promise<Holders> {
  const pids = (await readdir(root).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const looks = await Promise.all(pids.map(async (pid) => ({ pid, holds: await holds(join(root, pid), target) })));
  const programs = looks
    .filter(({ pid, holds }) => holds === true && Number(pid) !== process.pid)
    .map(async ({ pid }) => ({ pid: Number(pid), name: await nameOf(join(root, pid)) }));
  return { programs: await Promise.all(programs), isPartial: looks.some(({ holds }) => holds === undefined) };
}

/** Undefined when it may not be seen. A program that ends meanwhile holds nothing. */
async function holds(program: string, target: string): Promise<boolean | undefined> {
  const folder = join(program, 'fd');
  try {
    const names = await readdir(folder);
    const files = await Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
    return files.includes(target);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES' ? undefined : false;
  }
}

/**
 * The name of the main thread is cut after 15 letters and may be anything; the command line has the program's own, unless
 * it wrote something else over it.
 */
async function nameOf(program: string): Promise<string> {
  const [comm, line] = await Promise.all([
    readFile(join(program, 'comm'), 'utf8').catch(() => ''),
    readFile(join(program, 'cmdline'), 'utf8').catch(() => ''),
  ]);
  const short = comm.trim();
  const whole = line.split('\0')[0]?.split('/').at(-1) ?? '';
  return /^[\w.+-]+$/.test(whole) ? whole : short || 'a program';
}

async function fromLsof(target: string): Promise<Holders> {
  const text = await output('lsof', ['-F', 'pc', '--', target]);
  return text === undefined
    ? NOBODY
    : { programs: programsIn(text).filter(({ pid }) => pid !== process.pid), isPartial: true };
}

/** Reads what `lsof -F pc` writes: a line `p` and the process, then a line `c` and its name. */
export function programsIn(text: string): readonly Holder[] {
  const found: Holder[] = [];
  let pid: number | undefined;
  for (const line of text.split('\n')) {
    if (/^p\d{1,10}$/.test(line)) pid = Number(line.slice(1));
    else if (line.startsWith('c') && pid !== undefined) {
      found.push({ pid, name: line.slice(1) });
      pid = undefined;
    }
  }
  return found;
}
