/** Where a person's workbench keeps its data unless they say otherwise. */
import { posix, win32 } from 'node:path';

export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

const NAME = 'scomo-workbench';

/**
 * The data folder: `chosen` (the option `--data`), else the variable SCOMO_DATA, else the same folder that the
 * window uses: below $XDG_CONFIG_HOME or ~/.config on Linux, %APPDATA% on Windows, ~/Library/Application Support
 * on macOS.
 */
export function dataFolder(machine: Machine, chosen?: string): string {
  const { env, platform, home } = machine;
  const path = platform === 'win32' ? win32 : posix;
  const named = notEmpty(chosen) ?? notEmpty(env['SCOMO_DATA']);
  if (named !== undefined) return path.resolve(named);
  if (platform === 'win32') return path.join(notEmpty(env['APPDATA']) ?? path.join(home, 'AppData', 'Roaming'), NAME);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', NAME);
  // A relative XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification).
  const config = env['XDG_CONFIG_HOME'];
  return path.join(config !== undefined && path.isAbsolute(config) ? config : path.join(home, '.config'), NAME);
}

function notEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
