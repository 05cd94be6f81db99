/**
 * What the launchers share: finding the Node.js that everything runs on, building when the sources are newer than the
 * build, and being a good parent to the process that does the work.
 *
 * This file runs on whatever Node.js is installed (20 or newer), so it is plain JavaScript without dependencies.
 */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { constants, setPriority } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(new URL('..', import.meta.url)));

const requireFromRoot = createRequire(join(root, 'package.json'));
const oldestNode = 24;

/** A failure that the person at the keyboard can mend; its message says how. */
export class LaunchError extends Error {}

/**
 * The pinned Node.js of this checkout, or the running one where no package exists for the platform (macOS).
 *
 * @returns {string} the path of the binary
 */
export function findNode() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  try {
    const packageJson = requireFromRoot.resolve(`${name}/package.json`);
    const binary = resolve(packageJson, '..', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(binary)) return binary;
  } catch {
    // No such package on this platform: the running Node.js has to do.
  }
  if (Number.parseInt(process.versions.node, 10) >= oldestNode) return process.execPath;
  throw new LaunchError(
    existsSync(join(root, 'node_modules'))
      ? `SCOMO Workbench needs Node.js ${oldestNode} or newer on this platform; this is ${process.version}. Install it from https://nodejs.org and try again.`
      : 'The dependencies are not installed. Run `npm ci` in the folder of the workbench and try again.',
  );
}

/**
 * Runs one of the installed tools (`tsc`, `vite`, …) on the pinned Node.js and waits for it.
 *
 * @param {string} tool the name of its command
 * @param {readonly string[]} args
 * @param {{ readonly quiet?: boolean }} [options] `quiet` shows its output only when it fails
 * @returns {Promise<number>} its exit code
 */
export async function run(tool, args, { quiet = false } = {}) {
  const child = spawn(findNode(), [findTool(tool), ...args], {
    cwd: root,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter) },
  });
  /** @type {Buffer[]} */
  const output = [];
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const code = await exitCodeOf(child);
  if (quiet && code !== 0) process.stderr.write(Buffer.concat(output));
  return code;
}

/**
 * Builds dist/ unless it was built from exactly the sources that are there now.
 *
 * @returns {Promise<void>}
 */
export async function ensureBuilt() {
  const sources = fingerprintSources();
  if (sources === undefined || isBuiltFrom(sources)) return;
  await withBuildLock(async () => {
    if (isBuiltFrom(sources)) return;
    process.stderr.write('Building the workbench, once after every change …\n');
    await build();
  });
}

/**
 * Builds dist/ and remembers what it was built from.
 *
 * @param {{ readonly quiet?: boolean }} [options]
 */
export async function build({ quiet = true } = {}) {
  const sources = fingerprintSources();
  rmSync(stampPath(), { force: true });
  const code = await run('vite', ['build', '--app', ...(quiet ? ['--logLevel', 'warn'] : [])], { quiet });
  if (code !== 0) throw new LaunchError('The workbench could not be built; the reason is above.');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampPath(), sources ?? '');
}

/**
 * Runs the process that does the work, and ends as it ends. The child learns of our death, however we die, by the
 * 'disconnect' of its IPC channel; SCOMO_PARENT_PIPE=1 tells it that there is one.
 *
 * @param {string} binary
 * @param {readonly string[]} args
 * @param {{ readonly aside?: string }} [options] `aside`: it works beside others, who go before it; what it says goes to this
 *   file, and a signal ends us as ever
 * @returns {Promise<number>} the exit code to end with
 */
export async function runAsChild(binary, args, { aside } = {}) {
  const output = aside === undefined ? 'inherit' : openSync(aside, 'w');
  const child = spawn(binary, args, {
    stdio: ['inherit', output, output, 'ipc'],
    env: { ...process.env, SCOMO_PARENT_PIPE: '1' },
  });
  if (typeof output === 'number') {
    closeSync(output);
    stepBack(child);
    return exitCodeOf(child);
  }
  // A terminal sends Ctrl+C to the child as well; passed on, it would count twice.
  const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  process.on('SIGINT', () => hasTerminal || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  return exitCodeOf(child);
}

/**
 * Lets others go before a process, and before those that it starts later.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function stepBack({ pid }) {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or there are no priorities: then they share.
  }
}

/**
 * Ends the launcher the way `work` ended; a mendable failure becomes one line.
 *
 * @param {() => Promise<number>} work
 */
export async function launch(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** What keeps deprecated and experimental corners of libraries off the technician's screen. */
export const quietNode = ['--no-deprecation', '--disable-warning=ExperimentalWarning'];

/**
 * @param {string} tool
 * @returns {string} the path of the script behind the command
 */
function findTool(tool) {
  const packageName = tool === 'tsc' ? 'typescript' : tool;
  const folder = join(root, 'node_modules', packageName);
  const packageJson = join(folder, 'package.json');
  if (!existsSync(packageJson))
    throw new LaunchError(`${packageName} is not installed. Run \`npm ci\` in the folder of the workbench first.`);
  const { bin } = JSON.parse(readFileSync(packageJson, 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[tool]);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function exitCodeOf(child) {
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/**
 * Path, size and time of every file that goes into the build, as one digest: a deleted or restored file counts too.
 *
 * @returns {string | undefined} nothing where there are no sources, as in an installed package
 */
function fingerprintSources() {
  const folders = ['shared', 'electron', 'renderer'].filter((folder) => existsSync(join(root, folder)));
  if (folders.length === 0) return undefined;
  const digest = createHash('sha256');
  for (const path of ['package-lock.json', 'vite.config.ts', ...folders.flatMap(listFiles)]) {
    const { size, mtimeMs } = statSync(join(root, path));
    digest.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return digest.digest('hex');
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : [path];
    })
    .toSorted();
}

/** @param {string} sources */
function isBuiltFrom(sources) {
  return existsSync(stampPath()) && readFileSync(stampPath(), 'utf8') === sources;
}

function stampPath() {
  return join(root, 'dist', '.built-from');
}

/**
 * Two launchers started together build once: the second waits for the first.
 *
 * @param {() => Promise<void>} work
 */
async function withBuildLock(work) {
  const lock = join(root, 'node_modules', '.cache', 'build.lock');
  mkdirSync(join(lock, '..'), { recursive: true });
  while (!tryToLock(lock)) await sleep(100);
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * @param {string} lock
 * @returns {boolean}
 */
function tryToLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    if (!isHolderAlive(lock)) rmSync(lock, { force: true });
    return false;
  }
}

/**
 * @param {string} lock
 * @returns {boolean}
 */
function isHolderAlive(lock) {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    // Its owner has made the file and not written to it yet.
    if (holder === 0) return true;
    process.kill(holder, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
