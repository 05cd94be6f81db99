import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeProperties } from '../../../shared/contract/tree.ts';
import { admitted, must, openBench, type Bench } from './bench.ts';

let bench: Bench;
let devId: string;

beforeAll(async () => {
  bench = await openBench();
  devId = await admitted(bench);
}, 30_000);

afterAll(() => bench.close());

async function properties(uri: string): Promise<NodeProperties> {
  return must(await bench.workbench.call('tree.properties', { devId, uri }));
}

function valueOf(node: NodeProperties, name: string): string | undefined {
  return node.properties.find((property) => property.name === name)?.value;
}

async function set(uri: string, property: 'ACL' | 'Name' | 'Title', value: string) {
  return bench.workbench.call('tree.setProperty', { devId, uri, property, value });
}

describe('the properties of a node', () => {
  it('are each a value, or the status that says why not', async () => {
    const node = await properties('./SCM');
    expect(node.properties.map(({ name }) => name)).toEqual('ACL Format Name Size Title TStamp Type VerNo'.split(' '));
    expect(valueOf(node, 'Type')).toBe('urn:oma:mo:oma-scomo:1.0');
    expect(node.properties.find(({ name }) => name === 'Size')).toEqual({
      name: 'Size',
      refusal: { code: 406, word: 'feature not supported' },
    });
    expect(node.rights.find(({ command }) => command === 'Replace')).toEqual({
      command: 'Replace',
      allowed: 'yes',
      from: '.',
      words: 'inherited from the root – allowed for everyone',
    });
  });

  it('are those of a node that is there', async () => {
    expect(await bench.workbench.call('tree.properties', { devId, uri: './Nowhere' })).toMatchObject({
      ok: false,
      error: { code: 'node-gone' },
    });
    expect(await bench.workbench.call('tree.properties', { devId, uri: './A/../B' })).toMatchObject({
      ok: false,
      error: { code: 'uri-relative' },
    });
  });

  it('can be changed where the handset lets us, and only a read-back counts', async () => {
    const titled = must(await set('./SCM', 'Title', 'Software components'));
    expect(valueOf(titled, 'Title')).toBe('Software components');
    expect(await set('./SCM', 'Name', 'Other')).toMatchObject({ ok: false, error: { code: 'property-refused' } });
    expect(await set('./SCM', 'ACL', 'Get')).toMatchObject({ ok: false, error: { code: 'acl-malformed' } });
  });

  it('an access list that shuts this server out is told with its words, and obeyed by the handset', async () => {
    const uri = './Vendor/Settings';
    const { serverId } = await properties(uri);
    const changed = must(await set(uri, 'ACL', `Get=*&Replace=other+${serverId}&Add=other`));
    expect(changed.rights.map(({ command, allowed }) => `${command} ${allowed}`)).toEqual([
      'Add no',
      'Delete no',
      'Exec no',
      'Get yes',
      'Replace yes',
    ]);
    expect(changed.rights[0]?.words).toBe(`own list – allowed for other only, not for this server (${serverId})`);
    const back = must(await set(uri, 'ACL', ''));
    expect(back.rights.every(({ allowed, from }) => allowed === 'yes' && from === '.')).toBe(true);
  });
});

describe('a handset that knows no list but TNDS', () => {
  it('is read with one Get, and shows the same nodes as any other', async () => {
    const small = await admitted(bench, { refuseStruct: true });
    const read = must(await bench.workbench.call('tree.read', { devId: small, scope: 'all' }));
    expect(read.method).toBe('TNDS');
    const other = await admitted(bench);
    const usual = must(await bench.workbench.call('tree.read', { devId: other, scope: 'all' }));
    expect([usual.method, read.nodes]).toEqual(['StructData', usual.nodes]);
    const values = async (devId: string) =>
      must(await bench.workbench.call('tree.snapshot', { devId })).rows.map(([uri, format, , type]) => [
        uri,
        format,
        type,
      ]);
    expect(await values(small)).toEqual(await values(other));
  });
  it('is read in one piece also when the document is larger than its messages', async () => {
    const large = await admitted(bench, { refuseStruct: true, extraNodes: 3000 });
    const read = must(await bench.workbench.call('tree.read', { devId: large, scope: 'all' }));
    expect(read.nodes).toBeGreaterThan(3000);
    expect(read.method).toBe('TNDS');
  });
});
