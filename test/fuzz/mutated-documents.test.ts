import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNotification, encodeNotification } from '../../shared/dm/notification.ts';
import { readTnds } from '../../shared/dm/tnds-reader.ts';
import { writeTnds } from '../../shared/dm/tnds-writer.ts';
import { decodeCpWbxml } from '../../shared/dm/bootstrap/cp-wbxml-reader.ts';
import { decodeCpXml } from '../../shared/dm/bootstrap/cp-xml.ts';
import { formatHmacHeader, parseHmacHeader } from '../../shared/syncml/hmac-header.ts';
import type { Result } from '../../shared/result.ts';
import { MESSAGE_FIXTURES, messageOf } from '../unit/shared/syncml/message-fixtures.ts';
import { octets } from '../unit/shared/syncml/wbxml/octets.ts';
import { casesOf, inTime } from './campaign.ts';
import { mutated, mutations } from './mutation.ts';

/** Texts that handsets sent as documents within Data, and others of their kind. */
const TNDS = MESSAGE_FIXTURES.flatMap((fixture) => messageOf(fixture).commands)
  .flatMap((command) => ('items' in command ? command.items : []))
  .flatMap(({ data }) => (typeof data === 'string' && data.startsWith('<MgmtTree') ? [bytesOf(data)] : []));
const CP = [
  '<?xml version="1.0"?><wap-provisioningdoc version="1.1"><characteristic type="APPLICATION"><parm name="APPID" value="w7"/><parm name="ADDR" value="http://127.0.0.1/dm?a=1&amp;b=2"/><characteristic type="APPAUTH"><parm name="AAUTHLEVEL" value="APPSRV"/></characteristic></characteristic></wap-provisioningdoc>',
].map(bytesOf);
const CP_WBXML = [
  octets("03 0B 6A 00 45 C6 56 01 87 07 06 03 'w7' 00 01 01 01"),
  octets("03 0B 6A 05 'ADDR' 00 45 C6 00 01 55 01 87 06 83 00 00 01 06 03 'x' 00 01 01 01"),
];
const HMAC = ['algorithm=MD5, username="Robert Jordan", mac=Dgpoz+Pbak4mDJbIs2Y5Tw==', 'username=bruce,mac=AA=='].map(
  bytesOf,
);
const NOTIFICATIONS = [
  notification(),
  octets("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 D0 00 00 00 12 34 12 'com.mgmtsrv.manage'"),
];
const PIECES = ['<Node>', '</Node>', '<Path>', '"', '\\', '&lt;', '=', ',', '<parm name="', '\0', '\u{FFFF}'].map(
  bytesOf,
);

/** What reads each kind; it answers a value or a reason, and what it read it can write. */
const READERS: readonly (readonly [name: string, corpus: readonly Uint8Array[], read: (bytes: Uint8Array) => void])[] =
  [
    ['TNDS', TNDS, readAndWriteTnds],
    ['Client Provisioning in XML', CP, (bytes) => hasReason(decodeCpXml(textOf(bytes)))],
    ['Client Provisioning in WBXML', CP_WBXML, (bytes) => hasReason(decodeCpWbxml(bytes))],
    ['a header with a MAC', HMAC, readAndWriteHmac],
    ['a notification', NOTIFICATIONS, (bytes) => hasReason(decodeNotification(bytes))],
  ];

describe.each(READERS)('%s that was damaged on the way', (_name, corpus, read) => {
  it('is read or refused with a reason', () => {
    fc.assert(
      fc.property(fc.nat(corpus.length - 1), mutations, (index, damage) => {
        const bytes = mutated(corpus[index] ?? new Uint8Array(), damage, corpus, PIECES);
        expect(() => inTime(() => read(bytes))).not.toThrow();
      }),
      casesOf('documents', READERS.length),
    );
  });
});

function readAndWriteTnds(bytes: Uint8Array): void {
  const read = readTnds(textOf(bytes), './A');
  hasReason(read);
  if (read.ok) hasReason(writeTnds(read.value, './A'));
}

function readAndWriteHmac(bytes: Uint8Array): void {
  const read = parseHmacHeader(textOf(bytes));
  hasReason(read);
  const written = read.ok ? formatHmacHeader(read.value) : undefined;
  expect(written?.ok === true ? parseHmacHeader(written.value) : read).toEqual(read);
}

function hasReason(result: Result<unknown>): void {
  expect(result.ok ? 'ok' : result.error.code).toMatch(/^[a-z0-9-]+$/);
}

function notification(): Uint8Array {
  const encoded = encodeNotification({
    sessionId: 42,
    uiMode: 'informative',
    initiator: 'server',
    serverId: 'mgmt.example',
    serverPassword: 'srvpwd',
    nonce: new Uint8Array(4),
  });
  if (!encoded.ok) throw new Error(encoded.error.message);
  return encoded.value;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
