import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeFormat, TreeNode } from '../../shared/dm/node.ts';
import {
  type TreeMirror,
  type TreeReading,
  applyReading,
  childrenOf,
  emptyTree,
  node,
  sizeOf,
  walk,
} from '../../shared/dm/tree.ts';
import { ROOT, parentOf } from '../../shared/dm/uri.ts';

const uri = fc
  .array(fc.constantFrom('A', 'B', 'c', 'Ext'), { minLength: 0, maxLength: 4 })
  .map((names) => (names.length === 0 ? ROOT : `./${names.join('/')}`));

const treeNode: fc.Arbitrary<TreeNode> = fc
  .record({
    uri,
    format: fc.constantFrom<NodeFormat>('node', 'chr', 'int', 'null', 'unknown'),
    type: fc.option(fc.constantFrom('text/plain', 'urn:x'), { nil: undefined }),
    value: fc.option(fc.constantFrom('', '1', '2'), { nil: undefined }),
    readAt: fc.nat(100),
  })
  .map(({ type, value, ...rest }) => ({
    ...rest,
    ...(type === undefined ? {} : { type }),
    ...(value === undefined ? {} : { value }),
  }));

const reading: fc.Arbitrary<TreeReading> = fc.record({
  root: uri,
  complete: fc.boolean(),
  nodes: fc.array(treeNode, { maxLength: 12 }),
  gone: fc.array(uri, { maxLength: 2 }),
  at: fc.nat(100),
});

const readings = fc.array(reading, { maxLength: 6 });

function treeAfter(all: readonly TreeReading[]): TreeMirror {
  return all.reduce((tree, one) => applyReading(tree, one).tree, emptyTree());
}

function nodesOf(tree: TreeMirror): ReadonlyMap<string, TreeNode> {
  return new Map([...walk(tree)].map((found) => [found.uri, found]));
}

function seen(found: TreeNode | undefined) {
  return found === undefined ? undefined : [found.format, found.type, found.value];
}

describe('the laws of a reading', () => {
  it('twice is once', () => {
    fc.assert(
      fc.property(readings, reading, (before, one) => {
        const { tree } = applyReading(treeAfter(before), one);
        const first = nodesOf(tree);
        const again = applyReading(tree, one);
        expect(again.changes).toEqual([]);
        expect(nodesOf(again.tree)).toEqual(first);
      }),
    );
  });

  it('the changes are the difference, no more and no less', () => {
    fc.assert(
      fc.property(readings, reading, (before, one) => {
        const tree = treeAfter(before);
        const old = nodesOf(tree);
        const { changes } = applyReading(tree, one);
        const now = nodesOf(tree);
        const differing = [...new Set([...old.keys(), ...now.keys()])].filter(
          (key) => JSON.stringify(seen(old.get(key))) !== JSON.stringify(seen(now.get(key))),
        );
        expect(changes.map((change) => change.uri).toSorted()).toEqual(differing.toSorted());
        for (const change of changes) {
          expect(change.before).toEqual(old.get(change.uri));
          expect(change.after).toEqual(now.get(change.uri));
        }
      }),
    );
  });

  it('what storage has to write are the nodes that are another than before', () => {
    fc.assert(
      fc.property(readings, reading, (before, one) => {
        const tree = treeAfter(before);
        const written = new Map(nodesOf(tree));
        const { changes, nodes } = applyReading(tree, one);
        for (const change of changes) if (change.after === undefined) written.delete(change.uri);
        for (const found of nodes) written.set(found.uri, found);
        expect(written).toEqual(nodesOf(tree));
      }),
    );
  });

  it('the tree stays a tree', () => {
    fc.assert(
      fc.property(readings, (all) => {
        const tree = treeAfter(all);
        const nodes = nodesOf(tree);
        expect(nodes.size).toBe(sizeOf(tree));
        for (const found of nodes.values()) {
          const parent = parentOf(found.uri);
          const siblings = parent === undefined ? [found] : childrenOf(tree, parent);
          expect(siblings).toContain(found);
          const isLeaf = found.format !== 'node';
          expect(isLeaf && childrenOf(tree, found.uri).length > 0).toBe(false);
          expect(!isLeaf && found.value !== undefined).toBe(false);
          expect(node(tree, found.uri)).toBe(found);
        }
      }),
    );
  });

  it('after a complete reading nothing is below its root that it did not name', () => {
    fc.assert(
      fc.property(readings, reading, (before, one) => {
        const tree = applyReading(treeAfter(before), { ...one, complete: true, gone: [] }).tree;
        const named = one.nodes.map((found) => found.uri);
        const isNamed = (found: string): boolean =>
          named.some((name) => name === found || name.startsWith(`${found}/`));
        const below = [...walk(tree, one.root)].filter((found) => found.uri !== one.root && found.uri !== ROOT);
        expect(below.every((found) => isNamed(found.uri))).toBe(true);
      }),
    );
  });
});
