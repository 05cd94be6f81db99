import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../shared/syncml/message.ts';
import { decodeXml, encodeXml, formatXml } from '../../shared/syncml/xml.ts';
import { arbitraryMessage, text } from './arbitrary-message.ts';
import { inTime } from './campaign.ts';

/** Children in the order of the DTD (facts 2.2), written down again so that it does not come from the encoder. */
const DTD: Readonly<Record<string, readonly string[]>> = {
  SyncML: ['SyncHdr', 'SyncBody'],
  SyncHdr: ['VerDTD', 'VerProto', 'SessionID', 'MsgID', 'Target', 'Source', 'RespURI', 'NoResp', 'Cred', 'Meta'],
  Status: ['CmdID', 'MsgRef', 'CmdRef', 'Cmd', 'TargetRef', 'SourceRef', 'Cred', 'Chal', 'Data', 'Item'],
  Results: ['CmdID', 'MsgRef', 'CmdRef', 'Meta', 'TargetRef', 'SourceRef', 'Item'],
  Alert: ['CmdID', 'NoResp', 'Cred', 'Data', 'Correlator', 'Item'],
  Exec: ['CmdID', 'NoResp', 'Cred', 'Meta', 'Correlator', 'Item'],
  Add: ['CmdID', 'NoResp', 'Cred', 'Meta', 'Item'],
  Replace: ['CmdID', 'NoResp', 'Cred', 'Meta', 'Item'],
  Copy: ['CmdID', 'NoResp', 'Cred', 'Meta', 'Item'],
  Delete: ['CmdID', 'NoResp', 'Archive', 'SftDel', 'Cred', 'Meta', 'Item'],
  Get: ['CmdID', 'NoResp', 'Lang', 'Cred', 'Meta', 'Item'],
  Item: ['Target', 'Source', 'SourceParent', 'TargetParent', 'Meta', 'Data', 'MoreData'],
  Target: ['LocURI', 'LocName'],
  Source: ['LocURI', 'LocName'],
  Cred: ['Meta', 'Data'],
  Chal: ['Meta'],
};
const COMMANDS: readonly string[] =
  'Add Replace Copy Delete Get Exec Alert Status Results Sequence Atomic Put Search Map Move Sync Vendor.x'.split(' ');

function encoded(message: Message): Uint8Array {
  const result = encodeXml(message);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

describe('the XML codec', () => {
  it('gives back any message that it has written', () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        expect(decodeXml(encoded(message))).toEqual({ ok: true, value: { message, notes: [] } });
      }),
      { numRuns: 500 },
    );
  });

  it('gives back a value that comes as CDATA, as text or with comments in it', () => {
    fc.assert(
      fc.property(text, text, (before, inside) => {
        const section = inside.replaceAll(']]>', '').replaceAll('\r', '');
        const plain = before.replaceAll('&', '&#38;').replaceAll('<', '&#x3C;').replaceAll('\r', '&#xD;');
        const data = `${plain}<!-- <b> & --><![CDATA[${section}]]>`;
        const xml = `<SyncML><SyncHdr><SessionID>1</SessionID><MsgID>1</MsgID><Source><LocURI>d</LocURI></Source></SyncHdr><SyncBody><Get><CmdID>1</CmdID><Lang>${data}</Lang><Item><Data>${data}</Data></Item></Get></SyncBody></SyncML>`;
        const result = decodeXml(new TextEncoder().encode(xml));
        expect(result.ok ? result.value.message.commands[0] : result.error).toMatchObject({
          lang: (before + section).trim(),
          items: [{ data: before + section }],
        });
      }),
    );
  });

  it('writes children in the order of the DTD', () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        for (const { name, children } of elementsOf(new TextDecoder().decode(encoded(message)))) {
          expect(children).toEqual(ordered(name, children));
          expect(DTD[name] ?? children).toEqual(expect.arrayContaining([...children]));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never throws and never hangs on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000, size: 'max' }), (bytes) => {
        expect(inTime(() => decodeXml(bytes)).ok).toBe(false);
        inTime(() => formatXml(bytes));
      }),
    );
  });

  it('never throws and never hangs on arbitrary markup', () => {
    const pieces = [
      '<',
      '>',
      '</',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&',
      ';',
      '&amp;',
      '="',
      "'",
      ' ',
    ];
    const names = ['SyncML', 'SyncHdr', 'Cred', 'Data', 'a:b', 'constructor', '__proto__', '<!DOCTYPE x [', '#', '\0'];
    const markup = fc.array(fc.oneof(fc.constantFrom(...pieces, ...names), fc.string({ maxLength: 3 })), {
      maxLength: 300,
      size: 'max',
    });
    fc.assert(
      fc.property(markup, (parts) => {
        const bytes = new TextEncoder().encode(parts.join(''));
        expect(inTime(() => decodeXml(bytes)).ok).toBe(false);
        inTime(() => formatXml(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws and never hangs on a message that was damaged on the way', () => {
    const damage = fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        octets: fc.uint8Array({ maxLength: 3 }),
        cut: fc.nat({ max: 20 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(arbitraryMessage, damage, (message, damages) => {
        let bytes: Uint8Array = encoded(message);
        for (const { at, octets, cut } of damages) {
          const start = Math.floor(at * bytes.length);
          bytes = Uint8Array.from([...bytes.subarray(0, start), ...octets, ...bytes.subarray(start + cut)]);
        }
        expect(() => inTime(() => decodeXml(bytes))).not.toThrow();
        expect(() => inTime(() => formatXml(bytes))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('decodes what it could decode to the same after encoding it again, damaged or not', () => {
    fc.assert(
      fc.property(arbitraryMessage, fc.nat(), fc.nat(), (message, from, length) => {
        const xml = new TextDecoder().decode(encoded(message));
        const tags = [...xml.matchAll(/<([\w.]+)[^>]*>[^<]*<\/\1>/g)];
        const victim = tags[from % Math.max(tags.length, 1)];
        const cut = victim === undefined || length % 3 === 0 ? xml : xml.replace(victim[0], '');
        const first = decodeXml(new TextEncoder().encode(cut));
        const again = first.ok ? decodeXml(encoded(first.value.message)) : first;
        expect(again.ok && again.value.message).toEqual(first.ok && first.value.message);
      }),
      { numRuns: 300 },
    );
  });

  it('finds every cut of a message', () => {
    fc.assert(
      fc.property(arbitraryMessage, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (message, at) => {
        const bytes = encoded(message);
        const cut = decodeXml(bytes.subarray(0, Math.floor(at * bytes.length)));
        expect(cut.ok ? 'ok' : cut.error.code).toBe('xml-malformed');
      }),
      { numRuns: 300 },
    );
  });
});

/** Every element with the names of its children, read from the tags alone. */
function elementsOf(xml: string): readonly { readonly name: string; readonly children: readonly string[] }[] {
  const closed: { name: string; children: string[] }[] = [];
  const open = [{ name: '', children: [] as string[] }];
  for (const [, slash, name = '', empty] of xml.matchAll(/<(\/?)([\w.]+)[^>]*?(\/?)>/g)) {
    if (slash === '/') closed.push(open.pop() ?? { name: 'closed too often', children: [] });
    else {
      open.at(-1)?.children.push(name);
      if (empty !== '/') open.push({ name, children: [] });
    }
  }
  return closed;
}

/** The children in the order in which the DTD has them; commands stay where they are. */
function ordered(parent: string, children: readonly string[]): readonly string[] {
  const order = DTD[parent];
  if (order !== undefined) return children.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  if (parent === 'SyncBody') return [...children.filter(isCommand), ...children.filter((child) => child === 'Final')];
  if (parent !== 'Sequence' && parent !== 'Atomic') return children;
  return [...['CmdID', 'NoResp', 'Meta'].filter((own) => children.includes(own)), ...children.filter(isCommand)];
}

function isCommand(name: string): boolean {
  return COMMANDS.includes(name);
}
