/**
 * Who stands in the way of opening a device: the program that has it, and the group whose members may. Linux tells both;
 * elsewhere, and about the programs of other users, nothing is known.
 */
import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Holder {
  readonly pid: number;
  /** Name of its program, e.g. `ModemManager`. */
  readonly name: string;
}

/** Another program that has the device at `path` open, as far as this user may know. `root`: where processes are. */
export async function holderOf(path: string, root = '/proc'): Promise<Holder | undefined> {
  const device = await tried(() => realpath(path));
  const names = (await tried(() => readdir(root))) ?? [];
  if (device === undefined) return undefined;
  for (const name of names) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    if (await hasOpen(join(root, name, 'fd'), device))
      return { pid, name: (await tried(() => readFile(join(root, name, 'comm'), 'utf8')))?.trim() ?? name };
  }
  return undefined;
}

/** The group of the device at `path`; undefined where it is root's alone. `groups`: the file of groups. */
export async function groupOf(path: string, groups = '/etc/group'): Promise<string | undefined> {
  const about = await tried(() => stat(path));
  const text = await tried(() => readFile(groups, 'utf8'));
  if (about === undefined || text === undefined || about.gid === 0) return undefined;
  const row = text.split('\n').find((line) => line.split(':')[2] === String(about.gid));
  return row?.split(':')[0];
}

async function hasOpen(folder: string, device: string): Promise<boolean> {
  const descriptors = (await tried(() => readdir(folder))) ?? [];
  for (const each of descriptors) if ((await tried(() => readlink(join(folder, each)))) === device) return true;
  return false;
}

async function tried<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
