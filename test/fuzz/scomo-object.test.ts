import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TreeNode } from '../../shared/dm/node.ts';
import { applyReading, emptyTree, walk } from '../../shared/dm/tree.ts';
import { formatAlertData, parseAlertData, reportsOf } from '../../shared/scomo/alert.ts';
import { meaningOf, readInventory } from '../../shared/scomo/inventory.ts';
import { NODES } from '../../shared/scomo/nodes.ts';
import { findScomoRoots } from '../../shared/scomo/root.ts';

const markup = fc.array(
  fc.constantFrom(
    '<ResultCode>',
    '</ResultCode>',
    '<Identifier>',
    '</',
    '&lt;',
    '&gt;',
    '&amp;',
    '&#',
    ';',
    ']]>',
    '<![CDATA[',
    '1200',
    'x',
    '<',
    '>',
    ':',
    ' ',
  ),
  { maxLength: 40 },
);

describe('the Data of an alert', () => {
  it('never throws, whatever a handset sends', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          markup.map((parts) => parts.join('')),
        ),
        (data) => {
          const parsed = parseAlertData(data);
          expect(parsed === undefined || Number.isSafeInteger(parsed.resultCode)).toBe(true);
        },
      ),
    );
    fc.assert(fc.property(fc.uint8Array(), (data) => void parseAlertData(data)));
  });

  it('comes to an end on hostile text', () => {
    for (const part of ['<', '<ResultCode', '<ResultCode>', '&lt;', '<![CDATA[', '&amp;', '< ']) {
      expect(parseAlertData(part.repeat(1_000_000))).toBeUndefined();
    }
  });

  it('reads back what was written, escaped or not', () => {
    // Blanks around an identifier and controls are nobody's identifier; so are references, which unescape.
    const identifier = fc
      .string({ minLength: 1 })
      .filter((text) => text === text.trim() && !text.includes('&') && !/\p{Cc}|<!\[CDATA\[|\]\]>/u.test(text));
    const escape = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(fc.integer({ min: 1200, max: 1599 }), identifier, (resultCode, id) => {
        const data = formatAlertData(resultCode, id);
        expect(parseAlertData(data)).toEqual({ resultCode, identifier: id });
        expect(parseAlertData(`<![CDATA[${data}]]>`)).toEqual({ resultCode, identifier: id });
        expect(parseAlertData(escape(data))).toEqual({ resultCode, identifier: id });
      }),
    );
  });

  it('gives reports of any alert without throwing', () => {
    const text = fc.option(
      fc.oneof(
        fc.string(),
        fc.constantFrom('1226', 'urn:oma:at:scomo:1.0:OperationComplete', './SCM/Operations/Remove', '.', '/'),
      ),
      { nil: '' },
    );
    fc.assert(
      fc.property(text, text, text, text, (data, type, source, target) => {
        const item = { source: { locURI: source }, target: { locURI: target }, meta: { type }, data };
        const reports = reportsOf({ cmdId: '1', cmd: 'Alert', data: '1226', items: [item] });
        expect(reports.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a SCOMO object', () => {
  const names = [...new Set(NODES['1.1'].flatMap(({ path }) => path.split('/')))].filter(
    (name) => name !== '' && name !== '<X>',
  );
  const spelling = fc
    .constantFrom(...names, 'X1', 'X2', 'Deactive', 'constructor', '__proto__')
    .chain((name) => fc.constantFrom(name, name.toLowerCase(), name.toUpperCase()));
  const path = fc
    .tuple(
      fc.constantFrom('Download', 'Inventory/Delivered', 'inventory/deployed', 'Inventory'),
      fc.array(spelling, { maxLength: 3 }),
    )
    .map(([list, below]) => ['./SCM', list, ...below].join('/'));
  const leaf: fc.Arbitrary<TreeNode> = fc.record({
    uri: path,
    format: fc.constantFrom('chr' as const, 'int' as const, 'null' as const),
    value: fc.constantFrom('', '10', '20', '30', '40', '60', '70', 'Active', '-5', '99999999999999999999'),
    readAt: fc.nat(),
  });

  it('of any shape gives an inventory, a meaning for every node, and reasons for what is not allowed', () => {
    fc.assert(
      fc.property(fc.array(leaf, { maxLength: 40 }), (nodes) => {
        const { tree } = applyReading(emptyTree(), { root: './SCM', complete: true, nodes, at: 1 });
        const root = { uri: './SCM', version: '1.1' } as const;
        const inventory = readInventory(tree, root);
        const entries = [...inventory.downloads, ...inventory.delivered, ...inventory.deployed];
        expect(entries.every(({ operations }) => operations.length === 3)).toBe(true);
        const operations = entries.flatMap((entry) => entry.operations);
        expect(operations.every(({ allowed, why }) => allowed === (why === undefined))).toBe(true);
        expect(JSON.parse(JSON.stringify(inventory))).toEqual(inventory);
        for (const found of walk(tree)) expect(meaningOf(tree, root, found.uri)).not.toBe('');
        expect(findScomoRoots(tree).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
