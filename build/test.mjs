/**
 * `npm test`: what the machine needs, then every check, then every test. Those of USB run in a machine of their own, which
 * keeps one processor busy, beside those that mostly wait. The last line counts them all. Arguments go to vitest, and
 * leave USB out: `npm test -- --project unit wbxml`.
 */

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { testUsb } from './cable-tests.mjs';
import { check } from './check/check.mjs';
import { ensureBuilt, launch, LaunchError, root, run } from './launcher.mjs';
import { ensureMachine } from './machine.mjs';
import { readReport } from './test-report.mjs';

/** @typedef {import('./test-report.mjs').Result} Result */

await launch(async () => {
  const args = process.argv.slice(2);
  const results = [
    await machine(),
    await check(),
    await builds(),
    ...(args.length === 0 ? await all() : [await runTests('some', args)]),
  ];
  const [passed, failed, skipped] = [sum(results, 'passed'), sum(results, 'failed'), sum(results, 'skipped')];
  if (skipped > 0) console.log(`${skipped} skipped`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

/** First what keeps every processor busy: all projects of vitest.config.ts but the one that mostly waits. */
async function all() {
  const busy = await runTests('busy', ['--project', '!e2e']);
  return [busy, ...(await Promise.all([testUsb([], { aside: true }), runTests('waiting', ['--project', 'e2e'])]))];
}

/** The tests that need what could not be installed will fail; the others still tell something. */
function machine() {
  return succeeds('machine', async () => ensureMachine());
}

/** The tests of the running workbench start it several times: it is built before, once. */
function builds() {
  return succeeds('build', ensureBuilt);
}

/**
 * @param {string} name
 * @param {() => Promise<void>} work
 * @returns {Promise<Result>}
 */
async function succeeds(name, work) {
  try {
    await work();
    console.log(`✓ ${name}`);
    return { passed: 1, failed: 0 };
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    console.error(`✗ ${name}: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

/**
 * @param {readonly Result[]} results
 * @param {'passed' | 'failed' | 'skipped'} key
 */
function sum(results, key) {
  return results.reduce((total, result) => total + (result[key] ?? 0), 0);
}

/**
 * @param {string} name of the report
 * @param {readonly string[]} args
 * @returns {Promise<Result>}
 */
async function runTests(name, args) {
  const report = join(root, 'node_modules', '.cache', `test-report-${name}.json`);
  mkdirSync(join(report, '..'), { recursive: true });
  rmSync(report, { force: true });
  const code = await run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  return readReport(report, code);
}
