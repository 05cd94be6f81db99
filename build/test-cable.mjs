/**
 * `npm run test:cable`: handsets on cables. Serial lines are pairs of ptys, on this machine; USB is a machine of its own
 * with a USB bus (QEMU), because it takes a kernel to plug something in. Where that cannot be had it is said, and fails
 * only in CI. `npm run test:cable -- serial` or `-- usb` runs one of them; what follows goes to vitest.
 */

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, launch, LaunchError, quietNode, root, run, runAsChild } from './launcher.mjs';
import { ensureGuest, ensureSerial } from './machine.mjs';
import { readReport, testsOf } from './test-report.mjs';

/** @typedef {import('./test-report.mjs').Result} Result */

const cache = join(root, 'node_modules', '.cache', 'cable-rig');
const isCi = process.env['CI'] === 'true';

await launch(async () => {
  const [only, ...args] = process.argv.slice(2);
  const isOneLink = only === 'serial' || only === 'usb';
  const rest = isOneLink ? args : process.argv.slice(2);
  /** @type {Result[]} */
  const results = [];
  if (only !== 'usb') results.push(await serial(rest));
  if (only !== 'serial') results.push(await usb(rest));
  const sum = (/** @type {'passed' | 'failed'} */ key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
});

/**
 * @param {readonly string[]} args
 * @returns {Promise<Result>}
 */
async function serial(args) {
  const missing = reasonAgainst(ensureSerial);
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
  return tell('serial lines', report, code);
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<Result>}
 */
async function usb(args) {
  const missing = reasonAgainst(ensureGuest);
  if (missing !== undefined) return cannotRun('USB', missing);
  const outbox = join(cache, 'outbox');
  const report = join(outbox, 'report.json');
  const command = [
    `cd '${root}'`,
    // A console of a machine is no terminal to draw on.
    'export CI=true NO_COLOR=1',
    `'${findNode()}' node_modules/vitest/vitest.mjs run --config test/cable/vitest.config.ts ${vitest('usb', report).join(' ')} ${args.map(quoted).join(' ')}`,
  ].join(' && ');
  const code = await runAsChild(findNode(), [...quietNode, 'test/cable/rig/run.ts', cache, outbox, command]);
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
 * @param {() => void} ensure
 * @returns {string | undefined}
 */
function reasonAgainst(ensure) {
  try {
    ensure();
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
