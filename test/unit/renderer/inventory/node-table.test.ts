import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TreeRow } from '../../../../shared/contract/tree.ts';
import { NodeTable, type Put } from '../../../../renderer/features/inventory/node-table.ts';
import { NodeUris } from '../../../../renderer/features/inventory/node-uris.ts';
import { NONE, ROOT } from '../../../../renderer/features/inventory/slots.ts';

const names = fc.array(fc.stringMatching(/^[a-zé]{1,2}$/), { minLength: 1, maxLength: 5 });
const uri = names.map((each) => ['.', ...each].join('/'));
const row: fc.Arbitrary<TreeRow> = fc.tuple(
  uri,
  fc.constantFrom('node', 'chr', 'int'),
  fc.option(fc.constantFrom('1', '2')),
  fc.option(fc.constantFrom('text/plain', 'urn:x')),
  fc.integer({ min: 1, max: 3 }),
);

/** The nodes of a tree as a list of what each of them says, parents before children. */
function nodesOf(table: NodeTable): readonly unknown[] {
  const nodes: unknown[] = [];
  table.walk(ROOT, (slot) => {
    const above = table.parent[slot] ?? NONE;
    nodes.push({ ...table.node(slot), above: table.uri(above), depth: table.depth[slot] });
  });
  return nodes;
}

function filled(rows: readonly TreeRow[]): NodeTable {
  const table = new NodeTable();
  table.reserve(rows.length + 1);
  for (const each of rows) table.put(each);
  return table;
}

/** The rows in the order in which a walk finds their nodes. */
function inTreeOrder(rows: readonly TreeRow[]): readonly TreeRow[] {
  const byUri = new Map(rows.map((each) => [each[0], each]));
  const ordered: TreeRow[] = [];
  const table = filled(rows);
  table.walk(ROOT, (slot) => {
    const found = byUri.get(table.uri(slot));
    if (found !== undefined) ordered.push(found);
  });
  return ordered;
}

describe('the table of nodes', () => {
  it('holds the same tree for rows in the order of the tree as for any other order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ([each]) => each, maxLength: 300 }), (rows) => {
        expect(nodesOf(filled(inTreeOrder(rows)))).toEqual(nodesOf(filled(rows)));
      }),
    );
  });

  it('says of each node what its last row said, whatever was put and removed before', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: row }, uri), { maxLength: 200 }), (steps) => {
        const table = new NodeTable();
        const model = new Map<string, TreeRow>();
        const told: unknown[] = [];
        const expected: unknown[] = [];
        for (const step of steps) {
          if (typeof step === 'string') {
            if (table.find(step) !== NONE) table.remove(table.find(step), () => undefined);
            for (const each of model.keys()) if (isWithin(each, step)) model.delete(each);
          } else {
            const known = table.find(step[0]);
            const put = known === NONE ? 'added' : table.difference(known, step);
            told.push([table.uri(table.put(step)), put]);
            expected.push([step[0], differenceOf(model.get(step[0]), step)]);
            model.set(step[0], step);
          }
        }
        expect(told).toEqual(expected);
        for (const each of model.values()) expect(rowAt(table, table.find(each[0]))).toEqual(each);
        table.walk(ROOT, (slot) => {
          expect(table.find(table.uri(slot))).toBe(slot);
          expect(isWithin(table.uri(slot), table.uri(table.parent[slot] ?? NONE))).toBe(slot !== ROOT);
        });
      }),
    );
  });
});

describe('the URIs of nodes', () => {
  it('are told apart when their hashes are the same', () => {
    const uris = new NodeUris();
    const alike = ['costarring', 'liquid', 'declinate', 'macallums'];
    expect(uris.hash('costarring')).toBe(uris.hash('liquid'));
    for (const [slot, each] of alike.entries()) uris.add(slot, each, uris.hash(each));
    expect(alike.map((each) => uris.find(each))).toEqual([0, 1, 2, 3]);
    uris.remove(0);
    expect(alike.map((each) => uris.find(each))).toEqual([NONE, 1, 2, 3]);
  });

  it('have the same hash when they are hashed from the node above on', () => {
    fc.assert(
      fc.property(uri, names, (above, below) => {
        const uris = new NodeUris();
        uris.add(7, above, uris.hash(above));
        const whole = [above, ...below].join('/');
        expect(uris.hash(whole, 7)).toBe(uris.hash(whole));
      }),
    );
  });
});

function rowAt(table: NodeTable, slot: number): TreeRow {
  return [table.uri(slot), table.format(slot), table.value(slot), table.type(slot), table.readAt[slot] ?? 0];
}

function isWithin(uri: string, ancestor: string): boolean {
  return uri === ancestor || uri.startsWith(`${ancestor}/`);
}

function differenceOf(before: TreeRow | undefined, after: TreeRow): Put {
  if (before === undefined) return 'added';
  if (before.slice(1, 4).some((each, index) => each !== after[index + 1])) return 'value';
  return before[4] === after[4] ? 'same' : 'time';
}
