import { describe, expect, it } from 'vitest';
import type { Command, Message } from '../../../../shared/syncml/message.ts';
import { decodeXml, encodeXml } from '../../../../shared/syncml/xml.ts';
import { clientPackage3, resultAlert, serverAddsDownload, serverChallenge, workedExample } from './worked-example.ts';

const UTF8 = new TextEncoder();
const HEADER = '<VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>2A</SessionID><MsgID>1</MsgID>';
const ADDRESSES = '<Target><LocURI>s</LocURI></Target><Source><LocURI>IMEI:1</LocURI></Source>';

function decode(xml: string, limits?: { maxBytes: number; maxDepth: number }) {
  return decodeXml(UTF8.encode(xml), limits);
}

function decoded(xml: string) {
  const result = decode(xml);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message} ${result.error.detail ?? ''}`);
  return result.value;
}

function withBody(body: string): string {
  return `<SyncML><SyncHdr>${HEADER}${ADDRESSES}</SyncHdr><SyncBody>${body}</SyncBody></SyncML>`;
}

function commandsOf(body: string): readonly Command[] {
  return decoded(withBody(body)).message.commands;
}

function codeOf(xml: string | Uint8Array): string {
  const result = decodeXml(typeof xml === 'string' ? UTF8.encode(xml) : xml);
  return result.ok ? 'ok' : result.error.code;
}

function encoded(message: Message): string {
  const result = encodeXml(message);
  if (!result.ok) throw new Error(result.error.detail);
  return new TextDecoder().decode(result.value);
}

const EMPTY: Message = {
  hdr: {
    verDTD: '1.2',
    verProto: 'DM/1.2',
    sessionId: '2A',
    msgId: '1',
    target: { locURI: 's' },
    source: { locURI: 'd' },
  },
  commands: [],
  final: true,
};

describe('the worked example', () => {
  for (const [name, xml] of Object.entries(workedExample)) {
    it(`${name} decodes without a note, and is the same after encoding and decoding again`, () => {
      const { message, notes } = decoded(xml);
      expect(notes).toEqual([]);
      expect(message.final).toBe(true);
      expect(decoded(encoded(message))).toEqual({ message, notes: [] });
    });
  }

  it('keeps the challenge of the server', () => {
    const { message } = decoded(serverChallenge);
    expect(message.commands[0]).toEqual({
      cmd: 'Status',
      cmdId: '1',
      msgRef: '1',
      cmdRef: '0',
      cmdName: 'SyncHdr',
      targetRefs: ['https://dm.example/dm'],
      sourceRefs: ['IMEI:351234567890123'],
      chal: { meta: { format: 'b64', type: 'syncml:auth-md5', nextNonce: 'S3kxMFpWcFFuY2U=' } },
      data: '407',
      items: [],
    });
  });

  it('keeps the order of a Sequence and what is in it', () => {
    const sequence = decoded(serverAddsDownload).message.commands[1];
    expect(sequence?.cmd === 'Sequence' && sequence.commands.map(({ cmd }) => cmd)).toEqual([
      'Add',
      'Add',
      'Add',
      'Alert',
      'Exec',
    ]);
    expect(sequence?.cmd === 'Sequence' && sequence.commands[3]).toMatchObject({
      data: '1101',
      items: [{ data: 'MAXDT=60&DR=1' }, { data: 'Install Notes 2.1?' }],
    });
    expect(sequence?.cmd === 'Sequence' && sequence.commands[4]).toMatchObject({ correlator: 'job-4711' });
  });

  it('tells absent Data from values in Results', () => {
    const results = decoded(clientPackage3).message.commands[4];
    expect(results?.cmd === 'Results' && results.items.map(({ data }) => data)).toEqual([
      undefined,
      undefined,
      'com.acme.notes',
      '2.0',
      '20',
    ]);
  });

  it('reads the two siblings of a SCOMO alert as one text', () => {
    const alert = decoded(resultAlert).message.commands[2];
    expect(alert?.cmd === 'Alert' && alert.items[0]?.data).toBe(
      '<ResultCode>1200</ResultCode><Identifier>com.acme.notes</Identifier>',
    );
  });
});

describe('decodeXml tolerates', () => {
  it('children in any order', () => {
    expect(commandsOf('<Status><Data>200</Data><Cmd>Get</Cmd><CmdRef>4</CmdRef><MsgRef>2</MsgRef></Status>')).toEqual([
      {
        cmd: 'Status',
        cmdId: '',
        msgRef: '2',
        cmdRef: '4',
        cmdName: 'Get',
        targetRefs: [],
        sourceRefs: [],
        data: '200',
        items: [],
      },
    ]);
  });

  it('prefixes, and a DM 1.1 message', () => {
    const xml =
      '<s:SyncML xmlns:s="SYNCML:SYNCML1.1"><s:SyncHdr><s:VerDTD>1.1</s:VerDTD><s:VerProto>DM/1.1</s:VerProto>' +
      '<s:SessionID>1</s:SessionID><s:MsgID>1</s:MsgID><s:Source><s:LocURI>d</s:LocURI></s:Source>' +
      '<s:Target><s:LocURI>t</s:LocURI></s:Target></s:SyncHdr><s:SyncBody><s:Add><s:CmdID>1</s:CmdID><s:Item>' +
      '<s:Data>&lt;x</s:Data></s:Item></s:Add></s:SyncBody></s:SyncML>';
    const { message } = decoded(xml);
    expect(message.hdr).toMatchObject({ verDTD: '1.1', verProto: 'DM/1.1' });
    expect(message.commands).toEqual([{ cmd: 'Add', cmdId: '1', items: [{ data: '<x' }] }]);
    expect(encoded(message)).toContain('<SyncML xmlns="SYNCML:SYNCML1.1">');
  });

  it('missing ids, and says where', () => {
    const { notes } = decoded(withBody('<Alert><Data>1201</Data></Alert><Status/><Status><CmdID>2</CmdID></Status>'));
    expect(notes).toContainEqual({ at: 'SyncBody/Alert[1]', what: 'CmdID is missing.' });
    expect(notes).toContainEqual({ at: 'SyncBody/Status[1]', what: 'CmdID is missing.' });
    expect(notes).toContainEqual({ at: 'SyncBody/Status[2]', what: 'MsgRef is missing.' });
    expect(notes).not.toContainEqual({ at: 'SyncBody/Status[2]', what: 'CmdID is missing.' });
  });

  it('elements that nobody knows, and keeps them aside', () => {
    expect(commandsOf('<Get><CmdID>1</CmdID><Vendor>a<B x="1">&amp;</B></Vendor><Item><Odd/></Item></Get>')).toEqual([
      {
        cmd: 'Get',
        cmdId: '1',
        unknown: [{ name: 'Vendor', text: 'a<B>&amp;</B>' }],
        items: [{ unknown: [{ name: 'Odd', text: '' }] }],
      },
    ]);
  });

  it('commands that nobody knows, also inside a Sequence', () => {
    const commands = commandsOf(
      '<Put><CmdID>1</CmdID><Item/></Put><Sequence><CmdID>2</CmdID><Foo><CmdID>3</CmdID></Foo></Sequence>',
    );
    expect(commands).toEqual([
      { cmd: 'Other', name: 'Put', cmdId: '1', unknown: [{ name: 'Item', text: '' }] },
      { cmd: 'Sequence', cmdId: '2', commands: [{ cmd: 'Other', name: 'Foo', cmdId: '3' }] },
    ]);
  });

  it('embedded markup in Data, exactly as it was sent', () => {
    const tree = '\n <MgmtTree xmlns=\'syncml:dmddf1.2\'><Node a=">"><Value>1 &lt; 2</Value></Node></MgmtTree> ';
    expect(commandsOf(`<Add><CmdID>1</CmdID><Item><Data>${tree}</Data></Item></Add>`)).toMatchObject([
      { items: [{ data: tree }] },
    ]);
  });

  it('Data inside embedded Data', () => {
    const inner = '<Wrap><Data>a</Data><Data/></Wrap>';
    expect(commandsOf(`<Add><CmdID>1</CmdID><Item><Data>${inner}</Data></Item></Add>`)).toMatchObject([
      { items: [{ data: inner }] },
    ]);
  });

  it('CDATA, in which entities are only text', () => {
    const body =
      '<Alert><CmdID><![CDATA[7]]></CmdID><Item><Data>a&amp;<![CDATA[<b>&amp;]]>&#x41;<!-- no --></Data></Item></Alert>';
    expect(commandsOf(body)).toMatchObject([{ cmdId: '7', items: [{ data: 'a&<b>&amp;A' }] }]);
  });

  it('white space around ids, and keeps it in values', () => {
    const body =
      '<Add><CmdID>\n 1 </CmdID><Item><Target><LocURI> ./A\n</LocURI></Target><Data> x\r\n</Data></Item></Add>';
    expect(commandsOf(body)).toEqual([
      { cmd: 'Add', cmdId: '1', items: [{ target: { locURI: './A' }, data: ' x\n' }] },
    ]);
  });

  it('Meta wrapped into MetInf, and sizes that are none', () => {
    const body = '<Add><CmdID>1</CmdID><Meta><MetInf><Format>chr</Format><Size>12kB</Size></MetInf></Meta></Add>';
    const { message, notes } = decoded(withBody(body));
    expect(message.commands[0]?.meta).toEqual({ format: 'chr', unknown: [{ name: 'Size', text: '12kB' }] });
    expect(notes).toEqual([{ at: 'SyncBody/Add[1]/Meta/Size', what: '12kB is no number of octets.' }]);
  });

  it('a Target with bare text, as in the specification', () => {
    expect(commandsOf('<Copy><CmdID>1</CmdID><Item><Target>./A</Target></Item></Copy>')).toMatchObject([
      { items: [{ target: { locURI: './A' } }] },
    ]);
  });

  it('a byte order mark, an XML declaration, comments, instructions and NULs behind the message', () => {
    expect(codeOf(`\uFEFF<?xml version="1.0"?><!-- hi --><?pi x?>${withBody('<Final/>')}<!-- bye -->\n\0\0`)).toBe(
      'ok',
    );
  });

  it('a message without a body and one without Final', () => {
    const result = decoded(`<SyncML><SyncHdr>${HEADER}${ADDRESSES}</SyncHdr></SyncML>`);
    expect(result.message).toMatchObject({ commands: [], final: false });
    expect(result.notes).toEqual([{ at: 'SyncBody', what: 'SyncBody is missing.' }]);
  });

  it('names that mean something to JavaScript', () => {
    const names = ['constructor', '__proto__', 'prototype', 'toString'];
    expect(commandsOf(names.map((name) => `<${name}/>`).join(''))).toMatchObject(names.map((name) => ({ name })));
    expect(commandsOf('<Get><CmdID>1</CmdID><__proto__>x</__proto__></Get>')).toMatchObject([
      { unknown: [{ name: '__proto__', text: 'x' }] },
    ]);
  });

  it('a repeated child by taking the first', () => {
    expect(commandsOf('<Get><CmdID>1</CmdID><CmdID>2</CmdID></Get>')).toMatchObject([{ cmdId: '1' }]);
  });

  it('ids of any kind as text', () => {
    expect(commandsOf('<Get><CmdID>007</CmdID></Get><Get><CmdID>1e3</CmdID></Get>').map(({ cmdId }) => cmdId)).toEqual([
      '007',
      '1e3',
    ]);
  });
});

describe('decodeXml refuses', () => {
  const good = withBody('<Final/>');
  const malformed: Readonly<Record<string, string>> = {
    nothing: '',
    text: 'hello',
    'a message that was cut': good.slice(0, -12),
    'a cut inside a tag': good.slice(0, -3),
    'tags that do not match': withBody('<Get><CmdID>1</CmdId></Get>'),
    'tags that overlap': withBody('<Get><CmdID>1</Get></CmdID>'),
    'an end tag too many': `${good}</SyncML>`,
    'junk behind the root': `${good}x`,
    'a second root': `${good}<SyncML/>`,
    'text before the root': `x${good}`,
    'an entity that nobody declared': withBody('<Get><CmdID>&nbsp;</CmdID></Get>'),
    'a bare ampersand': withBody('<Get><CmdID>a & b</CmdID></Get>'),
    'a reference to a control character': withBody('<Get><CmdID>&#0;</CmdID></Get>'),
    'a reference to half a surrogate pair': withBody('<Get><CmdID>&#xD800;</CmdID></Get>'),
    'a reference beyond Unicode': withBody('<Get><CmdID>&#x110000;</CmdID></Get>'),
    'a control character': withBody('<Get><CmdID>\u0001</CmdID></Get>'),
    'an attribute without quotes': withBody('<Get a=1/>'),
    'an attribute without a value': withBody('<Get a/>'),
    'an attribute twice': withBody('<Get a="1" a="2"/>'),
    'an open attribute': withBody('<Get a="1/>'),
    'a comment that does not end': `${good}<!-- `,
    'CDATA that does not end': withBody('<Get><![CDATA[</Get>'),
    'CDATA outside the root': `${good}<![CDATA[x]]>`,
    'a tag without a name': withBody('< Get/>'),
    'a name that begins with a digit': withBody('<1/>'),
    'a name that is only a prefix': withBody('<a:></a:>'),
    'an unknown entity in an attribute': withBody('<Get a="&x;"/>'),
    'a tag inside an attribute': withBody('<Get a="<b>"/>'),
  };
  for (const [what, xml] of Object.entries(malformed)) {
    it(`${what} as malformed`, () => {
      expect(codeOf(xml)).toBe('xml-malformed');
    });
  }

  it('octets that are not UTF-8', () => {
    const bytes = UTF8.encode(good);
    bytes[bytes.indexOf(0x49)] = 0xff;
    expect(codeOf(bytes)).toBe('xml-malformed');
    expect(codeOf(new Uint8Array([0xff, 0xfe, 0x3c, 0x00]))).toBe('xml-malformed');
  });

  it('every DOCTYPE, wherever it stands', () => {
    expect(codeOf(`<!DOCTYPE SyncML>${good}`)).toBe('xml-doctype');
    expect(codeOf(`<?xml version="1.0"?>\n<!doctype x [<!ENTITY a "b">]>${good}`)).toBe('xml-doctype');
    expect(codeOf(withBody('<!ENTITY a "b">'))).toBe('xml-doctype');
  });

  it('what is no SyncML', () => {
    expect(codeOf('<html></html>')).toBe('not-syncml');
  });

  it('a header that nobody could answer, and names what is missing', () => {
    const missing = {
      SessionID: /<SessionID>2A<\/SessionID>/,
      MsgID: /<MsgID>1<\/MsgID>/,
      Source: /<Source>.*<\/Source>/,
    };
    for (const pattern of Object.values(missing)) expect(codeOf(good.replace(pattern, ''))).toBe('header-incomplete');
    expect(codeOf('<SyncML><SyncBody/></SyncML>')).toBe('header-incomplete');
    const result = decode(good.replace('<SessionID>2A', '<SessionID> '));
    expect(result.ok ? undefined : result.error.detail).toBe('SessionID');
  });

  it('more octets or levels than the limits allow', () => {
    const limits = { maxBytes: 10_000, maxDepth: 8 };
    const deep = (levels: number) => withBody(`${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`);
    const codes = [deep(6), deep(7), good.padEnd(10_000), good.padEnd(10_001)].map((xml) => {
      const result = decode(xml, limits);
      return result.ok ? 'ok' : result.error.code;
    });
    expect(codes).toEqual(['ok', 'xml-too-deep', 'ok', 'xml-too-large']);
  });
});

describe('encodeXml', () => {
  it('writes a Status in the order of the DTD', () => {
    const status: Command = {
      items: [{ data: 'x' }],
      data: '401',
      chal: { meta: { nextNonce: 'bm8=', type: 'syncml:auth-md5', format: 'b64' } },
      sourceRefs: ['d'],
      targetRefs: ['t', 'u'],
      cmdName: 'SyncHdr',
      cmdRef: '0',
      msgRef: '1',
      cmdId: '1',
      cmd: 'Status',
    };
    expect(encoded({ ...EMPTY, commands: [status] })).toContain(
      '<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><TargetRef>t</TargetRef>' +
        '<TargetRef>u</TargetRef><SourceRef>d</SourceRef><Chal><Meta><Format xmlns="syncml:metinf">b64</Format>' +
        '<Type xmlns="syncml:metinf">syncml:auth-md5</Type><NextNonce xmlns="syncml:metinf">bm8=</NextNonce></Meta>' +
        '</Chal><Data>401</Data><Item><Data>x</Data></Item></Status><Final/>',
    );
  });

  it('writes octets as base64 and empty values as empty elements', () => {
    const add: Command = { cmd: 'Add', cmdId: '1', items: [{ data: new Uint8Array([0, 255]) }, { data: '' }, {}] };
    expect(encoded({ ...EMPTY, commands: [add] })).toContain(
      '<Item><Data>AP8=</Data></Item><Item><Data/></Item><Item></Item>',
    );
  });

  it('escapes what would be markup or be changed on the way', () => {
    const text = 'a & b < c > d ]]> "e" \r\n\t😀';
    const add: Command = { cmd: 'Add', cmdId: '1', items: [{ data: text }] };
    const xml = encoded({ ...EMPTY, commands: [add] });
    expect(xml).toContain('<Data>a &amp; b &lt; c &gt; d ]]&gt; "e" &#13;\n\t😀</Data>');
    expect(decoded(xml).message.commands).toEqual([add]);
  });

  it('declares the namespace of metinf once per subtree', () => {
    const meta = { anchor: { last: '1', next: '2' }, mem: { sharedMem: true, freeMem: 5, freeId: 6 } };
    expect(encoded({ ...EMPTY, hdr: { ...EMPTY.hdr, meta } })).toContain(
      '<Meta><Anchor xmlns="syncml:metinf"><Last>1</Last><Next>2</Next></Anchor>' +
        '<Mem xmlns="syncml:metinf"><SharedMem/><FreeMem>5</FreeMem><FreeID>6</FreeID></Mem></Meta>',
    );
  });

  it('refuses what XML cannot carry instead of changing it', () => {
    for (const data of ['\0', 'a\u000Bb', '\uFFFF', '\uD800']) {
      const result = encodeXml({ ...EMPTY, commands: [{ cmd: 'Add', cmdId: '1', items: [{ data }] }] });
      expect(result.ok ? undefined : result.error).toMatchObject({
        code: 'not-encodable',
        detail: 'Data holds a character that XML cannot carry',
      });
    }
  });

  it('refuses names that would be markup', () => {
    const other: Command = { cmd: 'Other', cmdId: '1', name: 'a><b' };
    expect(encodeXml({ ...EMPTY, commands: [other] })).toMatchObject({ ok: false, error: { code: 'not-encodable' } });
    const unknown = [{ name: '', text: '' }];
    expect(encodeXml({ ...EMPTY, hdr: { ...EMPTY.hdr, unknown } })).toMatchObject({ ok: false });
  });
});
