import { describe, expect, it } from 'vitest';
import { readTnds } from '../../../../shared/dm/tnds-reader.ts';
import { writeTnds } from '../../../../shared/dm/tnds-writer.ts';

function tree(inside: string): string {
  return `<?xml version="1.0"?><MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${inside}</MgmtTree>`;
}

function uris(xml: string, base: string, top?: 'at' | 'below'): unknown {
  const read = readTnds(xml, base, top);
  return read.ok ? read.value.map(({ uri }) => uri) : read.error.code;
}

describe('reading TNDS', () => {
  it('takes properties in both spellings, and what is not said is not there', () => {
    const xml = tree(`
      <Node>
        <NodeName>AP</NodeName>
        <RTProperties><ACL>Get=*</ACL><Format><node/></Format><Type><DDFName>urn:x</DDFName></Type></RTProperties>
        <Node><NodeName>Port</NodeName>
          <RTProperties><Format>int</Format><Title> two </Title><Type><MIME>text/plain</MIME></Type><Size>2</Size>
            <TStamp>20260101T000000Z</TStamp><VerNo>3</VerNo></RTProperties><Value>80</Value></Node>
        <Node><NodeName>Text</NodeName><Value> a &lt;b&gt; </Value></Node>
        <Node><NodeName>Silent</NodeName></Node>
      </Node>`);
    expect(readTnds(xml, './AP')).toEqual({
      ok: true,
      value: [
        { uri: './AP', format: 'node', acl: 'Get=*', type: 'urn:x' },
        {
          uri: './AP/Port',
          format: 'int',
          title: ' two ',
          type: 'text/plain',
          size: '2',
          tstamp: '20260101T000000Z',
          verNo: '3',
          value: '80',
        },
        { uri: './AP/Text', format: 'chr', value: ' a <b> ' },
        { uri: './AP/Silent', format: 'unknown' },
      ],
    });
  });

  it('puts a node where its path says, from the root, from the target, or at the target', () => {
    const node = '<NodeName>A</NodeName>';
    expect(uris(tree(`<Node>${node}</Node>`), './B/A')).toEqual(['./B/A']);
    expect(uris(tree(`<Node>${node}</Node>`), './B/A', 'below')).toEqual(['./B/A/A']);
    expect(uris(tree(`<Node>${node}</Node>`), './B')).toEqual(['./B/A']);
    expect(uris(tree(`<Node>${node}<Path>X/Y</Path></Node>`), './B')).toEqual(['./B/X/Y/A']);
    expect(uris(tree(`<Node>${node}<Path>./X</Path></Node>`), './B')).toEqual(['./X/A']);
    expect(uris(tree(`<Node><NodeName>.</NodeName></Node>`), '.')).toEqual(['.']);
    expect(uris(tree(`<Node>${node}</Node><Node><NodeName>C</NodeName></Node>`), './A')).toEqual(['./A/A', './A/C']);
  });

  it.each([
    ['no XML', 'hello', 'xml-malformed'],
    ['cut', tree('').slice(0, -3), 'xml-malformed'],
    ['a document type', `<!DOCTYPE MgmtTree>${tree('')}`, 'xml-doctype'],
    ['another root', '<SyncML/>', 'tnds-malformed'],
    ['no node', tree(''), 'tnds-malformed'],
    ['another version', '<MgmtTree><VerDTD>2.0</VerDTD><Node/></MgmtTree>', 'tnds-version'],
    ['a value and children', tree('<Node><NodeName>A</NodeName><Value>1</Value><Node/></Node>'), 'tnds-malformed'],
    ['a node twice', tree('<Node><NodeName>A</NodeName></Node><Node><NodeName>A</NodeName></Node>'), 'tnds-malformed'],
    ['a name that climbs', tree('<Node><NodeName>..</NodeName></Node>'), 'tnds-malformed'],
    ['a name with a slash', tree('<Node><NodeName>a/b</NodeName></Node>'), 'tnds-malformed'],
    ['a path that climbs', tree('<Node><NodeName>a</NodeName><Path>../x</Path></Node>'), 'tnds-malformed'],
    ['no name', tree('<Node><NodeName>a</NodeName><Node/></Node>'), 'tnds-malformed'],
  ])('refuses %s', (_what, xml, code) => {
    expect(uris(xml, './B')).toBe(code);
  });
});

describe('writing TNDS', () => {
  it('keeps the order of the DTD and makes interior nodes that only their children name', () => {
    const written = writeTnds(
      [{ uri: './A/B/leaf', format: 'chr', value: '<', title: 't', acl: '', type: 'text/x', verNo: '1' }],
      './A',
    );
    expect(written).toEqual({
      ok: true,
      value:
        '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><Node><NodeName>B</NodeName>' +
        '<Node><NodeName>leaf</NodeName><RTProperties><ACL/><Format><chr/></Format><Title>t</Title>' +
        '<Type><MIME>text/x</MIME></Type><VerNo>1</VerNo></RTProperties><Value>&lt;</Value></Node></Node></Node></MgmtTree>',
    });
  });

  it('refuses what is not there and what XML cannot carry', () => {
    expect(writeTnds([], './A')).toMatchObject({ ok: false, error: { code: 'tnds-empty' } });
    expect(writeTnds([{ uri: './A', format: 'chr', value: '\u0000' }], './A')).toMatchObject({
      ok: false,
      error: { code: 'tnds-not-carriable' },
    });
  });
});
