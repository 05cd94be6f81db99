import { expect, test } from 'vitest';
import { ManagementTree } from '../../../electron/handset/tree/management-tree.ts';
import { ACCESS } from '../../../electron/handset/tree/node.ts';
import {
  addItem,
  copyItem,
  deleteItem,
  mayExec,
  replaceItem,
  type ServedTree,
} from '../../../electron/handset/tree/tree-commands.ts';
import { readItem } from '../../../electron/handset/tree/tree-reading.ts';

function served(acl: string): ServedTree {
  const tree = new ManagementTree(() => 0);
  tree.put('./A', { format: 'node', access: ACCESS.all });
  tree.put('./A/B', { format: 'node', access: ACCESS.all, acl });
  tree.put('./A/B/leaf', { value: '1', access: ACCESS.all });
  tree.put('./A/leaf', { value: '2', access: ACCESS.all });
  return { tree, objects: [], serverId: 'bench' };
}

function item(uri: string, data?: string) {
  return { target: { locURI: uri }, ...(data === undefined ? {} : { data }) };
}

test('a command without the right is 425', () => {
  const none = served('Get=other');
  expect(addItem(none, item('./A/B/new', 'x'))).toBe(425);
  expect(replaceItem(none, item('./A/B/leaf', 'x'))).toBe(425);
  expect(replaceItem(none, item('./A/B/leaf?prop=Title', 'x'))).toBe(425);
  expect(replaceItem(none, item('./A/B/leaf?prop=Name', 'x'))).toBe(425);
  expect(deleteItem(none, item('./A/B/leaf'))).toBe(425);
  expect(copyItem(none, { ...item('./A/new'), source: { locURI: './A/B/leaf' } })).toBe(425);
  expect(mayExec(none, './A/B/leaf')).toBe(425);
  expect(readItem(none, item('./A/B/leaf'), { lists: 'all', properties: 'all' }).status).toBe(425);
});

test('a list leaves out what the server may not read', () => {
  const { items } = readItem(served('Get=other'), item('./A?list=StructData'), { lists: 'all', properties: 'all' });
  expect(items.map(({ source }) => source?.locURI)).toEqual(['./A', './A/leaf']);
});

test('the ACL of a leaf needs the right on its parent, that of an interior node on either', () => {
  const tree = served('Replace=bench&Get=*');
  expect(replaceItem(tree, item('./A/B?prop=ACL', 'Get=bench'))).toBe(200);
  // Now ./A/B gives Replace to nobody; its parent still gives it to everybody.
  expect(replaceItem(tree, item('./A/B/leaf?prop=ACL', 'Get=*'))).toBe(425);
  expect(replaceItem(tree, item('./A/B?prop=ACL', ''))).toBe(200);
  expect(replaceItem(tree, item('./A/B/leaf?prop=ACL', 'Get=*'))).toBe(200);
  expect(replaceItem(tree, item('./A/B?prop=ACL', 'nonsense'))).toBe(500);
});

test('the root keeps Add for everybody', () => {
  const tree = served('');
  expect(replaceItem(tree, item('.?prop=ACL', 'Add=bench&Get=*'))).toBe(405);
  expect(replaceItem(tree, item('.?prop=ACL', 'Add=*&Get=*'))).toBe(200);
  expect(replaceItem(tree, item('./A/leaf', 'x'))).toBe(425);
});
