import { describe, expect, it } from 'vitest';
import type { Command, Message } from '../../../../../shared/syncml/message.ts';
import {
  decodePatiently,
  decodeWbxml,
  encodeWbxml,
  formatWbxml,
  looksLikeWbxml,
} from '../../../../../shared/syncml/wbxml/wbxml.ts';
import { HDR, message, NUMERIC, octets, text } from './octets.ts';

const FPI = "'-//SYNCML//DTD SyncML 1.2//EN'";

/** The worked bytes of facts 4, behind their header. */
const WORKED_BODY = `6D 6C 71 ${text('1.2')} 01 72 ${text('DM/1.2')} 01 65 ${text('1')} 01 5B ${text('1')} 01
  6E 57 ${text('http://dm/s')} 01 01 67 57 ${text('IMEI:1')} 01 01 5A 00 01 4C ${text('4096')} 01 01 01
  00 00 6B 46 4B ${text('1')} 01 4F ${text('1201')} 01 01 12 01 01`;
const WORKED_STRING = octets(`02 00 00 6A 1D ${FPI} ${WORKED_BODY}`);
const WORKED_NUMERIC = octets(`${NUMERIC} ${WORKED_BODY}`);
const WORKED: Message = {
  hdr: {
    verDTD: '1.2',
    verProto: 'DM/1.2',
    sessionId: '1',
    msgId: '1',
    target: { locURI: 'http://dm/s' },
    source: { locURI: 'IMEI:1' },
    meta: { maxMsgSize: 4096 },
  },
  commands: [{ cmd: 'Alert', cmdId: '1', data: '1201', items: [] }],
  final: true,
};

function decoded(bytes: Uint8Array): Message {
  const result = decodeWbxml(bytes);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value.message;
}

function encoded(value: Message, form = {}): Uint8Array {
  const result = encodeWbxml(value, form);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

function first(bytes: Uint8Array): Command | undefined {
  return decoded(bytes).commands[0];
}

/** What the Data of the only item of a Replace becomes. */
function dataOf(data: string, meta = ''): unknown {
  const command = first(message(`60 4B ${text('1')} 01 54 ${meta} ${data} 01 01`));
  return command?.cmd === 'Replace' ? command.items[0]?.data : command;
}

function codeOf(bytes: Uint8Array): string {
  const result = decodeWbxml(bytes);
  return result.ok ? 'ok' : result.error.code;
}

describe('the worked bytes of the specification', () => {
  it('have the length that was computed', () => {
    expect(WORKED_STRING).toHaveLength(126);
    expect(WORKED_STRING.slice(0, 8)).toEqual(octets('02 00 00 6A 1D 2D 2F 2F'));
  });

  it.each([
    ['with the public identifier as string', WORKED_STRING],
    ['with the public identifier as number', WORKED_NUMERIC],
  ])('%s are the message', (_form, bytes) => {
    expect(decodeWbxml(bytes)).toEqual({ ok: true, value: { message: WORKED, notes: [] } });
    expect(decodePatiently(bytes)).toEqual({ ok: true, value: { message: WORKED, notes: [] } });
  });

  it('are what the message is encoded to, octet by octet', () => {
    expect(encoded(WORKED, { publicId: 'string' })).toEqual(WORKED_STRING);
    expect(encoded(WORKED)).toEqual(WORKED_NUMERIC);
  });
});

describe('a header', () => {
  it.each([
    ['WBXML 1.1', '01 A4 01 6A 00'],
    ['WBXML 1.3', '03 A4 01 6A 00'],
    ['SyncML 1.1 by number', '02 9F 53 6A 00'],
    ['SyncML 1.0 by number', '02 9F 51 6A 00'],
    ['an unknown public identifier', '02 01 6A 00'],
    ['a number that nobody assigned', '02 A4 7F 6A 00'],
    ['a public identifier that nobody knows', "02 00 00 6A 05 'hello'"],
    ['a public identifier in capitals', "02 00 00 6A 1E '-//SYNCML//DTD SYNCML 1.2//EN' 00"],
    ['a public identifier behind another string', `02 00 03 6A 20 'ab' 00 ${FPI}`],
    ['a character set that the transport says', '02 A4 01 00 00'],
    ['US-ASCII', '02 A4 01 03 00'],
  ])('with %s is taken', (_what, header) => {
    expect(codeOf(message('12', header))).toBe('ok');
  });

  it.each([
    ['ISO-8859-1', '02 A4 01 04 00', 'wbxml-charset'],
    ['UTF-16', '02 A4 01 87 77 00', 'wbxml-charset'],
    ['WBXML 1.0', '00 A4 01 6A 00', 'wbxml-version'],
    ['a version of the future', '14 A4 01 6A 00', 'wbxml-version'],
    ['a public identifier outside of the string table', '02 00 05 6A 02 41 42', 'wbxml-string-table'],
    ['a string table longer than the message', '02 A4 01 6A FF 7F', 'wbxml-truncated'],
    ['a public identifier of six octets', '02 81 81 81 81 81 01 6A 00', 'wbxml-integer-too-long'],
    ['a string table of more than 32 bits', '02 A4 01 6A FF FF FF FF 7F', 'wbxml-integer-too-long'],
    ['a DevInf document', '02 A4 03 6A 00', 'not-syncml'],
  ])('with %s is refused', (_what, header, code) => {
    const bytes = code === 'not-syncml' ? octets(header, '4A 65 01 01') : message('12', header);
    expect(codeOf(bytes)).toBe(code);
  });

  it('is written in the form that was asked for', () => {
    expect(encoded(WORKED, { version: '1.1' }).slice(0, 5)).toEqual(octets('01 A4 01 6A 00'));
    const old = { ...WORKED, hdr: { ...WORKED.hdr, verDTD: '1.1', verProto: 'DM/1.1' } };
    expect(encoded(old).slice(0, 5)).toEqual(octets('02 9F 53 6A 00'));
    expect(new TextDecoder().decode(encoded(old, { publicId: 'string' }))).toContain('DTD SyncML 1.1');
  });

  it('tells WBXML from XML', () => {
    expect(looksLikeWbxml(WORKED_STRING)).toBe(true);
    expect(looksLikeWbxml(new TextEncoder().encode('<SyncML/>'))).toBe(false);
    expect(looksLikeWbxml(new TextEncoder().encode(' \n<SyncML/>'))).toBe(false);
    expect(looksLikeWbxml(new Uint8Array())).toBe(false);
  });
});

describe('a text', () => {
  it.each([
    ['inline', text('hello'), NUMERIC],
    ['from the string table', '83 06', "02 A4 01 6A 0C 'first' 00 'hello' 00"],
    ['from the string table, the last one without NUL', '83 06', "02 A4 01 6A 0B 'first' 00 'hello'"],
    ['as opaque value', "C3 05 'hello'", NUMERIC],
    ['in pieces', `${text('he')} ${text('llo')}`, NUMERIC],
    ['with a character entity', `${text('h')} 02 65 ${text('llo')}`, NUMERIC],
  ])('%s is read', (_how, value, header) => {
    const bytes = message(`60 4B ${text('1')} 01 54 57 ${value} 01 4F ${value} 01 01 01`, header);
    expect(first(bytes)).toMatchObject({ items: [{ data: 'hello', unknown: [{ name: 'LocURI', text: 'hello' }] }] });
  });

  it('that is no ASCII is read, next to one that is', () => {
    expect(dataOf(`4F ${text('Grüße 😀')} 01`)).toBe('Grüße 😀');
    expect(dataOf("4F C3 03 '\u20AC' 01")).toBe('€');
  });

  it('that is no UTF-8 is refused', () => {
    expect(codeOf(message(`60 4B ${text('1')} 01 54 4F 03 FF FE 00 01 01 01`))).toBe('wbxml-charset');
  });

  it('may be empty, and is told from one that is missing', () => {
    expect(dataOf('0F')).toBe('');
    expect(dataOf('4F 01')).toBe('');
    expect(dataOf('4F 03 00 01')).toBe('');
    expect(dataOf('')).toBeUndefined();
  });

  it('with a NUL comes back', () => {
    const given: Message = { ...WORKED, commands: [{ cmd: 'Replace', cmdId: '1', items: [{ data: '\0a\0\0b\0' }] }] };
    expect(decoded(encoded(given))).toEqual(given);
  });
});

describe('an opaque value', () => {
  const meta = (format: string, type = '') =>
    `5A 00 01 47 ${text(format)} 01 ${type && `53 ${text(type)} 01`} 01 00 00`;

  it('is octets where Format says bin, whatever they look like', () => {
    expect(dataOf("4F C3 05 'hello' 01", meta('bin'))).toEqual(octets("'hello'"));
  });

  it('is octets where it is no text', () => {
    expect(dataOf('4F C3 03 00 01 FF 01')).toEqual(Uint8Array.of(0, 1, 255));
    expect(dataOf('4F C3 03 00 01 02 01', meta('chr'))).toEqual(Uint8Array.of(0, 1, 2));
  });

  it('may be long', () => {
    const value = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
    const item = { meta: { format: 'bin' }, data: value };
    const given: Message = { ...WORKED, commands: [{ cmd: 'Replace', cmdId: '1', items: [item] }] };
    expect(decoded(encoded(given))).toEqual(given);
  });

  it('is written as base64 where Format says so', () => {
    const item = { meta: { format: 'b64' }, data: Uint8Array.of(0, 1, 2) };
    const given: Message = { ...WORKED, commands: [{ cmd: 'Replace', cmdId: '1', items: [item] }] };
    expect(decoded(encoded(given)).commands).toMatchObject([{ items: [{ data: 'AAEC' }] }]);
  });

  it('is the base64 of the octets as NextNonce and as credential', () => {
    const chal = `69 4B ${text('1')} 01 5C ${text('1')} 01 4C ${text('0')} 01 4A ${text('SyncHdr')} 01
      49 5A 00 01 50 C3 04 'abcd' 01 01 01 00 00 4F ${text('401')} 01 01`;
    expect(first(message(chal))).toMatchObject({ chal: { meta: { nextNonce: 'YWJjZA==' } } });
    const cred = `${NUMERIC} 6D 6C ${HDR} 4E 4F C3 03 00 01 02 01 01 01 6B 12 01 01`;
    expect(decoded(octets(cred)).hdr.cred).toEqual({ data: 'AAEC' });
  });
});

describe('a document within Data', () => {
  const node = `60 77 ${text('1.2')} 01 64 66 ${text('A')} 01 76 ${text('x<y')} 01 01 01`;
  const markup = '<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><Value>x&lt;y</Value></Node></MgmtTree>';

  it('is its markup when its elements stand there directly', () => {
    expect(dataOf(`4F 00 02 ${node} 01 00 00`)).toBe(markup);
  });

  it.each([
    ['with the public identifier of DDF', "02 00 00 6A 1A '-//OMA//DTD-DM-DDF 1.2//EN'", ''],
    ['without a public identifier', '02 01 6A 00', ''],
    ['in a SyncML document', NUMERIC, '00 02'],
  ])('is its markup when it is embedded %s', (_how, header, page) => {
    const document = octets(header, page, node);
    const hex = [...document].map((octet) => octet.toString(16)).join(' ');
    expect(dataOf(`4F C3 ${document.length.toString(16)} ${hex} 01`)).toBe(markup);
  });

  it('of DevInf is its markup', () => {
    const document = octets("02 A4 03 6A 00 4A 65 03 '1.2' 00 01 01");
    const hex = [...document].map((octet) => octet.toString(16)).join(' ');
    expect(dataOf(`4F C3 ${document.length.toString(16)} ${hex} 01`)).toBe('<DevInf><VerDTD>1.2</VerDTD></DevInf>');
  });

  it('stays octets when it is cut or something else', () => {
    expect(dataOf('4F C3 06 02 A4 03 6A 00 4A 01')).toEqual(octets('02 A4 03 6A 00 4A'));
  });
});

describe('what no table has', () => {
  it('is kept aside under its page and token', () => {
    const item = `60 4B ${text('1')} 01 54 7E ${text('x')} 01 00 07 45 ${text('y')} 01 00 00 4F ${text('z')} 01 01 01`;
    expect(first(message(item))).toMatchObject({
      items: [
        {
          data: 'z',
          unknown: [
            { name: 'Tag-0-3E', text: 'x' },
            { name: 'Tag-7-05', text: 'y' },
          ],
        },
      ],
    });
  });

  it('is known by its name when it is a literal', () => {
    const header = "02 A4 01 6A 0B 'Correlator' 00";
    const exec = `51 4B ${text('1')} 01 44 00 ${text('c-1')} 01 01`;
    expect(first(message(exec, header))).toMatchObject({ cmd: 'Exec', correlator: 'c-1' });
  });

  it('is written as a literal', () => {
    const other: Message = {
      ...WORKED,
      commands: [
        { cmd: 'Other', cmdId: '1', name: 'Vendor.x', unknown: [{ name: 'Vendor.y', text: 't' }] },
        { cmd: 'Other', cmdId: '2', name: 'Vendor.x' },
      ],
    };
    expect(decoded(encoded(other))).toEqual(other);
    expect(decoded(encoded(other, { publicId: 'string' }))).toEqual(other);
  });

  it('and is no name is not written', () => {
    const bad: Message = { ...WORKED, commands: [{ cmd: 'Other', cmdId: '1', name: '<x>' }] };
    expect(encodeWbxml(bad)).toMatchObject({ ok: false, error: { code: 'not-encodable' } });
    const half: Message = { ...WORKED, commands: [{ cmd: 'Alert', cmdId: '1', data: '\uD800', items: [] }] };
    expect(encodeWbxml(half)).toMatchObject({ ok: false, error: { code: 'not-encodable' } });
  });
});

describe('structure', () => {
  it('is kept when children come in another order, with attributes, and with a page switched long before', () => {
    const attributes = `C6 05 ${text('v')} 85 01 4F ${text('1201')} 01 4B ${text('9')} 01 01`;
    expect(first(message(attributes))).toEqual({ cmd: 'Alert', cmdId: '9', data: '1201', items: [] });
    const meta = `5A 00 01 47 ${text('chr')} 01 01`;
    const items = `60 4B ${text('1')} 01 54 ${meta} 00 00 0F 01 54 ${meta} 01 00 00 54 5A 00 01 01 00 00 0F 01 01`;
    expect(first(message(items))).toMatchObject({
      items: [{ meta: { format: 'chr' }, data: '' }, { meta: { format: 'chr' } }, { meta: {}, data: '' }],
    });
  });

  it('that lacks something is noted as in XML', () => {
    const result = decodeWbxml(
      octets(`${NUMERIC} 6D 6C 65 ${text('1')} 01 5B ${text('1')} 01 67 57 ${text('d')} 01 01 01 01`),
    );
    expect(result.ok && result.value.notes).toContainEqual({ at: 'SyncBody', what: 'SyncBody is missing.' });
    expect(codeOf(octets(`${NUMERIC} 6D 6C 01 01`))).toBe('header-incomplete');
    expect(codeOf(octets(`${NUMERIC} 6B 01`))).toBe('not-syncml');
  });

  it('is kept when a child that may come once comes again, also without anything in it', () => {
    for (const again of ['5A 01', '4F 01', '6E 57 01 01', '67 01', '1A']) {
      const twice = message(`46 4B ${text('1')} 01 54 5A 01 4F 01 6E 57 01 01 ${again} 4F ${text('x')} 01 01 01`);
      expect(decodeWbxml(twice)).toEqual(decodePatiently(twice));
      expect(first(twice)).toMatchObject({ cmd: 'Alert', cmdId: '1', items: [{ meta: {}, data: '' }] });
    }
  });

  it.each([
    ['SessionID', '65'],
    ['MsgID', '5B'],
  ])('is refused when %s comes twice, the first without anything in it', (name, tag) => {
    const twice = octets(`${NUMERIC} 6D 6C ${tag} 03 00 01 ${HDR} 01 6B 46 4B ${text('1')} 01 01 01 01`);
    expect(decodeWbxml(twice)).toEqual(decodePatiently(twice));
    expect(decodeWbxml(twice)).toMatchObject({ ok: false, error: { code: 'header-incomplete', detail: name } });
  });

  it('may be followed by anything', () => {
    expect(codeOf(octets(`${NUMERIC} ${WORKED_BODY} 00 00`))).toBe('ok');
  });
});

describe('a damaged message', () => {
  it.each([
    ['no element', NUMERIC, 'wbxml-truncated'],
    ['an end that is missing', `${NUMERIC} 6D 6C`, 'wbxml-truncated'],
    ['an end too many', `${NUMERIC} 01`, 'wbxml-unknown-token'],
    ['text outside the root', `${NUMERIC} ${text('x')}`, 'wbxml-unknown-token'],
    ['a text without an end', `${NUMERIC} 6D 6C 71 03 41 42`, 'wbxml-unterminated-string'],
    ['an opaque value longer than the message', `${NUMERIC} 6D 6C 71 C3 7F 41`, 'wbxml-opaque-too-long'],
    ['an opaque value of four gigabytes', `${NUMERIC} 6D 6C 71 C3 8F FF FF FF 7F 41`, 'wbxml-opaque-too-long'],
    ['an opaque length of six octets', `${NUMERIC} 6D 4F C3 80 80 80 80 80 01 41`, 'wbxml-integer-too-long'],
    ['an opaque length of more than 32 bits', `${NUMERIC} 6D 4F C3 FF FF FF FF 7F 41`, 'wbxml-integer-too-long'],
    ['an offset outside of the string table', `02 A4 01 6A 02 41 00 6D 83 02`, 'wbxml-string-table'],
    ['an offset far outside', `02 A4 01 6A 02 41 00 6D 83 8F FF FF FF 7F`, 'wbxml-string-table'],
    ['a text of a table that is not there', `${NUMERIC} 6D 83 00`, 'wbxml-string-table'],
    ['a literal that is no name', `02 A4 01 6A 02 3C 00 44 00 01`, 'wbxml-string-table'],
    ['a processing instruction', `${NUMERIC} 6D 43 05 01 01`, 'wbxml-unknown-token'],
    ['an extension token', `${NUMERIC} 6D C0 01`, 'wbxml-unknown-token'],
    ['an entity that is half a character', `${NUMERIC} 6D 02 83 B0 00 01`, 'wbxml-charset'],
    ['an entity beyond Unicode', `${NUMERIC} 6D 02 C4 80 00 01`, 'wbxml-charset'],
    ['a root on a page that nobody knows', `${NUMERIC} 00 09 6D 01`, 'wbxml-unknown-page'],
    ['a page that is missing', `${NUMERIC} 6D 00`, 'wbxml-truncated'],
    ['attributes without an end', `${NUMERIC} ED 05 05 05`, 'wbxml-truncated'],
  ])('with %s is refused', (_what, bytes, code) => {
    expect(codeOf(octets(bytes))).toBe(code);
  });

  it('larger or deeper than the limits is refused', () => {
    expect(decodeWbxml(WORKED_NUMERIC, { maxBytes: 50, maxDepth: 64 })).toMatchObject({
      error: { code: 'wbxml-too-large' },
    });
    expect(decodeWbxml(WORKED_NUMERIC, { maxBytes: 500, maxDepth: 3 })).toMatchObject({
      error: { code: 'wbxml-too-deep' },
    });
  });
});

describe('WBXML for the eye', () => {
  it('is indented markup', () => {
    expect(formatWbxml(WORKED_NUMERIC).split('\n').slice(0, 4)).toEqual([
      '<!-- WBXML 1.2, -//SYNCML//DTD SyncML 1.2//EN, 97 octets -->',
      '<SyncML>',
      '  <SyncHdr>',
      '    <VerDTD>1.2</VerDTD>',
    ]);
  });

  it('hides a basic credential, whole or cut, and shows a hash', () => {
    const cred = (type: string) =>
      octets(`${NUMERIC} 6D 6C 4E 5A 00 01 ${type} 01 00 00 4F ${text('YTpi')} 01 01 01 01`);
    const basic = cred(`53 ${text('syncml:auth-basic')} 01`);
    expect(formatWbxml(basic)).toContain('<Data>••••</Data>');
    expect(formatWbxml(basic)).not.toContain('YTpi');
    expect(formatWbxml(basic.subarray(0, basic.length - 3))).not.toContain('YTpi');
    expect(formatWbxml(cred(''))).not.toContain('YTpi');
    expect(formatWbxml(cred(`4E 53 ${text('syncml:auth-md5')} 01 01`))).toContain('YTpi');
  });

  it('opens embedded documents and shows octets as base64', () => {
    const document = octets("02 A4 03 6A 00 4A 65 03 '1.2' 00 01 01");
    const hex = [...document].map((octet) => octet.toString(16)).join(' ');
    const shown = formatWbxml(message(`60 54 4F C3 ${document.length.toString(16)} ${hex} 01 4F C3 02 00 FF 01 01 01`));
    expect(shown).toMatch(/<Data>\n +<DevInf>\n +<VerDTD>1.2<\/VerDTD>/);
    expect(shown).toContain('<Data><!-- 2 octets, here as base64 -->AP8=</Data>');
  });

  it('of a damaged message ends with what is wrong', () => {
    expect(formatWbxml(WORKED_NUMERIC.subarray(0, 40)).split('\n').at(-1)).toMatch(/^<!-- .+ -->$/);
    expect(formatWbxml(new Uint8Array())).toContain('no WBXML');
  });
});
