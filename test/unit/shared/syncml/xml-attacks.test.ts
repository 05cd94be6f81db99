/** XML that somebody made to hurt; as wbxml/attacks.test.ts. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../shared/syncml/message.ts';
import { decodeXml, formatXml } from '../../../../shared/syncml/xml.ts';

const HEADER = '<SyncHdr><SessionID>1</SessionID><MsgID>1</MsgID><Source><LocURI>d</LocURI></Source></SyncHdr>';
const LAUGHS = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');

const ATTACKS: Readonly<Record<string, readonly [xml: string, code: string]>> = {
  'ten thousand levels': ['<a>'.repeat(10_000), 'xml-too-deep'],
  'ten thousand levels, closed': ['<a>'.repeat(10_000) + '</a>'.repeat(10_000), 'xml-too-deep'],
  'ten thousand levels inside Data': [body(`<Get><Item><Data>${'<Data>'.repeat(10_000)}`), 'xml-too-deep'],
  'ten thousand Sequences': [body('<Sequence>'.repeat(10_000)), 'xml-too-deep'],
  'a billion laughs': [`<!DOCTYPE l [<!ENTITY l0 "ha">${LAUGHS}]><SyncML>&l10;</SyncML>`, 'xml-doctype'],
  'a quadratic blow-up': [
    `<!DOCTYPE l [<!ENTITY l "${'a'.repeat(50_000)}">]><SyncML>${'&l;'.repeat(50_000)}</SyncML>`,
    'xml-doctype',
  ],
  'an external entity': ['<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><SyncML>&e;</SyncML>', 'xml-doctype'],
  'an entity nobody declared, many times': [`<SyncML>${'&l;'.repeat(100_000)}</SyncML>`, 'xml-malformed'],
  'bare ampersands': [`<SyncML>${'&'.repeat(500_000)}</SyncML>`, 'xml-malformed'],
  'a reference to no character': [body('<Get><CmdID>&#0;</CmdID></Get>'), 'xml-malformed'],
  'a reference to half a character': [body('<Get><CmdID>&#xD800;</CmdID></Get>'), 'xml-malformed'],
  'a reference without an end': [body(`<Get><CmdID>&#${'1'.repeat(500_000)}</CmdID></Get>`), 'xml-malformed'],
  'an octet too much': [' '.repeat(DEFAULT_LIMITS.maxBytes + 1), 'xml-too-large'],
  'open attributes': ['<a b="'.repeat(50_000), 'xml-malformed'],
  'open comments': [`<SyncML>${'<!--'.repeat(50_000)}`, 'xml-malformed'],
  'open CDATA': [`<SyncML>${'<![CDATA['.repeat(50_000)}`, 'xml-malformed'],
  'open instructions': [`<SyncML>${'<?a'.repeat(50_000)}`, 'xml-malformed'],
  'a tag of many attributes': [
    `<SyncML ${Array.from({ length: 20_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
    'xml-malformed',
  ],
  'many tags of many attributes': [
    body(`<Get ${Array.from({ length: 60 }, (_, n) => `a${n}="1"`).join(' ')}/>`.repeat(3000)),
    'ok',
  ],
  'an attribute without an end': [`<SyncML a="${'x'.repeat(1_000_000)}`, 'xml-malformed'],
  'a long name': [`<${'a'.repeat(500_000)}>`, 'xml-malformed'],
  'a long prefix': [`<${'a'.repeat(500_000)}:SyncML/>`, 'header-incomplete'],
  'end tags nobody opened': [body('</a>'.repeat(100_000)), 'xml-malformed'],
  'half a megabyte of numeric references': [
    body(`<Get><CmdID>1</CmdID><Lang>${'&#65;'.repeat(100_000)}</Lang></Get>`),
    'ok',
  ],
  'fifty thousand faulty commands': [body('<Status/>'.repeat(50_000)), 'ok'],
  'fifty thousand faulty Sequences': [body('<Sequence/>'.repeat(50_000)), 'ok'],
  'fifty thousand elements nobody knows': [body(`<Get><CmdID>1</CmdID>${'<x/>'.repeat(50_000)}</Get>`), 'ok'],
  'fifty thousand CDATA sections': [
    body(`<Get><CmdID>1</CmdID><Item><Data>${'<![CDATA[a]]>'.repeat(50_000)}</Data></Item></Get>`),
    'ok',
  ],
  'a hundred thousand comments': [body('<!---->'.repeat(100_000)), 'ok'],
  'a million carriage returns': [body('\r\n'.repeat(500_000)), 'ok'],
};

describe('an attack on the XML codec', () => {
  it.each(Object.entries(ATTACKS))('by %s', (_name, [xml, code]) => {
    const bytes = new TextEncoder().encode(xml);
    const result = decodeXml(bytes);
    expect(result.ok ? 'ok' : result.error.code).toBe(code);
  });

  it('by a flood of Cred does not hold up the trace', () => {
    expect(formatXml(new TextEncoder().encode('<Cred '.repeat(50_000))).length).toBeGreaterThan(0);
  });
});

function body(content: string): string {
  return `<SyncML>${HEADER}<SyncBody>${content}</SyncBody></SyncML>`;
}
