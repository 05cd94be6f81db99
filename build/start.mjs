/**
 * `npm start`: the workbench in its own window, or in a browser where Electron's binary is not to be had.
 * `npm start -- --host browser [--no-open] [--port N] [--dm-port N] [--data DIR]` asks for the browser.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, findNode, launch, LaunchError, quietNode, root, runAsChild } from './launcher.mjs';

await launch(async () => {
  const { host, opens, rest } = readArguments(process.argv.slice(2));
  await ensureBuilt();

  if (host !== 'browser') {
    const electron = findElectron();
    if (electron !== undefined && hasScreen()) return runAsChild(electron, [root, ...rest]);
    const reason =
      electron === undefined ? "Electron's binary is not on this machine" : 'there is no screen to open a window on';
    if (host === 'electron') throw new LaunchError(`No window: ${reason}. Use \`--host browser\` instead.`);
    process.stderr.write(`No window: ${reason}. The workbench is served to a browser instead.\n`);
  }
  const cli = join(root, 'dist', 'host', 'cli.js');
  return runAsChild(findNode(), [...quietNode, cli, 'serve', ...(opens ? ['--open'] : []), ...rest]);
});

/**
 * Takes out what only the launcher needs to know; everything else belongs to the workbench.
 *
 * @param {readonly string[]} args
 * @returns {{ host: string | undefined, opens: boolean, rest: string[] }}
 */
function readArguments(args) {
  /** @type {string | undefined} */
  let host;
  let opens = true;
  /** @type {string[]} */
  const rest = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? '';
    if (argument === '--host') host = args[++at] ?? '';
    else if (argument.startsWith('--host=')) host = argument.slice('--host='.length);
    else if (argument === '--no-open') opens = false;
    else if (argument !== '--open') rest.push(argument);
  }
  if (host !== undefined && host !== 'browser' && host !== 'electron')
    throw new LaunchError(`--host is browser or electron, not ${JSON.stringify(host)}.`);
  return { host, opens, rest };
}

/**
 * Electron's binary, found by looking for the file: asking the package for it would start a download.
 *
 * @returns {string | undefined}
 */
function findElectron() {
  const folder = join(root, 'node_modules', 'electron');
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const name = names[/** @type {keyof typeof names} */ (process.platform)] ?? 'electron';
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined) {
    const binary = join(override, name);
    return existsSync(binary) ? binary : undefined;
  }
  const pathFile = join(folder, 'path.txt');
  const binary = join(folder, 'dist', existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : name);
  return existsSync(binary) ? binary : undefined;
}

function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}
