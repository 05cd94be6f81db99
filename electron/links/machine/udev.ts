/** How udev is on this machine: the daemon that announces devices, the tool that lists ports, and our rule. */
import { access, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { UDEV_RULE, UDEV_RULE_PATHS } from '../usb/udev-rule.ts';

export interface Udev {
  /** Does the daemon run? Without it nothing is announced. */
  readonly runs: boolean;
  /** Is there `udevadm`? Without it the system's serial ports cannot be listed. */
  readonly hasTool: boolean;
  /** other: there is one of an older or of a changed workbench. */
  readonly rule: 'installed' | 'other' | 'missing';
  /** Does somebody give devices to the person at the screen? Without logind the rule has no effect. */
  readonly knowsSeats: boolean;
}

/** Looks; only Linux has it. */
export async function lookAtUdev(paths: readonly string[] = UDEV_RULE_PATHS): Promise<Udev> {
  const [runs, knowsSeats, hasTool, rule] = await Promise.all([
    exists('/run/udev/control'),
    exists('/run/systemd/seats'),
    isOnPath('udevadm'),
    ruleAt(paths),
  ]);
  return { runs, hasTool, rule, knowsSeats };
}

/** The first file of the name counts, as for udev. */
async function ruleAt(paths: readonly string[]): Promise<Udev['rule']> {
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return text === UDEV_RULE ? 'installed' : 'other';
  }
  return 'missing';
}

/** Is there a program of this name? */
export async function isOnPath(program: string): Promise<boolean> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/sbin', '/usr/sbin'].filter((one) => one !== '');
  const found = await Promise.all(folders.map((folder) => exists(join(folder, program))));
  return found.includes(true);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
