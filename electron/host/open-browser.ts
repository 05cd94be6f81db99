/** Shows an address in the person's browser, where there is a display to show it on. */
import { spawn } from 'node:child_process';
import type { World } from './world.ts';

/** Opens `address`; nothing happens without a display or a browser: the address was printed anyway. */
export function openBrowser({ platform, env }: World, address: string): void {
  const [command, ...args] = opener(platform, address);
  if (command === undefined || (platform === 'linux' && !hasDisplay(env))) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function opener(platform: NodeJS.Platform, address: string): readonly string[] {
  if (platform === 'darwin') return ['open', address];
  // `start` is a word of the shell; the empty text is its window title.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', address];
  return ['xdg-open', address];
}

function hasDisplay(env: World['env']): boolean {
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}
