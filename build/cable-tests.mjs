/**
 * The tests of handsets on cables. Serial lines are pairs of ptys, on this machine; USB is a machine of its own with a
 * USB bus (QEMU), because it takes a kernel to plug something in. Where that cannot be had it is said, and fails only in
 * CI.
 */

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, findNode, LaunchError, quietNode, root, run, runAsChild } from './launcher.mjs';
import { ensureGuest, ensureSerial } from './machine.mjs';
import { readReport, testsOf } from './test-report.mjs';

/** @typedef {import('./test-report.mjs').Result} Result */

const cache = join(root, 'node_modules', '.cache', 'cable-rig');
const isCi = process.env['CI'] === 'true';

/** How the rig ends when Debian's kernel cannot be had (test/cable/rig/run.ts). */
const UNAVAILABLE = 69;

/**
 * Node.js in the guest never replaces running WebAssembly by optimized WebAssembly. Without this, processes that strip
 * types died now and then in V8's `Runtime_WasmTriggerTierUp`: it found a frame of code that had been freed (`Check
 * failed: it->second.Size() > offset`). Code that one thread patches while another one runs it is where an emulated
 * processor is weakest.
 */
const steadyNode = '--liftoff-only';

/**
 * @param {readonly string[]} args for vitest
 * @returns {Promise<Result>}
 */
export async function testSerial(args) {
  const missing = await reasonAgainst(ensureSerial);
  if (missing !== undefined) return cannotRun('Serial', missing);
  const report = join(cache, 'serial-report.json');
  mkdirSync(cache, { recursive: true });
  rmSync(report, { force: true });
  const code = await run('vitest', [
    'run',
    '--config',
    'test/cable/vitest.config.ts',
    ...vitest('serial', report),
    ...args,
  ]);
  return tell('Serial lines', report, code);
}

/**
 * @param {readonly string[]} args for vitest
 * @param {{ readonly aside?: boolean }} [options] `aside`: others work at the same time and go before it; what the machine
 *   says is printed when it has ended
 * @returns {Promise<Result>}
 */
export async function testUsb(args, { aside = false } = {}) {
  const missing = (await reasonAgainst(ensureGuest)) ?? (await reasonAgainst(ensureBuilt));
  if (missing !== undefined) return cannotRun('USB', missing);
  // Vitest keeps what it translates (test/cable/vitest.config.ts), and this machine does that much faster than the guest.
  const nothing = ['-t', 'translated, not run'];
  await run('vitest', ['run', '--config', 'test/cable/vitest.config.ts', '--project', 'usb', ...nothing], {
    quiet: true,
  });
  const outbox = join(cache, 'outbox');
  const report = join(outbox, 'report.json');
  const command = [
    `cd '${root}'`,
    // A console of a machine is no terminal to draw on.
    'export CI=true NO_COLOR=1',
    `'${findNode()}' ${steadyNode} node_modules/vitest/vitest.mjs run --config test/cable/vitest.config.ts ${vitest('usb', report).join(' ')} ${args.map(quoted).join(' ')}`,
  ].join(' && ');
  const log = join(cache, 'usb.log');
  mkdirSync(cache, { recursive: true });
  const rig = [...quietNode, 'test/cable/rig/run.ts', cache, outbox, command];
  const code = await runAsChild(findNode(), rig, aside ? { aside: log } : {});
  if (aside) process.stdout.write(readFileSync(log));
  if (code === UNAVAILABLE) return cannotRun('USB', 'there is nothing to make its machine of; the reason is above.');
  return tell('USB, in a machine of its own', report, code);
}

/**
 * @param {string} project
 * @param {string} report
 */
function vitest(project, report) {
  return ['--project', project, '--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
}

/**
 * @param {string} title
 * @param {string} report
 * @param {number} code
 * @returns {Result}
 */
function tell(title, report, code) {
  console.log(`\n${title}`);
  for (const { status, ms, name } of testsOf(report))
    if (status === 'passed' || status === 'failed')
      console.log(`  ${status === 'passed' ? '✓' : '✗'} ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
  return readReport(report, code);
}

/**
 * @param {() => void | Promise<void>} ensure
 * @returns {Promise<string | undefined>}
 */
async function reasonAgainst(ensure) {
  try {
    await ensure();
    return undefined;
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    return error.message;
  }
}

/**
 * @param {string} what
 * @param {string} why
 * @returns {Result}
 */
function cannotRun(what, why) {
  console.log(`${what} was not tested here: ${why}`);
  return { passed: 0, failed: isCi ? 1 : 0 };
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
