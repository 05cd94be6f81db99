/**
 * The parser against two witnesses: the tree that a document was made from, and the XML library, which is slower and
 * more tolerant but grown up on other people's documents.
 */
import * as fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { SyncmlElement } from '../../shared/syncml/element.ts';
import { parseXml } from '../../shared/syncml/xml-parser.ts';
import { text } from './arbitrary-message.ts';

const DEPTH = 64;

/** A document as it was meant, next to what it was written as. */
interface Witness {
  readonly xml: string;
  readonly element: Plain;
}

/** An element without what only the parser needs. */
interface Plain {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Plain[];
}

interface Piece {
  readonly xml: string;
  readonly text?: string;
  readonly element?: Plain;
}

const LINE_ENDS = /\r\n?/g;
const name = fc.constantFrom('a', 'Item', 'LocURI', 'x-1', 'B.c', '_d', 'naïve');
const prefix = fc.constantFrom('', '', 's:', 'ns1:');
const attributes = fc.constantFrom('', '', ' xmlns="syncml:metinf"', " a = 'x > y'", '\n b="/>" c=\'"&amp;\'', ' ');
/** Without a carriage return at the end: with a line feed in the next piece it would be one line end, not two. */
const characters: fc.Arbitrary<Piece> = text
  .map((value) => value.replace(/\r+$/, ''))
  .map((value) => ({
    xml: value.replaceAll('&', '&amp;').replaceAll('<', '&#60;').replaceAll(']]>', ']]&#x3e;'),
    text: value.replace(LINE_ENDS, '\n'),
  }));
const section: fc.Arbitrary<Piece> = text
  .filter((value) => !value.includes(']]>'))
  .map((value) => ({ xml: `<![CDATA[${value}]]>`, text: value.replace(LINE_ENDS, '\n') }));
const aside: fc.Arbitrary<Piece> = fc.constantFrom(
  { xml: '<!-- <b> & "c" -->' },
  { xml: '<?pi <b> & ?>' },
  { xml: '<!---->' },
);

const { document } = fc.letrec<{ document: Witness; piece: Piece }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    characters,
    section,
    aside,
    tie('document').map(({ xml, element }) => ({ xml, element })),
  ),
  document: fc
    .record({ name, prefix, attributes, pieces: fc.array(tie('piece'), { maxLength: 4 }), isShort: fc.boolean() })
    .map(({ name, prefix, attributes, pieces, isShort }) => {
      const content = pieces.map(({ xml }) => xml).join('');
      const tag = prefix + name;
      return {
        xml:
          content === '' && isShort
            ? `<${tag}${attributes}/>`
            : `<${tag}${attributes}>${content}</${tag}${attributes === ' ' ? ' ' : ''}>`,
        element: {
          name,
          text: pieces.map((piece) => piece.text ?? '').join(''),
          children: pieces.flatMap(({ element }) => element ?? []),
        },
      };
    }),
}));

describe('the parser', () => {
  it('reads the tree that a document was made from', () => {
    fc.assert(
      fc.property(
        document,
        fc.constantFrom('', '<?xml version="1.0"?>', '\n<!-- a -->\r\n'),
        ({ xml, element }, prolog) => {
          expect(plain(parseXml(prolog + xml, DEPTH))).toEqual(element);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reads what the library reads', () => {
    fc.assert(
      fc.property(document, ({ xml }) => {
        expect(plain(parseXml(withoutReferences(xml), DEPTH))).toEqual(fromLibrary(withoutReferences(xml)));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses whatever the library calls invalid', () => {
    const damage = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 3 }),
      insert: fc.constantFrom('', '<', '>', '/', '"', 'a', ' '),
    });
    fc.assert(
      fc.property(document, damage, ({ xml }, { at, cut, insert }) => {
        const start = at % xml.length;
        const damaged = xml.slice(0, start) + insert + xml.slice(start + cut);
        const isValid = XMLValidator.validate(damaged) === true;
        expect(isValid || !parseXml(damaged, DEPTH).ok).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

const LIBRARY = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
  ignorePiTags: true,
  ignoreDeclaration: true,
  removeNSPrefix: true,
});

function fromLibrary(xml: string): Plain | undefined {
  return fromNodes('', LIBRARY.parse(xml) as readonly LibraryNode[]).children[0];
}

interface LibraryNode {
  readonly [name: string]: readonly LibraryNode[] | string;
}

function fromNodes(name: string, nodes: readonly LibraryNode[]): Plain {
  const entries = nodes.flatMap((node) => Object.entries(node));
  return {
    name,
    text: entries.map(([, value]) => (typeof value === 'string' ? value : '')).join(''),
    children: entries.flatMap(([key, value]) => (typeof value === 'string' ? [] : fromNodes(key, value))),
  };
}

/** The library is not asked about references, and takes a quote in an instruction for an open value. */
function withoutReferences(xml: string): string {
  return xml.replaceAll(/&#?\w+;/g, '.');
}

function plain(parsed: ReturnType<typeof parseXml>): Plain | string {
  return parsed.ok ? plainElement(parsed.value) : `${parsed.error.message} ${parsed.error.detail ?? ''}`;
}

function plainElement({ name, text, children }: SyncmlElement): Plain {
  return { name, text: String(text), children: children.map(plainElement) };
}
