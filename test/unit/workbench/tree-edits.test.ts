import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admitted, must, openBench, type Bench } from './bench.ts';

let bench: Bench;
let devId: string;

beforeAll(async () => {
  bench = await openBench();
  devId = await admitted(bench);
}, 30_000);

afterAll(() => bench.close());

async function valueOf(uri: string): Promise<string | null | undefined> {
  const { rows } = must(await bench.workbench.call('tree.snapshot', { devId }));
  return rows.find(([at]) => at === uri)?.[2];
}

const DOCUMENT = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>Ext</NodeName>
  <RTProperties><Format><node/></Format></RTProperties>
  <Node><NodeName>A</NodeName><RTProperties><Format><chr/></Format></RTProperties><Value>acme-x</Value></Node>
  <Node><NodeName>B</NodeName><RTProperties><Format><chr/></Format></RTProperties><Value>http://h/x</Value></Node>
</Node></MgmtTree>`;

describe('the tree changed by hand', () => {
  it('gets a node, a leaf, another value, and loses them again; the mirror follows', async () => {
    const { call } = bench.workbench;
    const list = './SCM/Download';
    const at = `${list}/byhand`;
    expect(must(await call('tree.addNode', { devId, uri: list, name: 'byhand', format: 'node' }))).toEqual({ uri: at });
    must(await call('tree.addNode', { devId, uri: at, name: 'PkgID', format: 'chr', value: 'acme-1' }));
    expect(await valueOf(`${at}/PkgID`)).toBe('acme-1');
    must(await call('tree.setValue', { devId, uri: `${at}/PkgID`, value: 'acme-2' }));
    expect(await valueOf(`${at}/PkgID`)).toBe('acme-2');
    // A leaf that is not there is added: Replace must not create (404), so Add does.
    must(await call('tree.setValue', { devId, uri: `${at}/Name`, value: 'Notes' }));
    expect(await valueOf(`${at}/Name`)).toBe('Notes');
    expect(must(await call('tree.deleteNode', { devId, uri: at }))).toEqual({ uri: list });
    expect(await valueOf(`${at}/PkgID`)).toBeUndefined();
  });

  it('gets a whole sub-tree from a TNDS document, once, and in place of what is there', async () => {
    const { call } = bench.workbench;
    must(await call('tree.addNode', { devId, uri: './SCM/Download', name: 'tnds', format: 'node' }));
    const uri = './SCM/Download/tnds/Ext';
    expect(must(await call('tree.writeTnds', { devId, uri, document: DOCUMENT, how: 'Add' }))).toEqual({
      uri,
      nodes: 3,
    });
    expect(await valueOf(`${uri}/B`)).toBe('http://h/x');
    const other = DOCUMENT.replace('acme-x', 'acme-y');
    must(await call('tree.writeTnds', { devId, uri, document: other, how: 'Replace' }));
    expect(await valueOf(`${uri}/A`)).toBe('acme-y');
    // The node is there now: what is added goes below it, and only once.
    must(await call('tree.writeTnds', { devId, uri, document: DOCUMENT, how: 'Add' }));
    expect(await valueOf(`${uri}/Ext/B`)).toBe('http://h/x');
    const again = await call('tree.writeTnds', { devId, uri, document: DOCUMENT, how: 'Add' });
    expect(again).toMatchObject({ ok: false, error: { code: 'node-exists' } });
  });

  it.each([
    ['a node that is there already', 'tree.addNode', { uri: './SCM', name: 'Download', format: 'node' }, 'node-exists'],
    ['a name that is none', 'tree.addNode', { uri: './SCM', name: 'a/b', format: 'node' }, 'name-invalid'],
    [
      'a place that takes none',
      'tree.addNode',
      { uri: './DevInfo', name: 'X', format: 'chr', value: '1' },
      'write-refused',
    ],
    ['a value of a fixed leaf', 'tree.setValue', { uri: './DevInfo/Man', value: 'Other' }, 'write-refused'],
    ['a value of an interior node', 'tree.setValue', { uri: './SCM', value: 'x' }, 'not-a-leaf'],
    ['a permanent node', 'tree.deleteNode', { uri: './SCM' }, 'write-refused'],
    ['the root', 'tree.deleteNode', { uri: '.' }, 'root'],
    [
      'a document that is none',
      'tree.writeTnds',
      { uri: './SCM/Download/x', document: '<a/>', how: 'Add' },
      'tnds-malformed',
    ],
    ['a URI that leads elsewhere', 'tree.deleteNode', { uri: './A/../B' }, 'uri-relative'],
  ] as const)('refuses %s with a reason and the next step', async (_what, method, input, code) => {
    const refused = await bench.workbench.callUnchecked(method, { devId, ...input });
    expect(refused).toMatchObject({ ok: false, error: { code, next: expect.stringMatching(/\w/) as string } });
  });
});
