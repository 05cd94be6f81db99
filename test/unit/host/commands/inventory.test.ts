import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../../shared/result.ts';
import { inventory } from '../../sample-inventory.ts';
import { type CommandLine, openCommandLine } from '../command-line.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

test('inventory reads from the handset when nothing was read yet, or when asked to', async () => {
  let isRead = false;
  cli.workbench.answers.set('tree.inventory', () => ok({ inventory: isRead ? inventory : null }));
  cli.workbench.answers.set('tree.read', () => {
    isRead = true;
    return ok({ nodes: 9, method: 'StructData', ms: 3 });
  });
  const { out, err } = await cli.run('inventory', 'IMEI:1');
  expect(err).toContain('Reading');
  expect(out).toContain('com.acme.notes  Notes  2.0      Active  –       –        Deactivate');
  expect(out).toContain('SCOMO 1.0 at ./SCM, read just now');
  const before = cli.workbench.calls.length;
  await cli.run('inventory', 'IMEI:1');
  expect(cli.workbench.calls.slice(before).map(({ name }) => name)).not.toContain('tree.read');
  await cli.run('inventory', 'IMEI:1', '--refresh');
  expect(cli.workbench.calls.map(({ name }) => name).filter((name) => name === 'tree.read')).toHaveLength(2);
  expect(JSON.parse((await cli.run('inventory', 'IMEI:1', '--json')).out)).toEqual(inventory);
});

test('a reading that nobody answers can be ended', async () => {
  Object.assign(cli.workbench, { call: () => new Promise(() => undefined) });
  const { done } = cli.type(['inventory', 'IMEI:1', '--refresh']);
  setTimeout(() => cli.ending.abort(), 20);
  expect((await done).code).toBe(130);
});
