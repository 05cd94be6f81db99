import { describe, expect, it } from 'vitest';
import type { ConsoleCommand } from '../../../../shared/console/command.ts';
import { formatCommands } from '../../../../shared/console/format.ts';
import { parseCommands } from '../../../../shared/console/parse.ts';
import { fail, ok } from '../../../../shared/result.ts';

function commands(source: string): readonly ConsoleCommand[] {
  const parsed = parseCommands(source);
  if (!parsed.ok) throw new Error(`${parsed.error.message} ${parsed.error.detail ?? ''}`);
  return parsed.value;
}

/** `code at line:column`. */
function refusal(source: string): string {
  const parsed = parseCommands(source);
  return parsed.ok ? 'taken' : `${parsed.error.code} at ${parsed.error.line}:${parsed.error.column}`;
}

const at = (locURI: string) => ({ target: { locURI } });
const CHR = { format: 'chr', type: 'text/plain' };

describe('a line', () => {
  it('reads several nodes with one Get', () => {
    expect(commands('get ./SCM?list=StructData ./DevInfo/DevId, ./DevInfo/Man')).toEqual([
      { cmd: 'Get', items: [at('./SCM?list=StructData'), at('./DevInfo/DevId'), at('./DevInfo/Man')] },
    ]);
  });

  it('makes an interior node without a value, and a leaf of text with one', () => {
    expect(commands('add ./a\nadd ./a/b "x y"\nadd ./a/c int 7, ./a/d b64 AAEC')).toEqual([
      { cmd: 'Add', items: [{ ...at('./a'), meta: { format: 'node' } }] },
      { cmd: 'Add', items: [{ ...at('./a/b'), meta: CHR, data: 'x y' }] },
      {
        cmd: 'Add',
        items: [
          { ...at('./a/c'), meta: { format: 'int' }, data: '7' },
          { ...at('./a/d'), meta: { format: 'b64' }, data: 'AAEC' },
        ],
      },
    ]);
  });

  it('writes a property without Meta, as the specification recommends', () => {
    expect(commands('replace ./a?prop=ACL "Get=*"')).toEqual([
      { cmd: 'Replace', items: [{ ...at('./a?prop=ACL'), data: 'Get=*' }] },
    ]);
  });

  it('says what Meta is when it is to be another, or none', () => {
    expect(commands('replace ./a xml type="application/vnd.syncml.dmtnds+xml" """<a>\n"1"</a>"""')).toEqual([
      {
        cmd: 'Replace',
        items: [
          { ...at('./a'), meta: { format: 'xml', type: 'application/vnd.syncml.dmtnds+xml' }, data: '<a>\n"1"</a>' },
        ],
      },
    ]);
    expect(commands('replace ./a bare "x"; replace ./a type=- "x"; replace ./a format=- type=a/b "x"')).toEqual([
      { cmd: 'Replace', items: [{ ...at('./a'), data: 'x' }] },
      { cmd: 'Replace', items: [{ ...at('./a'), meta: { format: 'chr' }, data: 'x' }] },
      { cmd: 'Replace', items: [{ ...at('./a'), meta: { type: 'a/b' }, data: 'x' }] },
    ]);
  });

  it('takes octets as hexadecimal digits', () => {
    expect(commands('replace ./a bin 0x00fF')).toEqual([
      { cmd: 'Replace', items: [{ ...at('./a'), meta: { format: 'bin' }, data: Uint8Array.of(0, 255) }] },
    ]);
  });

  it('executes with a correlator and a value', () => {
    expect(commands('exec ./a/Operations/Activate correlator=job1')).toEqual([
      { cmd: 'Exec', items: [at('./a/Operations/Activate')], correlator: 'job1' },
    ]);
    expect(commands('exec "./a b" correlator="x y" "now"')).toEqual([
      { cmd: 'Exec', items: [{ ...at('./a b'), meta: CHR, data: 'now' }], correlator: 'x y' },
    ]);
  });

  it('copies from one node to another', () => {
    expect(commands('copy ./a to ./b')).toEqual([
      { cmd: 'Copy', items: [{ target: { locURI: './b' }, source: { locURI: './a' } }] },
    ]);
  });

  it('asks the person: options, text and choices are Items', () => {
    expect(commands('alert 1103 - "Which?" "A" "B"')).toEqual([
      { cmd: 'Alert', data: '1103', items: [{}, { data: 'Which?' }, { data: 'A' }, { data: 'B' }] },
    ]);
  });

  it('nests commands in braces, whatever the lines', () => {
    const inside = { cmd: 'Get', items: [at('./a')] };
    const expected = [{ cmd: 'Sequence', commands: [inside, { cmd: 'Atomic', commands: [inside] }] }];
    expect(commands('sequence {\n  get ./a\n\n  atomic { get ./a } # both\n}')).toEqual(expected);
    expect(commands('SEQUENCE { get ./a; Atomic {get ./a}}')).toEqual(expected);
  });

  it('goes on behind a comma at the end of a line', () => {
    expect(commands('add ./a "1",\n    ./b "2"')[0]).toMatchObject({ items: [{ data: '1' }, { data: '2' }] });
  });

  it('takes the content of a file where files can be read', () => {
    const file = (path: string) =>
      path === 'note.txt' ? ok(new TextEncoder().encode('hello')) : fail('file-missing', 'No such file.', 'Check it.');
    expect(parseCommands('add ./a @note.txt\nadd ./b b64 @"note.txt"', { file })).toMatchObject({
      value: [{ items: [{ data: 'hello' }] }, { items: [{ data: new TextEncoder().encode('hello') }] }],
    });
    expect(parseCommands('add ./a @other', { file })).toMatchObject({
      error: { code: 'file-missing', line: 1, column: 9 },
    });
    expect(refusal('add ./a @note.txt')).toBe('file-not-here at 1:9');
  });
});

describe('what is wrong', () => {
  it.each([
    ['', 'nothing-to-send at 1:1'],
    ['# only a comment', 'nothing-to-send at 1:1'],
    ['fetch ./a', 'command-unknown at 1:1'],
    ['get ./a\n  git ./b', 'command-unknown at 2:3'],
    ['get', 'uri-missing at 1:4'],
    ['get ./a;replace ./b', 'value-missing at 1:20'],
    ['add ./a "1" "2"', 'value-too-many at 1:13'],
    ['add ./a one two', 'value-too-many at 1:13'],
    ['get ./a {', 'uri-missing at 1:9'],
    ['add ./a correlator=1 "x"', 'option-misplaced at 1:9'],
    ['copy ./a ./b', 'to-missing at 1:10'],
    ['alert "text"', 'alert-code-missing at 1:7'],
    ['sequence get ./a', 'brace-missing at 1:10'],
    ['sequence { get ./a', 'brace-missing at 1:19'],
    ['get ./a }', 'brace-unexpected at 1:9'],
    ['add ./a "open', 'text-not-closed at 1:9'],
    ['add ./a """open\n\n', 'text-not-closed at 1:9'],
    ['add ./a "\\q"', 'escape-unknown at 1:10'],
    ['add ./a 0x123', 'octets-wrong at 1:9'],
    ['sequence{'.repeat(9), 'too-deep at 1:73'],
    ['get .;'.repeat(501), 'too-many-commands at 1:3001'],
  ])('%j is refused: %s', (source, expected) => {
    expect(refusal(source)).toBe(expected);
  });

  it('is told with the next step', () => {
    const parsed = parseCommands('fetch ./a');
    expect(parsed).toMatchObject({
      error: { next: expect.stringContaining('get, add, replace') as unknown, detail: 'line 1, column 1' },
    });
  });
});

describe('writing commands', () => {
  it('writes only what must be said', () => {
    const source = [
      'get ./SCM?list=StructData ./DevInfo/DevId',
      'add ./a',
      'add ./a/b "x y"',
      'add ./a/c int 7, ./a/d b64 "AAEC"',
      'replace ./a?prop=ACL "Get=*"',
      'exec ./a/Operations/Activate correlator=job1',
      'alert 1103 - "Which?" "A" "B"',
      'atomic {',
      '  delete ./x',
      '  copy ./a to ./b',
      '}',
    ].join('\n');
    expect(formatCommands(commands(source))).toBe(source);
  });

  it('has no words for what only markup can say', () => {
    expect(formatCommands([{ cmd: 'Add', items: [{ ...at('./a'), meta: { size: 7 }, data: 'x' }] }])).toBeUndefined();
    expect(formatCommands([{ cmd: 'Get', items: [{ target: { locURI: './a', locName: 'n' } }] }])).toBeUndefined();
  });
});
