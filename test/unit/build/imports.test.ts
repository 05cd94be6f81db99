import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkImports, libraries, stairs } from '../../../build/check/imports.mjs';

const root = resolve(import.meta.dirname, '../../..');
const fixtures = join(root, 'test/fixtures/imports');

/** A fixture is named after the rule that it breaks: `stair electron/server` is broken in stair-electron-server. */
const folderOf = (rule: string): string => rule.replaceAll(/[ /]/g, '-');

const rules = [
  ...stairs.map(({ folder }) => `stair ${folder}`),
  ...stairs.filter(({ builtins }) => builtins !== undefined).map(({ folder }) => `builtins ${folder}`),
  ...libraries.map(({ name }) => `library ${name}`),
  'folder',
  'literal',
  'preload',
];

describe('the import rules', () => {
  it.each(rules)('report what breaks "%s"', (rule) => {
    const violations = checkImports(join(fixtures, folderOf(rule)));
    expect(violations.map((violation) => violation.rule)).toEqual([rule]);
  });

  it('have a rule for every fixture', () => {
    expect(readdirSync(fixtures).toSorted()).toEqual(rules.map(folderOf).toSorted());
  });

  it('are kept by the whole product', () => {
    expect(checkImports(root)).toEqual([]);
  });
});
