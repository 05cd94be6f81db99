import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TreeNode } from '../../../shared/dm/node.ts';
import { dataFolder, opened } from './data-folder.ts';
import { handset } from './records.ts';

function leaf(uri: string, value = uri, readAt = 1): TreeNode {
  return { uri, format: 'chr', type: 'text/plain', value, readAt };
}

test('a tree comes back in the order of its URIs, with absent values absent and empty values empty', () => {
  const storage = opened(dataFolder());
  storage.handsets.put(handset('a'));
  const nodes: TreeNode[] = [leaf('./B', ''), { uri: '.', format: 'node', readAt: 5 }, leaf('./A/é€😀', 'ü')];
  storage.trees.apply('a', 7, nodes, []);
  expect(storage.trees.load('a')).toEqual({ version: 7, nodes: [nodes[1], nodes[2], nodes[0]] });
  expect(storage.trees.count('a')).toBe(3);
  storage.trees.remove('a');
  expect(storage.trees.load('a')).toEqual({ version: 0, nodes: [] });
});

test('removing a node removes what is below it, not what merely begins like it', () => {
  const storage = opened(dataFolder());
  storage.handsets.put(handset('a'));
  const uris = ['./A', './A-1', './A/x', './A/x/y', './A0', './AB', './A.z', './B'];
  storage.trees.apply(
    'a',
    1,
    uris.map((uri) => leaf(uri)),
    [],
  );
  storage.trees.apply('a', 2, [leaf('./A/new')], ['./A']);
  const left = storage.trees.load('a').nodes.map(({ uri }) => uri);
  expect(left).toEqual(['./A-1', './A.z', './A/new', './A0', './AB', './B']);
  storage.trees.apply('a', 3, [], ['.']);
  expect(storage.trees.count('a')).toBe(0);
});

test('a change that cannot be written whole leaves the mirror as it was', () => {
  const storage = opened(dataFolder());
  storage.handsets.put(handset('a'));
  storage.trees.apply('a', 1, [leaf('./A')], []);
  const broken = { ...leaf('./C'), format: null } as unknown as TreeNode;
  expect(() => storage.trees.apply('a', 2, [leaf('./B'), broken], ['./A'])).toThrow('NOT NULL');
  expect(storage.trees.load('a')).toEqual({ version: 1, nodes: [leaf('./A')] });
  storage.trees.apply('a', 2, [leaf('./B')], []);
  expect(() => storage.trees.apply('nobody', 1, [], [])).toThrow('handset first');
});

test('100,000 nodes are written and read whole', () => {
  const storage = opened(dataFolder());
  storage.handsets.put(handset('a'));
  const nodes = Array.from({ length: 100_000 }, (_, i) => leaf(`./Vendor/G${i % 100}/N${String(i).padStart(6, '0')}`));
  storage.trees.apply('a', 1, nodes, []);
  storage.trees.apply('a', 2, nodes, []);
  expect(storage.trees.load('a').nodes).toHaveLength(100_000);
  storage.trees.apply('a', 3, [], ['./Vendor/G7']);
  expect(storage.trees.count('a')).toBe(99_000);
});

test('any sequence of changes gives what a plain map gives', () => {
  const uri = fc
    .array(fc.constantFrom('A', 'B', 'A0', 'A-', 'é'), { minLength: 1, maxLength: 4 })
    .map((p) => `./${p.join('/')}`);
  const change = fc.record({ upserts: fc.array(uri, { maxLength: 8 }), removed: fc.array(uri, { maxLength: 3 }) });
  const storage = opened(dataFolder());
  storage.handsets.put(handset('a'));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
      storage.trees.remove('a');
      const model = new Set<string>();
      for (const [i, { upserts, removed }] of changes.entries()) {
        storage.trees.apply(
          'a',
          i + 1,
          upserts.map((u) => leaf(u)),
          removed,
        );
        for (const gone of removed) for (const u of model) if (u === gone || u.startsWith(`${gone}/`)) model.delete(u);
        for (const u of upserts) model.add(u);
      }
      expect(new Set(storage.trees.load('a').nodes.map((node) => node.uri))).toEqual(model);
    }),
    { numRuns: 100 },
  );
});
