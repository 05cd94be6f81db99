/** A port as the file that it is on Linux and macOS: whether it is there, whose it is, and whether this program may open it. */
import { access, constants, realpath, stat } from 'node:fs/promises';
import { readGroups } from './person.ts';

export interface PortFile {
  readonly path: string;
  /** Where a link leads, e.g. from /dev/serial/by-id/…. */
  readonly target: string;
  /** Group that it belongs to, by name where there is one. */
  readonly group: string;
  /** As `ls -l` writes it: `rw-rw----`. */
  readonly rights: string;
  /** May this program read and write? Asked of the system, which knows more rules than the rights alone. */
  readonly mayOpen: boolean;
  /** Does the group have the rights to read and write? */
  readonly groupMay: boolean;
}

const GROUP_READ_WRITE = 0o060;

/** Looks at it; undefined when there is no such file. */
export async function lookAtPort(path: string): Promise<PortFile | undefined> {
  try {
    const [target, { mode, gid }] = await Promise.all([realpath(path), stat(path)]);
    const group = (await readGroups()).find(({ id }) => id === gid)?.name ?? String(gid);
    return {
      path,
      target,
      group,
      rights: rightsText(mode),
      mayOpen: await mayOpen(path),
      groupMay: (mode & GROUP_READ_WRITE) === GROUP_READ_WRITE,
    };
  } catch {
    return undefined;
  }
}

/** May this program read and write the file? */
export async function mayOpen(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The nine letters of a mode. */
export function rightsText(mode: number): string {
  return Array.from({ length: 9 }, (_, at) => ((mode >> (8 - at)) & 1 ? 'rwx'.charAt(at % 3) : '-')).join('');
}
