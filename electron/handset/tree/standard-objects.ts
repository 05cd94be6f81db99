/** The objects that every DM 1.2 handset has: DevInfo, DevDetail and DMAcc (facts 2.9). All of them are read-only. */
import type { AuthType } from '../../../shared/syncml/auth.ts';
import { URI_LIMITS } from './item-uri.ts';
import type { ManagementTree } from './management-tree.ts';
import { ACCESS, type NodeSpec } from './node.ts';

/** What the standard objects tell about this handset and its account at the server. */
export interface HandsetFacts {
  readonly devId: string;
  readonly serverURL: string;
  readonly serverId: string;
  readonly user: string;
  readonly auth: AuthType;
  readonly serverAuth: AuthType;
}

/** The nodes a handset names itself with in package 1, besides DevId. */
const DEVICE = { Man: 'Acme', Mod: 'Virtual Handset', DmV: '1.0.0', Lang: 'en-GB' } as const;

const DEV_INFO = './DevInfo';

/** Where the port of the notification socket is told: an extension, since UDP has no place in the standard. */
const NOTIFY_PORT = './DevInfo/Ext/NotifyPort';

type Row = readonly [uri: string, spec: NodeSpec];

/** Makes the three objects in an empty tree. */
export function addStandardObjects(tree: ManagementTree, facts: HandsetFacts): void {
  for (const [uri, spec] of [...devInfo(facts), ...devDetail(), ...account(facts)])
    tree.put(uri, { permanent: true, ...spec });
}

/** Tells where notifications are heard. */
export function announceNotifyPort(tree: ManagementTree, port: number): void {
  tree.put(NOTIFY_PORT, { format: 'int', value: String(port), permanent: true });
}

/** The leaves that package 1 carries, in the tree's order (facts 2.1). */
export function devInfoLeaves(tree: ManagementTree): readonly { readonly uri: string; readonly value: string }[] {
  return [...tree.walk(DEV_INFO)]
    .filter(([, node]) => node.children === undefined)
    .map(([uri, node]) => ({ uri, value: typeof node.value === 'string' ? node.value : '' }));
}

function devInfo({ devId }: HandsetFacts): readonly Row[] {
  return [
    [DEV_INFO, { format: 'node', type: 'urn:oma:mo:oma-dm-devinfo:1.0' }],
    [`${DEV_INFO}/DevId`, { value: devId }],
    ...Object.entries(DEVICE).map(([name, value]): Row => [`${DEV_INFO}/${name}`, { value }]),
    [`${DEV_INFO}/Ext`, { format: 'node' }],
  ];
}

function devDetail(): readonly Row[] {
  const root = './DevDetail';
  return [
    [root, { format: 'node', type: 'urn:oma:mo:oma-dm-devdetail:1.0' }],
    [`${root}/URI`, { format: 'node' }],
    [`${root}/URI/MaxDepth`, { value: String(URI_LIMITS.maxDepth) }],
    [`${root}/URI/MaxTotLen`, { value: String(URI_LIMITS.maxTotLen) }],
    [`${root}/URI/MaxSegLen`, { value: String(URI_LIMITS.maxSegLen) }],
    [`${root}/DevTyp`, { value: 'Virtual handset' }],
    [`${root}/OEM`, { value: DEVICE.Man }],
    [`${root}/FwV`, { value: '1.0' }],
    [`${root}/SwV`, { value: '1.0' }],
    [`${root}/HwV`, { value: '1.0' }],
    [`${root}/LrgObj`, { format: 'bool', value: 'true' }],
  ];
}

/** As AAuthType names them (facts 2.9); without a proof of its own, the transport has to do. */
const AUTH_NAMES: Readonly<Record<AuthType, string>> = {
  none: 'TRANSPORT',
  basic: 'BASIC',
  md5: 'DIGEST',
  mac: 'HMAC',
};

/** Secrets and nonces are there, as the standard wants, but nobody can read them. */
function account({ serverURL, serverId, user, auth, serverAuth }: HandsetFacts): readonly Row[] {
  const root = './DMAcc/Server';
  return [
    ['./DMAcc', { format: 'node' }],
    [root, { format: 'node', type: 'urn:oma:mo:oma-dm-dmacc:1.0' }],
    [`${root}/AppID`, { value: 'w7' }],
    [`${root}/ServerID`, { value: serverId }],
    [`${root}/AppAddr`, { format: 'node' }],
    [`${root}/AppAddr/1`, { format: 'node' }],
    [`${root}/AppAddr/1/Addr`, { value: serverURL }],
    [`${root}/AppAddr/1/AddrType`, { value: 'URI' }],
    [`${root}/AAuthPref`, { value: AUTH_NAMES[auth] }],
    [`${root}/AppAuth`, { format: 'node' }],
    ...credential(`${root}/AppAuth/Client`, 'CLCRED', AUTH_NAMES[auth], user),
    ...credential(`${root}/AppAuth/Server`, 'SRVCRED', AUTH_NAMES[serverAuth], serverId),
  ];
}

function credential(root: string, level: string, type: string, name: string): readonly Row[] {
  return [
    [root, { format: 'node' }],
    [`${root}/AAuthLevel`, { value: level }],
    [`${root}/AAuthType`, { value: type }],
    [`${root}/AAuthName`, { value: name }],
    [`${root}/AAuthSecret`, { access: ACCESS.none }],
    [`${root}/AAuthData`, { format: 'bin', access: ACCESS.none }],
  ];
}
