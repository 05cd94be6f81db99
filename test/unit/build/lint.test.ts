import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNode } from '../../../build/launcher.mjs';

const root = resolve(import.meta.dirname, '../../..');

const lintFixtures = [
  ['floating-promise.ts', 'typescript(no-floating-promises)'],
  ['switch-with-a-gap.ts', 'typescript(switch-exhaustiveness-check)'],
  ['explicit-any.ts', 'typescript(no-explicit-any)'],
  ['unsafe-json.ts', 'typescript(no-unsafe-return)'],
  ['non-null.ts', 'typescript(no-non-null-assertion)'],
  ['default-export.ts', 'import(no-default-export)'],
  ['danger.tsx', 'react(no-danger)'],
  ['electron/server/own-clock.ts', 'eslint(no-restricted-globals)'],
  ['electron/server/own-clock.ts', 'eslint(no-restricted-properties)'],
] as const;

const typeFixtures = [
  ['an enum, which cannot be erased', 'enum.ts', 'TS1294'],
  ['the DOM in shared', 'document.ts', 'TS2584'],
  ['Node.js in shared', 'process.ts', 'TS2591'],
  ['an array element taken for granted', 'holes.ts', 'TS2322'],
] as const;

describe('the lint rules', () => {
  const found = lintFindings();

  it.each(lintFixtures)('refuse %s by %s', (file, rule) => {
    expect(found).toContainEqual({ file, rule });
  });
});

describe('the compiler options', () => {
  const output = runTool('typescript/bin/tsc', ['-p', 'test/fixtures/types', '--pretty', 'false']);

  it.each(typeFixtures)('refuse %s', (_what, file, code) => {
    expect(output).toMatch(new RegExp(`${file}\\(\\d+,\\d+\\): error ${code}:`));
  });
});

function lintFindings(): readonly { readonly file: string; readonly rule: string }[] {
  const folder = 'test/fixtures/lint';
  const output = runTool('oxlint/bin/oxlint', ['-c', `${folder}/oxlint.json`, '--type-aware', '-f', 'json', folder]);
  const { diagnostics } = JSON.parse(output) as { diagnostics: readonly { filename: string; code: string }[] };
  return diagnostics.map(({ filename, code }) => ({ file: filename.slice(folder.length + 1), rule: code }));
}

function runTool(script: string, args: readonly string[]): string {
  const { stdout } = spawnSync(findNode(), [join(root, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout;
}
