/** What vitest's JSON report says, counted the way every test command of ours ends: `N passed, N failed`. */

import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from './launcher.mjs';

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped?: number }} Result */
/** @typedef {{ readonly file: string, readonly name: string, readonly status: string, readonly ms: number }} TestLine */

/**
 * @param {string} path of the report
 * @param {number} code exit code of the run; an error between tests belongs to none
 * @returns {Result}
 */
export function readReport(path, code) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(path, 'utf8'));
  // A file that does not even load has no failed test in it.
  const brokenFiles = result.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const failed = result.numFailedTests + brokenFiles;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/**
 * @param {string} path of the report
 * @returns {readonly TestLine[]} one for each test, in the order of the report
 */
export function testsOf(path) {
  if (!existsSync(path)) return [];
  return JSON.parse(readFileSync(path, 'utf8')).testResults.flatMap(
    (
      /** @type {{ name: string, assertionResults: { fullName: string, status: string, duration?: number }[] }} */ file,
    ) =>
      file.assertionResults.map(({ fullName, status, duration = 0 }) => ({
        file: relative(root, file.name),
        name: fullName,
        status,
        ms: duration,
      })),
  );
}
