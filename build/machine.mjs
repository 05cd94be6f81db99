/**
 * What the tests need of the machine beyond `npm ci`, where it is found, and how it is installed.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { LaunchError } from './launcher.mjs';

/**
 * @typedef {{ readonly what: string, readonly commands: readonly string[], readonly debian: string, readonly platforms: readonly string[] }} Need
 *   `commands` are names to look up or paths, the best first; `debian` is the package that brings one of them.
 */

/** @type {Need} */
const chromium = {
  what: 'Chromium, for the tests of the page',
  commands: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
  ],
  debian: 'chromium',
  platforms: ['linux', 'darwin', 'win32'],
};

/** @type {Need} */
const wbxmlTools = {
  what: 'wbxml2xml and xml2wbxml, for the tests against another WBXML codec',
  commands: ['wbxml2xml'],
  debian: 'libwbxml2-utils',
  platforms: ['linux'],
};

/** @type {Need} */
const socat = {
  what: 'socat, for the tests of the serial link',
  commands: ['socat'],
  debian: 'socat',
  platforms: ['linux'],
};

/** @type {Need} */
const compiler = {
  what: 'gcc, for the programs that speak for libraries in C',
  commands: ['gcc'],
  debian: 'gcc libc6-dev',
  platforms: ['linux'],
};

/** @type {Need} */
const libopenobex = {
  what: 'libopenobex, for the tests against another OBEX',
  commands: ['/usr/include/openobex/obex.h'],
  debian: 'libopenobex2-dev',
  platforms: ['linux'],
};

/** @type {readonly Need[]} */
const needs = [chromium, socat, wbxmlTools, compiler, libopenobex];

/**
 * The machine inside the machine, in which USB is tested.
 *
 * @type {readonly Need[]}
 */
const guestNeeds = [
  {
    what: 'QEMU, for a machine with a USB bus',
    commands: ['qemu-system-x86_64'],
    debian: 'qemu-system-x86',
    platforms: ['linux'],
  },
  { what: 'busybox, to boot it', commands: ['/bin/busybox'], debian: 'busybox-static', platforms: ['linux'] },
  { what: 'udev, to announce devices in it', commands: ['udevadm'], debian: 'udev', platforms: ['linux'] },
];

/**
 * The browser that the tests drive.
 *
 * @returns {string} the path of its binary
 */
export function findChromium() {
  const found = find(chromium);
  if (found === undefined) throw new LaunchError(howToInstall([chromium]));
  return found;
}

/**
 * The folder of libwbxml's tools, an independent WBXML codec.
 *
 * @returns {string} e.g. `/usr/bin`
 */
export function findWbxmlTools() {
  const found = find(wbxmlTools);
  if (found === undefined) throw new LaunchError(howToInstall([wbxmlTools]));
  return dirname(found);
}

/** Installs what is missing where that is allowed, and otherwise says the one command that does it. */
export function ensureMachine() {
  ensure(needs);
}

/** As `ensureMachine`, for the tests of the serial link alone. */
export function ensureSerial() {
  ensure([socat, compiler]);
}

/** As `ensureMachine`, for the machine inside the machine. */
export function ensureGuest() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new LaunchError(`USB is tested in a guest on Linux x64; this is ${process.platform} ${process.arch}.`);
  ensure(guestNeeds);
}

/** @param {readonly Need[]} needs */
function ensure(needs) {
  const missing = needs.filter((need) => need.platforms.includes(process.platform) && find(need) === undefined);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && lookUp('apt-get') !== undefined) {
    process.stdout.write(`Installing ${missing.map(({ debian }) => debian).join(' and ')} …\n`);
    const { status } = spawnSync('sh', ['-c', installCommand(missing)], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status === 0) return;
  }
  throw new LaunchError(howToInstall(missing));
}

/** @param {readonly Need[]} missing */
function howToInstall(missing) {
  const names = missing.map(({ what }) => what).join(' and ');
  return `The tests need ${names}. On Debian this installs it:\n  sudo sh -c '${installCommand(missing)}'`;
}

/** @param {readonly Need[]} missing */
function installCommand(missing) {
  const packages = missing.map(({ debian }) => debian).join(' ');
  return `apt-get update && apt-get install -y --no-install-recommends ${packages}`;
}

/** @param {Need} need */
function find({ commands }) {
  for (const command of commands) {
    const path = lookUp(command);
    if (path !== undefined) return path;
  }
  return undefined;
}

/**
 * @param {string} command
 * @returns {string | undefined}
 */
function lookUp(command) {
  const folders = command.includes('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}
