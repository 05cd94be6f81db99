import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { commandSize } from '../../../electron/handset/dm/wire-size.ts';
import { ManagementTree } from '../../../electron/handset/tree/management-tree.ts';
import { ACCESS } from '../../../electron/handset/tree/node.ts';
import { restoreNodes, storedNode, storeNodes } from '../../../electron/handset/tree/stored-nodes.ts';
import {
  addItem,
  copyItem,
  deleteItem,
  replaceItem,
  type ServedTree,
} from '../../../electron/handset/tree/tree-commands.ts';
import type { Command, Message, Results, Status } from '../../../shared/syncml/message.ts';
import { encodeXml } from '../../../shared/syncml/xml.ts';

const ROOT = './R';

function servedTree(): ServedTree {
  const tree = new ManagementTree(() => 0);
  tree.put(ROOT, { format: 'node', access: ACCESS.getAdd, permanent: true });
  return { tree, objects: [], serverId: 'bench' };
}

/** URIs that meet each other often. */
const uri = fc
  .array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 3 })
  .map((names) => [ROOT, ...names].join('/'));
const change = fc.record({
  cmd: fc.constantFrom('Add', 'AddNode', 'Replace', 'Delete', 'Copy'),
  uri,
  from: uri,
  data: fc.string({ maxLength: 3 }),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(served: ServedTree, { cmd, uri, from, data }: Change): number {
  const target = { locURI: uri };
  if (cmd === 'Add') return addItem(served, { target, data });
  if (cmd === 'AddNode') return addItem(served, { target, meta: { format: 'node' } });
  if (cmd === 'Replace') return replaceItem(served, { target, data });
  if (cmd === 'Copy') return copyItem(served, { target, source: { locURI: from } });
  return deleteItem(served, { target });
}

function contents({ tree }: ServedTree): unknown {
  return [...tree.walk('.')].map(([at, node]) => [
    at,
    node.format,
    node.value,
    node.verNo,
    [...(node.children?.keys() ?? [])],
  ]);
}

test('a journal that is rolled back leaves the tree exactly as it was, in the same order', () => {
  fc.assert(
    fc.property(fc.array(change), fc.array(change), (before, inside) => {
      const served = servedTree();
      for (const step of before) apply(served, step);
      const original = contents(served);

      const journal = served.tree.begin();
      for (const step of inside) apply(served, step);
      journal.rollback();

      expect(contents(served)).toEqual(original);
    }),
  );
});

test('a stored tree is restored as it was', () => {
  fc.assert(
    fc.property(fc.array(change), (steps) => {
      const served = servedTree();
      for (const step of steps) apply(served, step);
      const copy = servedTree();

      restoreNodes(copy.tree, z.array(storedNode).parse(JSON.parse(JSON.stringify(storeNodes(served.tree, ROOT)))));

      expect(storeNodes(copy.tree, ROOT)).toEqual(storeNodes(served.tree, ROOT));
    }),
  );
});

test('an Add succeeds once, and what was added can be deleted', () => {
  fc.assert(
    fc.property(fc.array(change), uri, (steps, target) => {
      const served = servedTree();
      for (const step of steps) apply(served, step);
      const added = addItem(served, { target: { locURI: target }, data: 'x' });

      expect([200, 404, 405, 418]).toContain(added);
      if (added !== 200) return;
      expect(addItem(served, { target: { locURI: target }, data: 'y' })).toBe(418);
      expect(deleteItem(served, { target: { locURI: target } })).toBe(200);
      expect(served.tree.find(target)).toBeUndefined();
    }),
  );
});

const text = fc.string({ unit: fc.constantFrom('a', '&', '<', '"', 'ü', '漢', '\r', '😀'), maxLength: 40 });
const item = fc.record({
  source: fc.record({ locURI: text }),
  meta: fc.record({ format: fc.constant('chr'), type: text, size: fc.nat() }, { requiredKeys: [] }),
  data: fc.oneof(text, fc.uint8Array({ maxLength: 40 })),
  moreData: fc.boolean(),
});
const results = fc.record({ msgRef: text, cmdRef: text, targetRef: text, items: fc.array(item, { minLength: 1 }) });
const status = fc.record({
  msgRef: text,
  cmdRef: text,
  cmdName: text,
  targetRefs: fc.array(text),
  sourceRefs: fc.array(text),
  data: text,
  items: fc.array(item, { maxLength: 2 }),
  chal: fc.record({ meta: fc.record({ format: text, type: text, nextNonce: text }) }),
});

test('the size of a command is never taken for less than it is in XML', () => {
  const empty = sizeOf([]);
  fc.assert(
    fc.property(fc.array(fc.oneof(results.map(asResults), status.map(asStatus)), { maxLength: 5 }), (commands) => {
      const said = commands.reduce((sum, command) => sum + commandSize(command), 0);

      expect(sizeOf(commands) - empty).toBeLessThanOrEqual(said);
    }),
  );
});

function asResults(more: Omit<Results, 'cmd' | 'cmdId'>): Results {
  return { cmd: 'Results', cmdId: '12345', ...more };
}

function asStatus(more: Omit<Status, 'cmd' | 'cmdId'>): Status {
  return { cmd: 'Status', cmdId: '12345', ...more };
}

function sizeOf(commands: readonly Command[]): number {
  const location = { locURI: 'x' };
  const hdr = { verDTD: '1.2', verProto: 'DM/1.2', sessionId: '1', msgId: '1', target: location, source: location };
  const message: Message = { hdr, commands, final: true };
  const encoded = encodeXml(message);
  if (!encoded.ok) throw new Error(encoded.error.message);
  return encoded.value.length;
}
