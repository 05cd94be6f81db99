import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NodeTable } from '../../../../renderer/features/inventory/node-table.ts';
import { OpenNodes, type OpenRule } from '../../../../renderer/features/inventory/open-nodes.ts';
import { NONE, ROOT } from '../../../../renderer/features/inventory/slots.ts';
import { interior } from './sample-tree.ts';

const uri = fc
  .array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 5 })
  .map((names) => `./${names.join('/')}`);

describe('which nodes are open', () => {
  it('is decided for all at once as it is for each that comes', () => {
    fc.assert(
      fc.property(
        fc.array(uri, { maxLength: 150 }),
        fc.constantFrom<OpenRule>('scomo', 'all', 'none'),
        fc.array(uri, { maxLength: 5 }),
        uri,
        (uris, rule, except, scomoRoot) => {
          const table = new NodeTable();
          for (const each of uris) table.put(interior(each));
          const one = new OpenNodes(table, { rule, except });
          const all = new OpenNodes(table, { rule, except });
          for (const nodes of [one, all]) nodes.setScomoRoot(table.find(scomoRoot));
          table.walk(ROOT, (slot) => one.adopt(slot));
          all.adoptAll();
          table.walk(ROOT, (slot) => expect(all.isOpen(slot)).toBe(one.isOpen(slot)));
          all.setScomoRoot(NONE);
          all.setScomoRoot(table.find(scomoRoot));
          table.walk(ROOT, (slot) => expect(all.isOpen(slot)).toBe(one.isOpen(slot)));
        },
      ),
    );
  });
});
