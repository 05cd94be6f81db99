/**
 * The account in a bootstrap file, as the handset takes it over (facts 2.10): APPLICATION w7 of a Client Provisioning
 * document, or the DMAcc object that a DM profile adds to the Inbox. What is for other applications is left alone.
 */
import { type Bootstrap, openBootstrap, PROFILES } from '../../../shared/dm/bootstrap/envelope.ts';
import {
  type Characteristic,
  CP_XML,
  parmOf,
  type ProvisioningDocument,
} from '../../../shared/dm/bootstrap/cp-document.ts';
import { decodeCpWbxml } from '../../../shared/dm/bootstrap/cp-wbxml-reader.ts';
import { decodeCpXml } from '../../../shared/dm/bootstrap/cp-xml.ts';
import { checkBootstrap, type ProofKey } from '../../../shared/dm/bootstrap/proof.ts';
import { TNDS_TYPE, type TndsNode } from '../../../shared/dm/tnds.ts';
import { readTnds } from '../../../shared/dm/tnds-reader.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { utf8Text } from '../../../shared/syncml/utf8.ts';
import { decodeWbxml } from '../../../shared/syncml/wbxml/wbxml.ts';

/** The account in the words of both profiles; a credential that is missing means that nobody proves anything. */
export interface FoundAccount {
  readonly serverId: string;
  readonly serverURL: string;
  readonly client?: FoundCredential;
  readonly server?: FoundCredential;
}

export interface FoundCredential {
  /** `BASIC`, `DIGEST`, `HMAC` or what else the file says. */
  readonly type: string;
  readonly name: string;
  readonly secret: string;
}

/** Levels under which the two credentials stand: w7 first, DMAcc second (facts 2.10). */
const CLIENT_LEVELS: readonly string[] = ['APPSRV', 'CLCRED'];
const SERVER_LEVELS: readonly string[] = ['CLIENT', 'SRVCRED'];

const DM_ACCOUNT = /^urn:oma:mo:oma-dm-dmacc:1\./;
const INBOX = './Inbox';

/**
 * Reads the account out of a file in whichever form it comes. `key` is what the user typed and what the SIM holds; a
 * file with a proof is taken only when that fits.
 *
 * Errors: those of `openBootstrap`, `checkBootstrap` and the readers, `bootstrap-no-account`.
 */
export function readBootstrapAccount(bytes: Uint8Array, key: ProofKey): Result<FoundAccount> {
  const opened = openBootstrap(bytes);
  if (!opened.ok) return opened;
  const { type, proof, document } = opened.value;
  const checked = proof === undefined ? ok(undefined) : checkBootstrap(PROFILES[type], proof, key, document);
  if (!checked.ok) return checked;
  return PROFILES[type] === 'cp' ? accountOfCp(opened.value) : accountOfDm(document);
}

function accountOfCp({ type, document }: Bootstrap): Result<FoundAccount> {
  const read = type === CP_XML ? readXml(document) : decodeCpWbxml(document);
  if (!read.ok) return read;
  const w7 = read.value.characteristics.find((each) => each.type === 'APPLICATION' && parmOf(each, 'APPID') === 'w7');
  const place = w7 === undefined ? undefined : addressOf(w7);
  const serverId = w7 === undefined ? undefined : parmOf(w7, 'PROVIDER-ID');
  if (w7 === undefined || place === undefined || serverId === undefined) return noAccount();
  const credentials = inside(w7, 'APPAUTH').map((each) => ({
    level: parmOf(each, 'AAUTHLEVEL') ?? '',
    type: parmOf(each, 'AAUTHTYPE') ?? '',
    name: parmOf(each, 'AAUTHNAME') ?? '',
    secret: parmOf(each, 'AAUTHSECRET') ?? '',
  }));
  return ok({ serverId, serverURL: place, ...byLevel(credentials) });
}

function readXml(document: Uint8Array): Result<ProvisioningDocument> {
  const text = utf8Text(document);
  return text === undefined
    ? fail('cp-malformed', 'The Client Provisioning document is not UTF-8.', 'Check that the file is whole.')
    : decodeCpXml(text);
}

/** ADDR of APPADDR, or of the application itself as some write it. */
function addressOf(w7: Characteristic): string | undefined {
  const [appAddr] = inside(w7, 'APPADDR');
  const address = (appAddr === undefined ? undefined : parmOf(appAddr, 'ADDR')) ?? parmOf(w7, 'ADDR');
  const port = appAddr === undefined ? undefined : inside(appAddr, 'PORT').map((each) => parmOf(each, 'PORTNBR'))[0];
  return address === undefined ? undefined : withPort(address, port);
}

function inside({ characteristics }: Characteristic, type: string): readonly Characteristic[] {
  return characteristics.filter((each) => each.type === type);
}

function accountOfDm(document: Uint8Array): Result<FoundAccount> {
  const decoded = decodeWbxml(document);
  if (!decoded.ok) return decoded;
  for (const command of decoded.value.message.commands) {
    if (command.cmd !== 'Add') continue;
    for (const { target, meta, data } of command.items) {
      if (meta?.type?.startsWith(TNDS_TYPE) !== true || typeof data !== 'string') continue;
      const nodes = readTnds(data, target?.locURI ?? INBOX, 'below');
      if (!nodes.ok) return nodes;
      const account = accountOfNodes(nodes.value);
      if (account !== undefined) return ok(account);
    }
  }
  return noAccount();
}

function accountOfNodes(nodes: readonly TndsNode[]): FoundAccount | undefined {
  const root = nodes.find(({ type }) => type !== undefined && DM_ACCOUNT.test(type))?.uri;
  if (root === undefined) return undefined;
  const values = new Map(
    nodes.filter(({ uri }) => uri.startsWith(`${root}/`)).map(({ uri, value }) => [uri.slice(root.length + 1), value]),
  );
  const valueAt = (pattern: RegExp): string | undefined =>
    [...values].find(([path]) => pattern.test(path))?.[1] ?? undefined;
  const serverId = values.get('ServerID');
  const address = valueAt(/^AppAddr\/[^/]+\/Addr$/);
  if (serverId === undefined || serverId === null || address === undefined) return undefined;
  const credentials = [...values.keys()]
    .filter((path) => /^AppAuth\/[^/]+\/AAuthLevel$/.test(path))
    .map((path) => {
      const folder = path.slice(0, -'AAuthLevel'.length);
      return {
        level: values.get(path) ?? '',
        type: values.get(`${folder}AAuthType`) ?? '',
        name: values.get(`${folder}AAuthName`) ?? '',
        secret: values.get(`${folder}AAuthSecret`) ?? '',
      };
    });
  const port = valueAt(/^AppAddr\/[^/]+\/Port\/[^/]+\/PortNbr$/);
  return { serverId, serverURL: withPort(address, port), ...byLevel(credentials) };
}

function byLevel(
  credentials: readonly (FoundCredential & { readonly level: string })[],
): Pick<FoundAccount, 'client' | 'server'> {
  const at = (levels: readonly string[]): FoundCredential | undefined => {
    const found = credentials.find(({ level }) => levels.includes(level));
    return found === undefined ? undefined : { type: found.type, name: found.name, secret: found.secret };
  };
  const client = at(CLIENT_LEVELS);
  const server = at(SERVER_LEVELS);
  return { ...(client === undefined ? {} : { client }), ...(server === undefined ? {} : { server }) };
}

/** The port counts when the address names none (facts 3.1). */
function withPort(address: string, port: string | undefined): string {
  const url = URL.parse(address);
  if (url === null || url.port !== '' || port === undefined || !/^\d{1,5}$/.test(port)) return address;
  url.port = port;
  return url.href;
}

function noAccount(): Result<never> {
  return fail(
    'bootstrap-no-account',
    'The bootstrap file has no account of a DM server.',
    'Take one that `scomo bootstrap` or the window has written.',
  );
}
