import { describe, expect, it } from 'vitest';
import { encodeDmProfile } from '../../../../../shared/dm/bootstrap/dm-profile.ts';
import {
  contentTypeOf,
  encodeAsPush,
  encodeWithHeader,
  openBootstrap,
  type Bootstrap,
} from '../../../../../shared/dm/bootstrap/envelope.ts';
import { encodeCpWbxml } from '../../../../../shared/dm/bootstrap/cp-wbxml-writer.ts';
import { encodeCpXml } from '../../../../../shared/dm/bootstrap/cp-xml.ts';
import { readTnds } from '../../../../../shared/dm/tnds-reader.ts';
import { decodeWbxml } from '../../../../../shared/syncml/wbxml/wbxml.ts';
import { ACCOUNT, DOCUMENT, must, octets } from './account.ts';

describe('a DM profile', () => {
  it.each(['xml', 'wbxml'] as const)('is one message that adds the account to the Inbox as TNDS in %s', (tnds) => {
    const { message, notes } = must(decodeWbxml(must(encodeDmProfile(ACCOUNT, 'IMEI:1', tnds))));
    expect(notes).toEqual([]);
    expect(message).toMatchObject({
      hdr: { verProto: 'DM/1.2', target: { locURI: 'IMEI:1' }, source: { locURI: ACCOUNT.serverURL } },
      commands: [
        {
          cmd: 'Add',
          items: [{ target: { locURI: './Inbox' }, meta: { type: `application/vnd.syncml.dmtnds+${tnds}` } }],
        },
      ],
      final: true,
    });
    const [command] = message.commands;
    const data = command?.cmd === 'Add' ? command.items[0]?.data : undefined;
    const nodes = must(readTnds(String(data), './Inbox', 'below'));
    const values = Object.fromEntries(nodes.map(({ uri, value }) => [uri.slice('./Inbox/w7/'.length), value]));
    expect(nodes[0]).toMatchObject({
      uri: './Inbox/w7',
      type: 'urn:oma:mo:oma-dm-dmacc:1.0',
      acl: 'Add=scomo-workbench&Delete=scomo-workbench&Get=scomo-workbench&Replace=scomo-workbench',
    });
    expect(values).toMatchObject({
      AppID: 'w7',
      ServerID: 'scomo-workbench',
      'AppAddr/1/Addr': 'http://192.0.2.1:8990/dm',
      'AppAddr/1/Port/1/PortNbr': '8990',
      AAuthPref: 'DIGEST',
      'AppAuth/1/AAuthLevel': 'CLCRED',
      'AppAuth/1/AAuthSecret': 'a"b<c>&é',
      'AppAuth/2/AAuthLevel': 'SRVCRED',
      'AppAuth/2/AAuthName': 'scomo-workbench',
    });
  });

  it('refuses a server ID that an access list cannot hold', () => {
    for (const serverId of ['a b', 'a+b', 'a&b', 'a=b', '*x'])
      expect(encodeDmProfile({ ...ACCOUNT, serverId }, 'IMEI:1', 'xml')).toMatchObject({
        error: { code: 'bootstrap-server-id' },
      });
  });
});

describe('a bootstrap on its way', () => {
  const xml: Bootstrap = {
    type: 'text/vnd.wap.connectivity-xml',
    document: new TextEncoder().encode(must(encodeCpXml(DOCUMENT))),
  };
  const wbxml: Bootstrap = {
    type: 'application/vnd.wap.connectivity-wbxml',
    document: must(encodeCpWbxml(DOCUMENT)),
  };
  const message: Bootstrap = {
    type: 'application/vnd.syncml.dm+wbxml',
    document: must(encodeDmProfile(ACCOUNT, 'IMEI:1', 'wbxml')),
  };
  const mac = 'EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79';

  it.each([xml, wbxml, message])('is known for what it is when it comes alone: $type', (bootstrap) => {
    expect(openBootstrap(bootstrap.document)).toEqual({ ok: true, value: bootstrap });
  });

  it.each([xml, wbxml, message])('keeps its proof behind a header and as WAP push: $type', (bootstrap) => {
    const proven: Bootstrap = { ...bootstrap, proof: { sec: 'USERNETWPIN', mac } };
    expect(openBootstrap(encodeWithHeader(proven))).toEqual({ ok: true, value: proven });
    expect(openBootstrap(encodeAsPush(proven))).toEqual({ ok: true, value: proven });
    expect(openBootstrap(encodeWithHeader(bootstrap))).toEqual({ ok: true, value: bootstrap });
  });

  it('has the header of its profile', () => {
    const proof = { sec: 'USERNETWPIN', mac } as const;
    expect(contentTypeOf({ ...message, proof })).toBe(
      `application/vnd.syncml.dm+wbxml; SEC=USERPIN_NETWORKID; MAC=${mac}`,
    );
    expect(contentTypeOf({ ...wbxml, proof })).toBe(
      `application/vnd.wap.connectivity-wbxml; SEC=USERNETWPIN; MAC=${mac}`,
    );
    expect(contentTypeOf(xml)).toBe('text/vnd.wap.connectivity-xml');
  });

  it('is refused when it is something else', () => {
    const others = [
      new Uint8Array(),
      new TextEncoder().encode('good morning'),
      new TextEncoder().encode('Content-Type: text/html\r\n\r\n<p/>'),
      new TextEncoder().encode('Content-Type: application/vnd.wap.connectivity-wbxml; SEC=9\n\nx'),
      octets('0106 03 C4AF87 0203'),
    ];
    for (const bytes of others) expect(openBootstrap(bytes)).toMatchObject({ error: { code: 'bootstrap-unknown' } });
    expect(openBootstrap(octets('0106FF'))).toMatchObject({ error: { code: 'push-malformed' } });
  });
});
