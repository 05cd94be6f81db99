/**
 * An account as DM profile: one DM message in WBXML that adds a DMAcc object to `./Inbox` as TNDS; the handset moves it
 * to where its accounts are (facts 2.8–2.10). Nobody answers it.
 */
import { fail, ok, type Result } from '../../result.ts';
import type { Data, Item, Message } from '../../syncml/message.ts';
import { encodeWbxml } from '../../syncml/wbxml/wbxml.ts';
import { formatAcl, parseAcl } from '../acl.ts';
import { TNDS_XML, type TndsNode } from '../tnds.ts';
import { encodeTndsWbxml, TNDS_WBXML } from '../tnds-wbxml.ts';
import { writeTnds } from '../tnds-writer.ts';
import { AUTH_WORDS, type BootstrapAccount, portIn, type Proving } from './account.ts';

const INBOX = './Inbox';
const DMACC_TYPE = 'urn:oma:mo:oma-dm-dmacc:1.0';

const ROOT = `${INBOX}/w7`;

/**
 * Encodes the message for one handset. `tnds` is how the object stands in it; handsets must take WBXML.
 * Errors: `bootstrap-server-id` when an access list cannot hold the server's identifier, those of the writers.
 */
export function encodeDmProfile(account: BootstrapAccount, devId: string, tnds: 'xml' | 'wbxml'): Result<Uint8Array> {
  const nodes = dmAccount(account);
  if (!nodes.ok) return nodes;
  const xml = writeTnds(nodes.value, ROOT);
  if (!xml.ok) return xml;
  const data = tnds === 'xml' ? ok<Data>(xml.value) : encodeTndsWbxml(xml.value);
  return data.ok ? encodeWbxml(message(account, devId, itemOf(tnds, data.value))) : data;
}

function itemOf(tnds: 'xml' | 'wbxml', data: Data): Item {
  const meta = tnds === 'xml' ? { format: 'xml', type: TNDS_XML } : { format: 'bin', type: TNDS_WBXML };
  return { target: { locURI: INBOX }, meta, data };
}

function message({ serverURL }: BootstrapAccount, devId: string, item: Item): Message {
  return {
    hdr: {
      verDTD: '1.2',
      verProto: 'DM/1.2',
      sessionId: '0',
      msgId: '0',
      target: { locURI: devId },
      source: { locURI: serverURL },
    },
    commands: [{ cmd: 'Add', cmdId: '1', items: [item] }],
    final: true,
  };
}

function dmAccount(account: BootstrapAccount): Result<readonly TndsNode[]> {
  const { serverId, serverURL, name, client, server } = account;
  const acl = formatAcl({ Add: [serverId], Delete: [serverId], Get: [serverId], Replace: [serverId] });
  const read = parseAcl(acl);
  if (!read.ok || read.value.Get?.[0] !== serverId)
    return fail(
      'bootstrap-server-id',
      `An access list cannot hold the server ID “${serverId}”.`,
      'Choose one without blanks and without = & * +, or take the profile cp.',
    );
  const port = portIn(serverURL);
  const preferred = client.type === 'none' ? undefined : AUTH_WORDS[client.type];
  return ok([
    { uri: ROOT, format: 'node', type: DMACC_TYPE, acl },
    leaf('AppID', 'w7'),
    leaf('ServerID', serverId),
    leaf('Name', name),
    node('AppAddr'),
    node('AppAddr/1'),
    leaf('AppAddr/1/Addr', serverURL),
    leaf('AppAddr/1/AddrType', 'URI'),
    ...(port === undefined
      ? []
      : [node('AppAddr/1/Port'), node('AppAddr/1/Port/1'), leaf('AppAddr/1/Port/1/PortNbr', port)]),
    ...(preferred === undefined ? [] : [leaf('AAuthPref', preferred)]),
    node('AppAuth'),
    ...proving('AppAuth/1', 'CLCRED', client),
    ...proving('AppAuth/2', 'SRVCRED', server),
  ]);
}

function proving(path: string, level: 'CLCRED' | 'SRVCRED', { type, name, secret }: Proving): readonly TndsNode[] {
  if (type === 'none') return [];
  return [
    node(path),
    leaf(`${path}/AAuthLevel`, level),
    leaf(`${path}/AAuthType`, AUTH_WORDS[type]),
    leaf(`${path}/AAuthName`, name),
    leaf(`${path}/AAuthSecret`, secret),
  ];
}

function node(path: string): TndsNode {
  return { uri: `${ROOT}/${path}`, format: 'node' };
}

function leaf(path: string, value: string): TndsNode {
  return { uri: `${ROOT}/${path}`, format: 'chr', value };
}
