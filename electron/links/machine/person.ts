/** Who runs this program, and whose members it may act as: what decides whether a port can be opened. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

export interface Person {
  readonly name: string;
  /** Groups of this process, by name. */
  readonly active: readonly string[];
  /** Groups that the system lists the person in; those not active count after the next sign-in. */
  readonly listed: readonly string[];
}

interface Group {
  readonly name: string;
  readonly id: number;
  readonly members: readonly string[];
}

/** Nobody has groups on Windows. */
export async function thisPerson(file = '/etc/group'): Promise<Person> {
  const name = nameOf();
  const groups = await readGroups(file);
  const ids = new Set([
    ...(process.getgroups?.() ?? []),
    ...(process.getegid === undefined ? [] : [process.getegid()]),
  ]);
  return {
    name,
    active: groups.filter(({ id }) => ids.has(id)).map((group) => group.name),
    listed: groups.filter(({ members }) => members.includes(name)).map((group) => group.name),
  };
}

/** The groups of the system, from /etc/group; none where there is no such file. */
export async function readGroups(file = '/etc/group'): Promise<readonly Group[]> {
  try {
    return groupsIn(await readFile(file, 'utf8'));
  } catch {
    return [];
  }
}

/** Reads lines of `name:password:id:member,member`; what is not one is left out. */
export function groupsIn(text: string): readonly Group[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , id = '', members = '', ...more] = line.split(':');
    if (name === '' || name.startsWith('#') || more.length > 0 || !/^\d{1,10}$/.test(id)) return [];
    return [{ name, id: Number(id), members: members.split(',').filter((member) => member !== '') }];
  });
}

function nameOf(): string {
  try {
    return userInfo().username;
  } catch {
    // A number without a name, as containers give it.
    return `user ${process.getuid?.() ?? ''}`.trim();
  }
}
