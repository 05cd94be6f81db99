/**
 * Our WBXML codec against libwbxml's, which strangers wrote: what we encode its tools read, and what they encode we
 * read, to the same message. Both directions pass through its XML, which our XML codec reads and writes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findWbxmlTools } from '../../build/machine.mjs';
import type { Message } from '../../shared/syncml/message.ts';
import { decodeWbxml, encodeWbxml } from '../../shared/syncml/wbxml/wbxml.ts';
import { decodeXml, encodeXml } from '../../shared/syncml/xml.ts';
import { workedExample } from '../unit/shared/syncml/worked-example.ts';

let tools: string;
let folder: string;

beforeAll(() => {
  tools = findWbxmlTools();
  folder = mkdtempSync(join(tmpdir(), 'scomo-wbxml-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SEQUENCE = body(`
  <Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><TargetRef>d</TargetRef><Data>212</Data></Status>
  <Sequence><CmdID>2</CmdID><Atomic><CmdID>3</CmdID>
    <Replace><CmdID>4</CmdID><Item><Target><LocURI>./A</LocURI></Target><Data>Grüße, 日本, a &lt; b &amp; c</Data></Item></Replace>
    <Delete><CmdID>5</CmdID><Item><Target><LocURI>./B</LocURI></Target></Item></Delete></Atomic>
    <Exec><CmdID>6</CmdID><Correlator>c-1</Correlator><Item><Target><LocURI>./SCM/Op</LocURI></Target></Item></Exec>
  </Sequence>
  <Copy><CmdID>7</CmdID><Item><Target><LocURI>./C</LocURI></Target><Source><LocURI>./D</LocURI></Source></Item></Copy>`);

const LARGE_OBJECT = body(`
  <Add><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target>
    <Meta><Format xmlns="syncml:metinf">chr</Format><Type xmlns="syncml:metinf">text/plain</Type><Size xmlns="syncml:metinf">70000</Size></Meta>
    <Data>${'0123456789'.repeat(4000)}</Data><MoreData/></Item></Add>
  <Get><CmdID>2</CmdID><Item><Target><LocURI>./A?list=StructData</LocURI></Target></Item></Get>`);

const FIXTURES: readonly (readonly [string, string])[] = [
  ...Object.entries(workedExample),
  ['sequence', SEQUENCE],
  ['largeObject', LARGE_OBJECT],
];

describe.each(FIXTURES)('%s', (_name, xml) => {
  it.each(['numeric', 'string'] as const)(
    'is the same message when libwbxml reads it (%s public identifier)',
    (publicId) => {
      const message = read(xml);
      const encoded = encodeWbxml(message, { publicId });
      expect(encoded.ok && toXml(encoded.value)).toEqual(message);
    },
  );

  it('is the same message when libwbxml writes it', () => {
    const message = read(xml);
    const encoded = encodeXml(message);
    const decoded = decodeWbxml(encoded.ok ? convert('xml2wbxml', encoded.value, ['-v', '1.2']) : new Uint8Array());
    expect(decoded).toMatchObject({ ok: true, value: { message } });
  });
});

describe('a TNDS object within Data', () => {
  it('is markup when libwbxml writes it', () => {
    const tree =
      '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><Value>1</Value></Node></MgmtTree>';
    const xml = body(
      `<Add><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target><Meta><Type xmlns="syncml:metinf">application/vnd.syncml.dmtnds+xml</Type></Meta><Data>${tree}</Data></Item></Add>`,
    );
    const decoded = decodeWbxml(convert('xml2wbxml', new TextEncoder().encode(xml), ['-v', '1.2']));
    expect(decoded.ok && decoded.value.message.commands).toMatchObject([
      { items: [{ data: tree.replace(' xmlns="syncml:dmddf1.2"', '') }] },
    ]);
  });
});

function body(commands: string): string {
  return `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>2</MsgID><Target><LocURI>s</LocURI></Target><Source><LocURI>d</LocURI></Source></SyncHdr><SyncBody>${commands}<Final/></SyncBody></SyncML>`;
}

function read(xml: string): Message {
  const decoded = decodeXml(new TextEncoder().encode(xml));
  if (!decoded.ok) throw new Error(decoded.error.detail);
  return decoded.value.message;
}

function toXml(wbxml: Uint8Array): Message {
  const xml = new TextDecoder().decode(convert('wbxml2xml', wbxml, []));
  // It writes a DOCTYPE, which we refuse on purpose.
  return read(xml.replace(/<!DOCTYPE[^>]*>/, ''));
}

function convert(tool: 'wbxml2xml' | 'xml2wbxml', bytes: Uint8Array, options: readonly string[]): Uint8Array {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  writeFileSync(from, bytes);
  const { status, stderr, stdout } = spawnSync(join(tools, tool), [...options, '-o', to, from]);
  if (status !== 0) throw new Error(`${tool}: ${stderr.toString()}${stdout.toString()}`);
  return new Uint8Array(readFileSync(to));
}
