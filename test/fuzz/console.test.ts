/** The console's line language: what is written is read back exactly, and no text whatever breaks the reader. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyReads, type ConsoleCommand } from '../../shared/console/command.ts';
import { formatCommands } from '../../shared/console/format.ts';
import { tokenize } from '../../shared/console/lexer.ts';
import { commandsOfMessage, readMarkup, writeMarkup } from '../../shared/console/markup.ts';
import { parseCommands } from '../../shared/console/parse.ts';
import { warningsOf } from '../../shared/console/warnings.ts';
import { FORMAT_WORDS } from '../../shared/console/words.ts';
import type { Item, Meta } from '../../shared/syncml/message.ts';
import { arbitraryMessage } from './arbitrary-message.ts';

const nasty = fc.constantFrom(
  '"',
  '""',
  '"""',
  '\\',
  '\n',
  '\r',
  '\t',
  '\0',
  '{',
  '}',
  ',',
  ';',
  '#',
  '@f',
  '0x',
  '-',
  '=',
  'to',
  'bare',
  'chr',
  'type=',
  'correlator=',
  '\ud800',
  '€',
  '😀',
  ' ',
  '\u2028',
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(nasty, fc.string()), { maxLength: 8 }).map((parts) => parts.join('')),
);
const uri = fc.oneof(
  fc.constantFrom(
    '.',
    './SCM',
    './SCM?list=StructData',
    './SCM/Download/x?prop=ACL',
    'DevInfo/',
    '/a b',
    'to',
    'bare',
    'chr',
    '0x12',
    '@f',
  ),
  text.filter((one) => one !== ''),
);
const word = text.filter((one) => one !== '-');
const format = fc.oneof(fc.constantFrom(...FORMAT_WORDS), word);
const meta: fc.Arbitrary<Meta> = fc
  .record({ format, type: fc.oneof(fc.constant('text/plain'), word) }, { requiredKeys: [] })
  .filter((one) => one.format !== undefined || one.type !== undefined);
const target = uri.map((locURI) => ({ locURI }));
const data = fc.oneof(text, fc.constantFrom('7', 'true', '-1.5'), fc.uint8Array({ maxLength: 20 }));

const address: fc.Arbitrary<Item> = fc.record({ target });
const copied: fc.Arbitrary<Item> = fc.record({ target, source: target });
const valued: fc.Arbitrary<Item> = fc.record({ target, meta, data }, { requiredKeys: ['target'] });
const alertItem: fc.Arbitrary<Item> = fc.oneof(fc.constant({}), fc.record({ data: text }));

const some = (item: fc.Arbitrary<Item>): fc.Arbitrary<Item[]> => fc.array(item, { minLength: 1, maxLength: 4 });

const command: fc.Arbitrary<ConsoleCommand> = fc.letrec<{ command: ConsoleCommand; leaf: ConsoleCommand }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ cmd: fc.constantFrom('Get' as const, 'Delete' as const), items: some(address) }),
    fc.record({ cmd: fc.constant('Copy' as const), items: some(copied) }),
    fc.record({ cmd: fc.constantFrom('Add' as const, 'Replace' as const), items: some(valued) }),
    fc.record(
      { cmd: fc.constant('Exec' as const), items: some(valued), correlator: text },
      { requiredKeys: ['cmd', 'items'] },
    ),
    fc.record({
      cmd: fc.constant('Alert' as const),
      data: fc.nat(9999).map(String),
      items: fc.array(alertItem, { maxLength: 4 }),
    }),
  ),
  command: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.record({
      cmd: fc.constantFrom('Sequence' as const, 'Atomic' as const),
      commands: fc.array(tie('command'), { maxLength: 3 }),
    }),
  ),
})).command;

/** Read, or refused at a place inside the text with what to do next. */
function isToldWell(source: string): boolean {
  const parsed = parseCommands(source);
  if (parsed.ok) {
    warningsOf(parsed.value);
    return formatCommands(parsed.value) !== undefined;
  }
  const { line, column, from, to, message, next } = parsed.error;
  const isPlaced = source.split('\n')[line - 1] !== undefined && column >= 1 && from <= to && to <= source.length;
  return isPlaced && message !== '' && next !== '';
}

describe('the line language', () => {
  it('reads back exactly what it wrote', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 5 }), (commands) => {
        const written = formatCommands(commands);
        expect(written).toBeDefined();
        expect(parseCommands(written ?? '')).toEqual({ ok: true, value: commands });
      }),
      { numRuns: 3000 },
    );
  });

  it('reads any text without an exception, and says where it is wrong', () => {
    const letters = fc.array(
      fc.oneof(nasty, fc.constantFrom('get ', 'add ', 'exec ', 'alert 1101 ', 'sequence {', './a ', '"x" ')),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          letters.map((parts) => parts.join('')),
        ),
        (source) => {
          expect(isToldWell(source)).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('colours every text: tokens lie in order and inside of it', () => {
    fc.assert(
      fc.property(text, (source) => {
        let at = 0;
        for (const token of tokenize(source)) {
          expect(token.from).toBeGreaterThanOrEqual(at);
          expect(token.to).toBeGreaterThan(token.from);
          at = token.to;
        }
        expect(at).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('markup in the console', () => {
  it('any text is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.constantFrom('<Get>', '<Add/>', '<SyncML>', '</SyncBody>')), (source) => {
        for (const read of [readMarkup(source), readMarkup(`<${source}`)]) expect(typeof read.ok).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('commands of any message are read back from the markup that they are written as', () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const first = commandsOfMessage(message);
        if (!first.ok || first.value.commands.length === 0) return;
        const written = writeMarkup(first.value.commands);
        if (!written.ok) return;
        const second = readMarkup(written.value);
        if (!second.ok) return;
        expect(second.value.commands.map(({ cmd }) => cmd)).toEqual(first.value.commands.map(({ cmd }) => cmd));
        expect(onlyReads(second.value.commands)).toBe(onlyReads(first.value.commands));
      }),
      { numRuns: 500 },
    );
  });
});
