import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommandLine, openCommandLine } from '../command-line.ts';
import { notes } from '../scripted-workbench.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

test('packages: list, add with facts, remove by PkgID', async () => {
  expect((await cli.run('packages')).out).toContain(
    'Notes  2.0      com.example.notes-2.0  notes       4.1 kB  notes-2.0.zip (sample)',
  );
  const file = join(cli.folder, 'x.zip');
  await writeFile(file, 'bytes');
  const added = await cli.run('packages', 'add', file, '--name', 'X', '--pkg-version', '1', '--component', 'a=1', 'b');
  expect(added).toMatchObject({ code: 0, err: '' });
  expect(cli.workbench.files).toEqual([{ path: file }]);
  expect(cli.workbench.calls.at(-1)?.input).toEqual({
    handle: 'h1',
    facts: { name: 'X', version: '1', components: [{ id: 'a', version: '1' }, { id: 'b' }] },
  });
  await cli.run('packages', 'remove', 'com.example.notes-2.0');
  expect(cli.workbench.calls.at(-1)).toEqual({ name: 'packages.remove', input: { digest: notes.digest } });
  expect((await cli.run('packages', 'remove', 'nothing')).code).toBe(2);
});
