/**
 * Our Client Provisioning documents against libwbxml's tools, which strangers wrote and which handset makers used: the
 * octets are the same, and each side reads what the other wrote.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findWbxmlTools } from '../../build/machine.mjs';
import type { ProvisioningDocument } from '../../shared/dm/bootstrap/cp-document.ts';
import { cpProfile } from '../../shared/dm/bootstrap/cp-profile.ts';
import { ATTRIBUTES, VALUES } from '../../shared/dm/bootstrap/cp-tokens.ts';
import { decodeCpWbxml } from '../../shared/dm/bootstrap/cp-wbxml-reader.ts';
import { encodeCpWbxml } from '../../shared/dm/bootstrap/cp-wbxml-writer.ts';
import { decodeCpXml, encodeCpXml } from '../../shared/dm/bootstrap/cp-xml.ts';
import { encodeDmProfile } from '../../shared/dm/bootstrap/dm-profile.ts';
import { readTnds } from '../../shared/dm/tnds-reader.ts';
import { decodeXml } from '../../shared/syncml/xml.ts';
import { ACCOUNT, DOCUMENT, must } from '../unit/shared/dm/bootstrap/account.ts';

let tools: string;
let folder: string;

beforeAll(() => {
  tools = findWbxmlTools();
  folder = mkdtempSync(join(tmpdir(), 'scomo-cp-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Values that libwbxml spells otherwise than the specification. */
const MISSPELT: ReadonlySet<string> = new Set(['TETRA-SDS', 'TETRA-PACKET', 'MOBITEX MPAK', 'MOBITEX-MPAK']);

/** Every token of the tables once. */
const EVERYTHING: ProvisioningDocument = {
  version: '1.0',
  characteristics: [
    ...valuesOf('type').map((type) => ({ type, parms: [], characteristics: [] })),
    {
      type: 'VENDORCONFIG',
      parms: [
        ...valuesOf('name').map((name) => ({ name, value: '1' })),
        ...VALUES.map(([, , text]) => text)
          .filter((text) => text.length > 1 && !MISSPELT.has(text) && !text.endsWith('-'))
          .map((value) => ({ name: 'X-VENDOR', value })),
      ],
      characteristics: [],
    },
  ],
};

function valuesOf(attribute: 'name' | 'type'): readonly string[] {
  return [
    ...new Set(ATTRIBUTES.flatMap(([, , name, value]) => (name === attribute && value !== undefined ? [value] : []))),
  ];
}

describe.each([
  ['an account', cpProfile(ACCOUNT)],
  ['an account over https', cpProfile({ ...ACCOUNT, serverURL: 'https://dm.example/dm' })],
  ['an account with an access point', DOCUMENT],
  ['every token', EVERYTHING],
])('%s', (_name, document) => {
  it('is read by libwbxml', () => {
    const xml = convert('wbxml2xml', must(encodeCpWbxml(document))).toString('utf8');
    expect(must(decodeCpXml(xml))).toEqual(document);
  });

  it('is written by libwbxml octet for octet as by us', () => {
    const theirs = convert('xml2wbxml', new TextEncoder().encode(must(encodeCpXml(document))), ['-v', '1.3', '-n']);
    expect(Buffer.from(must(encodeCpWbxml(document))).toString('hex')).toBe(theirs.toString('hex'));
  });

  it('is read by us when libwbxml writes it with a string table', () => {
    const theirs = convert('xml2wbxml', new TextEncoder().encode(must(encodeCpXml(document))), ['-v', '1.3']);
    expect(must(decodeCpWbxml(theirs))).toEqual(document);
  });
});

describe('a DM profile', () => {
  it.each(['xml', 'wbxml'] as const)('with its TNDS in %s is read by libwbxml', (tnds) => {
    const text = convert('wbxml2xml', must(encodeDmProfile(ACCOUNT, 'IMEI:1', tnds))).toString('utf8');
    // It writes document types, also for the document within; we refuse them on purpose.
    const xml = new TextEncoder().encode(text.replaceAll(/<!DOCTYPE[^>]*>/g, ''));
    const [command] = must(decodeXml(xml)).message.commands;
    const item = command?.cmd === 'Add' ? command.items[0] : undefined;
    expect(item).toMatchObject({
      target: { locURI: './Inbox' },
      // It shows an embedded WBXML document as markup, and says so.
      meta: { type: 'application/vnd.syncml.dmtnds+xml' },
    });
    const markup = String(item?.data);
    const nodes = must(readTnds(markup.slice(markup.indexOf('<MgmtTree')), './Inbox', 'below'));
    expect(nodes).toContainEqual(expect.objectContaining({ uri: './Inbox/w7/AppID', value: 'w7' }));
  });
});

function convert(tool: string, input: Uint8Array, options: readonly string[] = []): Buffer {
  const [from, to] = [join(folder, 'in'), join(folder, 'out')];
  writeFileSync(from, input);
  const { status, stderr } = spawnSync(join(tools, tool), [...options, '-o', to, from], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} ended with ${status}: ${stderr}`);
  return readFileSync(to);
}
