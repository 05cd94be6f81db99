import { expect, test } from 'vitest';
import { readTnds } from '../../../shared/dm/tnds-reader.ts';
import { TNDS_XML, type TndsNode } from '../../../shared/dm/tnds.ts';
import { writeTnds } from '../../../shared/dm/tnds-writer.ts';
import { SETTINGS } from '../../../electron/handset/tree/vendor-nodes.ts';
import { ask } from './ask.ts';
import { add, addNode, get, replace } from './commands.ts';

const TYPE = { format: 'xml', type: TNDS_XML };
const AP = `${SETTINGS}/AP`;

function document(base: string, ...nodes: readonly TndsNode[]): string {
  const written = writeTnds(nodes, base);
  if (!written.ok) throw new Error(written.error.message);
  return written.value;
}

const full = document(
  AP,
  { uri: AP, format: 'node', title: 'Access point' },
  { uri: `${AP}/Name`, format: 'chr', value: 'lab' },
  { uri: `${AP}/Key`, format: 'bin', type: 'application/octet-stream', value: 'AAEC' },
  { uri: `${AP}/Sub`, format: 'node' },
  { uri: `${AP}/Sub/Port`, format: 'int', value: '80' },
);

test('one Add makes a whole sub-tree, one Get reads it back as a document', async () => {
  const [made, read] = await ask([[add(AP, full, TYPE)], [get(`${AP}?list=TNDS-TStamp-ACL`, `${AP}/Key`)]]);
  expect(made?.code(1)).toBe('200');
  const [list] = read?.items.filter(({ meta }) => meta?.type === TNDS_XML) ?? [];
  expect(list?.source?.locURI).toBe(`${AP}?list=TNDS-TStamp-ACL`);
  expect(readTnds(String(list?.data), AP)).toEqual({
    ok: true,
    value: [
      { uri: AP, format: 'node', title: 'Access point', verNo: '1' },
      { uri: `${AP}/Name`, format: 'chr', value: 'lab', size: '3', verNo: '0' },
      { uri: `${AP}/Key`, format: 'bin', type: 'application/octet-stream', value: 'AAEC', size: '3', verNo: '0' },
      { uri: `${AP}/Sub`, format: 'node', verNo: '0' },
      { uri: `${AP}/Sub/Port`, format: 'int', value: '80', size: '2', verNo: '0' },
    ],
  });
});

test('an Add of which one node cannot be made makes none', async () => {
  const bad = document(
    AP,
    { uri: `${AP}/Name`, format: 'chr', value: 'lab' },
    { uri: `${AP}/Port`, format: 'int', value: 'eighty' },
  );
  const [answer] = await ask([[add(AP, bad, TYPE), get(AP), add(AP, 'no document', TYPE), get('.?list=TNDS+Colour')]]);
  expect([1, 2, 3, 4].map((at) => answer?.code(at))).toEqual(['415', '404', '415', '406']);
});

test('an Add to a node that is there makes the document below it, and 418 when it is there', async () => {
  const leaf = '<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>L</NodeName><Value>1</Value></Node></MgmtTree>';
  const [answer] = await ask([[addNode(AP), add(AP, leaf, TYPE), add(AP, leaf, TYPE), get(`${AP}/L`)]]);
  expect([1, 2, 3, 4].map((at) => answer?.code(at))).toEqual(['200', '200', '418', '200']);
});

test('a Replace makes the sub-tree what the document says, or leaves all as it was', async () => {
  const smaller = document(
    AP,
    { uri: AP, format: 'node' },
    { uri: `${AP}/Name`, format: 'chr', value: 'shop' },
    { uri: `${AP}/New/Port`, format: 'int', value: '81' },
  );
  const broken = document(AP, { uri: AP, format: 'node' }, { uri: `${AP}/New/Port`, format: 'int', value: 'x' });
  const outside = '<MgmtTree><Node><NodeName>X</NodeName><Path>./Vendor</Path><Value>1</Value></Node></MgmtTree>';
  const [, answer] = await ask([
    [add(AP, full, TYPE)],
    [
      replace(AP, smaller, TYPE),
      get(AP, `${AP}/Name`, `${AP}/New/Port`),
      replace(AP, broken, TYPE),
      get(`${AP}/Name`),
      replace(AP, outside, TYPE),
      replace('./Vendor/Filler', smaller, TYPE),
      replace('./DevInfo', document('./DevInfo', { uri: './DevInfo', format: 'node' }), TYPE),
      get('./DevInfo/Man'),
    ],
  ]);
  expect([1, 3, 5, 6, 7, 8].map((at) => answer?.code(at))).toEqual(['200', '415', '405', '404', '405', '200']);
  expect(answer?.items.slice(0, 4).map(({ data }) => data)).toEqual(['Name/New', 'shop', '81', 'shop']);
});

test('Struct can be refused while TNDS is answered', async () => {
  const [answer] = await ask(
    [[get('./DevInfo?list=Struct'), get('./DevInfo?list=StructData'), get('./DevInfo?list=TNDS+Value')]],
    { refuseStruct: true },
  );
  expect([1, 2, 3].map((at) => answer?.code(at))).toEqual(['406', '406', '200']);
  expect(readTnds(String(answer?.items[0]?.data), './DevInfo')).toMatchObject({ ok: true });
});
