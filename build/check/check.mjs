/**
 * `npm run check`: everything that can be said about the code without running it. All parts run, so that one look
 * shows all there is to mend. `node build/check/check.mjs types lint` runs only those.
 */

import { pathToFileURL } from 'node:url';
import { root, run } from '../launcher.mjs';
import { checkImports } from './imports.mjs';

/** @type {Readonly<Record<string, { readonly says: string, readonly passes: () => Promise<boolean> }>>} */
const parts = {
  types: { says: 'types', passes: () => succeeds('tsc', ['-b']) },
  lint: { says: 'lint rules', passes: () => succeeds('oxlint', ['--quiet']) },
  format: { says: 'formatting', passes: () => succeeds('oxfmt', ['--check', '.']) },
  unused: { says: 'dead code', passes: () => succeeds('knip', ['--no-progress', '--no-config-hints']) },
  imports: { says: 'import rules', passes: async () => importsAreAllowed() },
};

/**
 * Runs the parts with the given names, or all of them.
 *
 * @param {readonly string[]} names
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function check(names = Object.keys(parts)) {
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const part = parts[name];
    if (part === undefined)
      throw new Error(`There is no check named ${name}; there are ${Object.keys(parts).join(', ')}`);
    const started = performance.now();
    const isGood = await part.passes();
    console.log(`${isGood ? '✓' : '✗'} ${part.says} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    if (isGood) passed++;
    else failed++;
  }
  return { passed, failed };
}

function importsAreAllowed() {
  const violations = checkImports(root);
  for (const { file, line, specifier, message } of violations)
    console.error(`${file}:${line}  imports ${specifier}: ${message}`);
  return violations.length === 0;
}

/**
 * @param {string} tool
 * @param {readonly string[]} args
 */
async function succeeds(tool, args) {
  return (await run(tool, args)) === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { failed } = await check(process.argv.length > 2 ? process.argv.slice(2) : undefined);
  process.exitCode = failed === 0 ? 0 : 1;
}
