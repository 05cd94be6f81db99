import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTnds } from '../../shared/dm/tnds-reader.ts';
import { writeTnds } from '../../shared/dm/tnds-writer.ts';
import type { TndsNode } from '../../shared/dm/tnds.ts';
import { joinURI } from '../../shared/dm/uri.ts';
import { isCarriable } from '../../shared/syncml/xml-text.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter(isCarriable);
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((one) => one.trim() === one);

interface Shape {
  readonly name: string;
  readonly children: readonly Shape[];
  readonly leaf: Omit<TndsNode, 'uri'>;
  readonly own: Partial<TndsNode>;
}

const token = fc.stringMatching(/^[A-Za-z0-9=*&+.:-]{0,12}$/);
const own: fc.Arbitrary<Partial<TndsNode>> = fc.record(
  { acl: token, size: token, title: text, tstamp: token, verNo: token, type: fc.stringMatching(/^[a-z/:.-]{1,9}$/) },
  { requiredKeys: [], noNullPrototype: true },
);
const leaf: fc.Arbitrary<Omit<TndsNode, 'uri'>> = fc.oneof(
  fc.record({ format: fc.constantFrom('chr', 'int', 'bool', 'bin', 'xml', 'null', 'date'), value: text }),
  fc.record({ format: fc.constantFrom('chr', 'unknown', 'node') }),
);
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    name,
    leaf,
    own,
    children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('shape'), { maxLength: 3 })),
  }),
}));

function nodesOf({ children, leaf, own }: Shape, uri: string): readonly TndsNode[] {
  // Two names may be one after escaping; the first counts.
  const named = new Map(children.map((child) => [joinURI(uri, child.name), child] as const).toReversed());
  if (named.size === 0) return [{ uri, ...leaf, ...own }];
  return [{ uri, format: 'node', ...own }, ...[...named].flatMap(([at, child]) => nodesOf(child, at))];
}

it('what was written is read as it was, wherever it stands', () => {
  fc.assert(
    fc.property(shape, fc.constantFrom('.', './SCM', './Vendor/A%20B'), (value, base) => {
      const nodes = nodesOf(value, base);
      const written = writeTnds(nodes, base);
      if (!written.ok) throw new Error(written.error.message);
      expect(readTnds(written.value, base)).toEqual({ ok: true, value: nodes });
    }),
    { numRuns: 2000 },
  );
});

const CODES = ['xml-malformed', 'xml-too-deep', 'xml-doctype', 'tnds-malformed', 'tnds-version'];
const parts = fc.constantFrom(
  '<MgmtTree>', '</MgmtTree>', '<VerDTD>1.2</VerDTD>', '<VerDTD>2.0</VerDTD>', '<Node>', '</Node>',
  '<NodeName>A</NodeName>', '<NodeName/>', '<NodeName>../B</NodeName>', '<Path>.</Path>', '<Path>A/../B</Path>',
  '<Value>1</Value>', '<Value><x/></Value>', '<RTProperties>', '</RTProperties>', '<Format><node/></Format>',
  '<Format>int</Format>', '<Type/>', '<ACL>Get=*</ACL>', '&amp;', '&x;', '<!DOCTYPE x>', '<![CDATA[ ]]>', '<', 'text',
); // oxfmt-ignore

it('whatever comes is read or refused with a code, quickly, and no node leaves the base', () => {
  const documents = fc.oneof(
    fc.array(parts, { maxLength: 16 }).map((all) => `<MgmtTree>${all.join('')}</MgmtTree>`),
    fc.array(parts, { maxLength: 16 }).map((all) => all.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(documents, (xml) => {
      const began = performance.now();
      const read = readTnds(xml, './Base');
      expect(performance.now() - began).toBeLessThan(100);
      expect(read.ok || CODES.includes(read.error.code)).toBe(true);
      const uris = read.ok ? read.value.map(({ uri }) => uri) : [];
      expect(uris.every((uri) => !uri.includes('..') && /^\.(\/|$)/.test(uri))).toBe(true);
      expect(new Set(uris).size).toBe(uris.length);
    }),
    { numRuns: 5000 },
  );
});

it('ten thousand levels are refused, not followed', () => {
  const deep = `<MgmtTree>${'<Node><NodeName>A</NodeName>'.repeat(10_000)}`;
  expect(readTnds(deep, '.')).toMatchObject({ ok: false, error: { code: 'xml-too-deep' } });
});
