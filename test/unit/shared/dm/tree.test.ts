import { describe, expect, it } from 'vitest';
import type { TreeNode } from '../../../../shared/dm/node.ts';
import { applyReading, childrenOf, emptyTree, node, sizeOf, walk } from '../../../../shared/dm/tree.ts';
import { type Branch, nodesOf } from '../scomo/trees.ts';

function leaf(uri: string, value: string, readAt = 1): TreeNode {
  return { uri, format: 'chr', value, readAt };
}

function read(uri: string, branch: Branch, at = 1) {
  return { root: uri, complete: true, nodes: [...nodesOf(uri, branch, at)], at };
}

function uris(tree: ReturnType<typeof emptyTree>, root?: string): readonly string[] {
  return [...walk(tree, root)].map(({ uri }) => uri);
}

describe('a first reading', () => {
  it('knows the nodes, their children, and the ancestors nobody asked for', () => {
    const { tree, changes } = applyReading(emptyTree(), read('./SCM/Inventory', { Deployed: { C1: { ID: 'x' } } }, 7));
    expect(uris(tree)).toEqual([
      '.',
      './SCM',
      './SCM/Inventory',
      './SCM/Inventory/Deployed',
      './SCM/Inventory/Deployed/C1',
      './SCM/Inventory/Deployed/C1/ID',
    ]);
    expect(node(tree, './SCM')).toEqual({ uri: './SCM', format: 'node', readAt: 7 });
    expect(childrenOf(tree, './SCM/Inventory/Deployed').map(({ uri }) => uri)).toEqual(['./SCM/Inventory/Deployed/C1']);
    expect(changes).toHaveLength(6);
    expect(changes.every(({ before, after }) => before === undefined && after !== undefined)).toBe(true);
    expect(sizeOf(tree)).toBe(6);
  });

  it('has parents before their children whatever order the handset sends', () => {
    const nodes = [leaf('./A/B/C', '1'), { uri: './A', format: 'node', readAt: 1 } as const];
    const { tree } = applyReading(emptyTree(), { root: '.', complete: false, nodes, at: 1 });
    expect(uris(tree)).toEqual(['.', './A', './A/B', './A/B/C']);
  });
});

describe('a later reading', () => {
  it('reports a changed value with before and after', () => {
    const first = applyReading(emptyTree(), read('./A', { State: 20 }, 1));
    const { tree, changes } = applyReading(first.tree, read('./A', { State: 10 }, 2));
    expect(changes).toEqual([
      {
        uri: './A/State',
        before: { uri: './A/State', format: 'int', value: '20', readAt: 1 },
        after: { uri: './A/State', format: 'int', value: '10', readAt: 2 },
      },
    ]);
    expect(node(tree, './A/State')?.value).toBe('10');
  });

  it('gives a node that was only read again its new time without calling it a change', () => {
    const first = applyReading(emptyTree(), read('./A', { B: 'x' }, 1));
    const { tree, changes, nodes } = applyReading(first.tree, read('./A', { B: 'x' }, 2));
    expect(changes).toEqual([]);
    expect(node(tree, './A/B')?.readAt).toBe(2);
    expect(nodes.map(({ uri, readAt }) => [uri, readAt])).toEqual([
      ['./A', 2],
      ['./A/B', 2],
    ]);
  });

  it('drops what a complete reading does not name, and leaves the rest of the tree alone', () => {
    const first = applyReading(emptyTree(), read('.', { A: { B: { C: '1' }, D: '2' }, E: '3' }));
    const { tree, changes } = applyReading(first.tree, read('./A', { D: '2' }));
    expect(uris(tree)).toEqual(['.', './A', './A/D', './E']);
    expect(changes.map(({ uri, after }) => [uri, after])).toEqual([
      ['./A/B/C', undefined],
      ['./A/B', undefined],
    ]);
    expect(childrenOf(tree, './A').map(({ uri }) => uri)).toEqual(['./A/D']);
  });

  it('keeps everything that a partial reading does not name', () => {
    const first = applyReading(emptyTree(), read('.', { A: { B: '1', C: '2' } }));
    const { tree, changes } = applyReading(first.tree, {
      root: './A',
      complete: false,
      nodes: [leaf('./A/B', '9')],
      at: 2,
    });
    expect(uris(tree)).toEqual(['.', './A', './A/B', './A/C']);
    expect(changes).toHaveLength(1);
  });

  it('removes a node that was answered 404 with its sub-tree', () => {
    const first = applyReading(emptyTree(), read('.', { A: { B: { C: '1' } }, D: '2' }));
    const { tree, changes } = applyReading(first.tree, {
      root: './A/B',
      complete: false,
      nodes: [],
      gone: ['./A/B'],
      at: 2,
    });
    expect(uris(tree)).toEqual(['.', './A', './D']);
    expect(changes.map(({ uri }) => uri)).toEqual(['./A/B/C', './A/B']);
  });

  it('knows the root of an empty complete reading as an interior node without children', () => {
    const first = applyReading(emptyTree(), read('./A', { B: '1' }));
    const { tree } = applyReading(first.tree, { root: './A', complete: true, nodes: [], at: 2 });
    expect(uris(tree)).toEqual(['.', './A']);
  });

  it('keeps a value and its time when only the structure was read', () => {
    const first = applyReading(emptyTree(), read('./A', { B: 'x' }, 1));
    const structure: TreeNode[] = [
      { uri: './A', format: 'node', readAt: 2 },
      { uri: './A/B', format: 'chr', readAt: 2 },
    ];
    const { tree, changes } = applyReading(first.tree, { root: './A', complete: true, nodes: structure, at: 2 });
    expect(changes).toEqual([]);
    expect(node(tree, './A/B')).toEqual({ uri: './A/B', format: 'chr', value: 'x', readAt: 1 });
  });

  it('keeps a known format and type where the reading says nothing of them', () => {
    const nodes: TreeNode[] = [{ uri: './A', format: 'int', type: 'text/plain', value: '1', readAt: 1 }];
    const first = applyReading(emptyTree(), { root: './A', complete: false, nodes, at: 1 });
    const again: TreeNode[] = [{ uri: './A', format: 'unknown', value: '2', readAt: 2 }];
    const { tree } = applyReading(first.tree, { root: './A', complete: false, nodes: again, at: 2 });
    expect(node(tree, './A')).toEqual({ uri: './A', format: 'int', type: 'text/plain', value: '2', readAt: 2 });
  });

  it('keeps the value of a node whose format it learns only now', () => {
    const nodes: TreeNode[] = [{ uri: './A', format: 'unknown', value: '1', readAt: 1 }];
    const first = applyReading(emptyTree(), { root: './A', complete: false, nodes, at: 1 });
    const structure: TreeNode[] = [{ uri: './A', format: 'int', readAt: 2 }];
    const { tree } = applyReading(first.tree, { root: './A', complete: false, nodes: structure, at: 2 });
    expect(node(tree, './A')).toEqual({ uri: './A', format: 'int', value: '1', readAt: 1 });
  });

  it('takes an empty value for a value', () => {
    const first = applyReading(emptyTree(), read('./A', { B: 'x' }, 1));
    const { changes } = applyReading(first.tree, { root: './A', complete: false, nodes: [leaf('./A/B', '')], at: 2 });
    expect(changes[0]?.after?.value).toBe('');
  });
});

describe('nodes that change their kind', () => {
  it('a node with children is interior, whatever its format says', () => {
    const nodes: TreeNode[] = [{ uri: './Op', format: 'chr', value: 'Ext', readAt: 1 }, leaf('./Op/Ext', '1')];
    const { tree } = applyReading(emptyTree(), { root: './Op', complete: true, nodes, at: 1 });
    expect(node(tree, './Op')).toEqual({ uri: './Op', format: 'node', readAt: 1 });
  });

  it('a leaf that gets a child becomes interior', () => {
    const first = applyReading(emptyTree(), read('.', { A: 'x' }));
    const { tree, changes } = applyReading(first.tree, {
      root: './A/B',
      complete: false,
      nodes: [leaf('./A/B', '1', 2)],
      at: 2,
    });
    expect(node(tree, './A')?.format).toBe('node');
    expect(node(tree, './A')?.value).toBeUndefined();
    expect(changes.map(({ uri }) => uri)).toEqual(['./A', './A/B']);
  });

  it('an interior node that comes back with a value has lost its children', () => {
    const first = applyReading(emptyTree(), read('.', { A: { B: '1' } }));
    const { tree, changes } = applyReading(first.tree, {
      root: './A',
      complete: false,
      nodes: [leaf('./A', 'x', 2)],
      at: 2,
    });
    expect(uris(tree)).toEqual(['.', './A']);
    expect(changes.map(({ uri }) => uri)).toEqual(['./A/B', './A']);
  });
});

describe('handles', () => {
  it('are new after every reading, and an old one shows the newest nodes', () => {
    const empty = emptyTree();
    const { tree } = applyReading(empty, read('./A', { B: '1' }));
    expect(tree).not.toBe(empty);
    expect(tree.version).toBe(1);
    expect(node(empty, './A/B')?.value).toBe('1');
  });

  it('answer nothing for what is not known', () => {
    expect(node(emptyTree(), './A')).toBeUndefined();
    expect(childrenOf(emptyTree(), './A')).toEqual([]);
    expect(uris(emptyTree())).toEqual([]);
  });

  it('hold 100,000 children of one node', () => {
    const nodes = Array.from({ length: 100_000 }, (_, index) => leaf(`./Big/n${index}`, 'x'));
    const { tree } = applyReading(emptyTree(), { root: './Big', complete: true, nodes, at: 1 });
    expect(uris(tree)).toHaveLength(100_002);
    const { changes } = applyReading(tree, {
      root: './Big/n5',
      complete: false,
      nodes: [leaf('./Big/n5', 'y')],
      at: 2,
    });
    expect(changes).toHaveLength(1);
  });
});
