/**
 * `npm test`: what the machine needs, then every check, then every test. The last line counts them all.
 * Arguments go to vitest: `npm test -- --project unit wbxml`.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { check } from './check/check.mjs';
import { ensureBuilt, launch, LaunchError, root, run } from './launcher.mjs';

/** @type {readonly { readonly what: string, readonly commands: readonly string[], readonly debian: string, readonly isNeeded: boolean }[]} */
const machineNeeds = [
  {
    what: 'Chromium, for the tests of the page',
    commands: [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    debian: 'chromium',
    isNeeded: process.platform !== 'win32',
  },
  {
    what: 'socat, for the tests of the serial link',
    commands: ['socat'],
    debian: 'socat',
    isNeeded: process.platform === 'linux',
  },
];

await launch(async () => {
  ensureMachine();
  const checks = await check();
  const isBuilt = await builds();
  const tests = await runTests(process.argv.slice(2));

  const passed = checks.passed + tests.passed + (isBuilt ? 1 : 0);
  const failed = checks.failed + tests.failed + (isBuilt ? 0 : 1);
  if (tests.skipped > 0) console.log(`${tests.skipped} skipped`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

/** Installs what is missing where that is allowed, and otherwise says the one command that does it. */
function ensureMachine() {
  const missing = machineNeeds.filter((need) => need.isNeeded && !need.commands.some(isInstalled));
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.debian);
  const install = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() === 0 && isInstalled('apt-get')) {
    console.log(`Installing ${packages.join(', ')} …`);
    const { status } = spawnSync('sh', ['-c', `(${install}) >/dev/null`], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status === 0) return;
  }
  throw new LaunchError(
    `The tests need ${missing.map((need) => need.what).join(' and ')}. Install it, on Debian with:\n  sudo sh -c '${install}'`,
  );
}

/**
 * @param {string} command a name to look up, or a path
 * @returns {boolean}
 */
function isInstalled(command) {
  if (command.includes('/')) return existsSync(command);
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}

/** The tests of the running workbench start it several times: it is built before, once. */
async function builds() {
  try {
    await ensureBuilt();
    console.log('✓ build');
    return true;
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    console.error(`✗ build: ${error.message}`);
    return false;
  }
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
async function runTests(args) {
  const report = join(root, 'node_modules', '.cache', 'test-report.json');
  mkdirSync(join(report, '..'), { recursive: true });
  rmSync(report, { force: true });
  const code = await run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };

  const result = JSON.parse(readFileSync(report, 'utf8'));
  // A file that does not even load has no failed test in it; an error between tests belongs to none.
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
