import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TreeRow } from '../../../../shared/contract/tree.ts';
import { readTnds } from '../../../../shared/dm/tnds-reader.ts';
import { ok } from '../../../../shared/result.ts';
import { type CommandLine, openCommandLine } from '../command-line.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

describe('the tree', () => {
  const rows: TreeRow[] = [
    ['.', 'node', null, null, 0],
    ['./SCM', 'node', null, 'urn:oma:mo:oma-scomo:1.0', 5],
    ['./SCM/Download', 'node', null, null, 5],
    ['./SCM/Download/p/PkgID', 'chr', 'acme', null, 5],
    ['./Other', 'chr', 'x', null, 5],
  ];
  beforeEach(() => {
    cli.workbench.answers.set('tree.snapshot', () =>
      ok({ devId: 'IMEI:1', version: 1, scomoRoot: './SCM', scomoVersion: '1.0', rows }),
    );
  });

  test('shows the SCOMO object, a sub-tree or all of it', async () => {
    expect((await cli.run('tree', 'IMEI:1')).out).toBe(
      './SCM  [urn:oma:mo:oma-scomo:1.0]\n  Download\n      PkgID = acme\n',
    );
    expect((await cli.run('tree', 'IMEI:1', 'Other')).out).toBe('./Other = x\n');
    expect((await cli.run('tree', 'IMEI:1', '--all')).out).toMatch(/^\.\n {2}SCM/);
    const { out } = await cli.run('tree', 'IMEI:1', './Other', '--json');
    expect(JSON.parse(out)).toEqual({
      root: './Other',
      nodes: [{ uri: './Other', format: 'chr', value: 'x', type: null, readAt: 5 }],
    });
    const document = await cli.run('tree', 'IMEI:1', '--tnds');
    expect(readTnds(document.out, './SCM')).toEqual(
      ok([
        { uri: './SCM', format: 'node', type: 'urn:oma:mo:oma-scomo:1.0' },
        { uri: './SCM/Download', format: 'node' },
        { uri: './SCM/Download/p', format: 'node' },
        { uri: './SCM/Download/p/PkgID', format: 'chr', value: 'acme' },
      ]),
    );
    expect((await cli.run('tree', 'IMEI:1', '--tnds', '--json')).code).toBe(2);
    expect(cli.workbench.calls.every(({ name }) => name === 'tree.snapshot')).toBe(true);
  });

  test('reads what is not known, and says when it is not there', async () => {
    const { code, err } = await cli.run('tree', 'IMEI:1', './Nowhere');
    expect(cli.workbench.calls.find(({ name }) => name === 'tree.read')?.input).toEqual({
      devId: 'IMEI:1',
      scope: 'subtree',
      uri: './Nowhere',
    });
    expect([code, err]).toEqual([5, expect.stringContaining('no node ./Nowhere')]);
    expect((await cli.run('tree', 'IMEI:1', './a/../b')).code).toBe(2);
  });

  test('tells the properties of the node with what this server may do', async () => {
    cli.workbench.answers.set('tree.properties', () =>
      ok({
        uri: './Other',
        readAt: 5,
        properties: [
          { name: 'ACL', value: '' },
          { name: 'Size', refusal: { code: 406, word: 'feature not supported' } },
        ],
        serverId: 'bench',
        rights: [{ command: 'Get', allowed: 'yes', from: '.', words: 'inherited from . – allowed for everyone' }],
      }),
    );
    const { out } = await cli.run('tree', 'IMEI:1', './Other', '--properties');
    expect(out).toContain('ACL   (empty)\nSize  – 406 feature not supported');
    expect(out).toContain('Get      yes      inherited from . – allowed for everyone');
  });
});
