/**
 * The standard objects of a handset as a person reads them: device information and details, its accounts at DM servers,
 * the inbox, and the firmware update object (facts 2.9). A pure view of nodes that were read: what stands where, in
 * words. Passwords and nonces are never in it, also where a handset lets them be read.
 */
import { firmwareState } from './fumo.ts';
import { isBelow, lastSegment, segments } from './uri.ts';

/** A node as it was read; `value` is null or absent where there is none. */
export interface ReadNode {
  readonly uri: string;
  readonly format: string;
  readonly value?: string | null | undefined;
  readonly type?: string | null | undefined;
}

export type ObjectKind = 'device' | 'details' | 'account' | 'inbox' | 'firmware';

export interface ObjectFact {
  readonly label: string;
  readonly uri: string;
  /** As it was read; empty for a value that is empty or was not read. */
  readonly value: string;
  /** What the value means, where it does not say so itself. */
  readonly meaning?: string;
}

/** A part of an object that may be there several times: an address, a credential. */
export interface ObjectGroup {
  readonly title: string;
  readonly facts: readonly ObjectFact[];
}

export interface StandardObject {
  readonly kind: ObjectKind;
  readonly title: string;
  readonly uri: string;
  readonly facts: readonly ObjectFact[];
  readonly groups: readonly ObjectGroup[];
  /** What a person must know of it. */
  readonly remark?: string;
}

interface Definition {
  readonly kind: ObjectKind;
  readonly title: string;
  /** MO identifier without its version. */
  readonly type: string;
  /** Where it stands when no type says so; a pattern of the whole URI. */
  readonly place: RegExp;
  readonly remark?: string;
}

// oxfmt-ignore
const OBJECTS: readonly Definition[] = [
  { kind: 'device', title: 'Device information', type: 'urn:oma:mo:oma-dm-devinfo', place: /^\.\/DevInfo$/i },
  { kind: 'details', title: 'Device details', type: 'urn:oma:mo:oma-dm-devdetail', place: /^\.\/DevDetail$/i },
  { kind: 'account', title: 'DM account', type: 'urn:oma:mo:oma-dm-dmacc', place: /^\.\/(?:SyncML\/)?DMAcc\/[^/]+$/i, remark: 'Passwords and nonces are never shown.' },
  { kind: 'firmware', title: 'Firmware update', type: 'urn:oma:mo:oma-fumo', place: /^\.\/(?:FUMO|FOTA|FwUpdate)(?:\/[^/]+)?$/i, remark: 'Shown only: this workbench does not update firmware.' },
  { kind: 'inbox', title: 'Inbox', type: 'urn:oma:mo:oma-dm-inbox', place: /^\.\/Inbox$/i, remark: 'A server may add to it; nobody can read what is in it.' },
];

/** Labels by the name of a leaf, in the order in which they are shown. */
// oxfmt-ignore
const LABELS: Readonly<Record<ObjectKind, readonly (readonly [path: string, label: string])[]>> = {
  device: [['DevId', 'Identifier'], ['Man', 'Manufacturer'], ['Mod', 'Model'], ['DmV', 'DM client'], ['Lang', 'Language']],
  details: [
    ['DevTyp', 'Type'], ['OEM', 'Original manufacturer'], ['FwV', 'Firmware'], ['SwV', 'Software'], ['HwV', 'Hardware'],
    ['LrgObj', 'Large objects'], ['URI/MaxDepth', 'Deepest URI'], ['URI/MaxTotLen', 'Longest URI'], ['URI/MaxSegLen', 'Longest name'],
  ],
  account: [['ServerID', 'Server identifier'], ['AppID', 'Application'], ['Name', 'Name'], ['AAuthPref', 'Preferred proof'], ['PrefConRef', 'Preferred connection']],
  inbox: [],
  firmware: [
    ['State', 'State'], ['PkgName', 'Package'], ['PkgVersion', 'Version'],
    ['Download/PkgURL', 'Download from'], ['DownloadAndUpdate/PkgURL', 'Download and update from'],
  ],
};

/** Nodes whose value is nobody's business. */
const SECRET = /^AAuth(?:Secret|Data)$/i;

const LEVELS: ReadonlyMap<string, string> = new Map([
  ['CLCRED', 'how the handset proves itself to the server'],
  ['APPSRV', 'how the handset proves itself to the server'],
  ['SRVCRED', 'how the server proves itself to the handset'],
  ['CLIENT', 'how the server proves itself to the handset'],
  ['OBEX', 'at the OBEX layer'],
  ['HTTP', 'at the HTTP layer'],
]);

/** The standard objects among these nodes, in the order of their kinds. */
export function deviceObjects(nodes: Iterable<ReadNode>): readonly StandardObject[] {
  const all = [...nodes];
  const roots = all.flatMap((node) => {
    const definition = node.format === 'node' || node.format === 'unknown' ? definitionOf(node) : undefined;
    return definition === undefined ? [] : [{ definition, uri: node.uri }];
  });
  // An object that stands inside another of its kind is a part of it, e.g. `./FUMO` and `./FUMO/Update`.
  const outer = roots.filter(
    ({ definition, uri }) => !roots.some((one) => one.definition === definition && isBelow(uri, one.uri)),
  );
  return OBJECTS.flatMap((definition) =>
    outer
      .filter((root) => root.definition === definition)
      .flatMap(
        ({ uri }) =>
          objectAt(
            definition,
            uri,
            all.filter((node) => isBelow(node.uri, uri)),
          ) ?? [],
      ),
  );
}

/** May this node be the root of a standard object? Cheap: for every visible node of a tree. */
export function isStandardObject(node: Pick<ReadNode, 'uri' | 'type'>): boolean {
  return definitionOf(node) !== undefined;
}

function definitionOf({ uri, type }: Pick<ReadNode, 'uri' | 'type'>): Definition | undefined {
  const identifier = type
    ?.trim()
    .toLowerCase()
    .replace(/:\d+(?:\.\d+)*$/, '');
  const named = OBJECTS.find((row) => row.type === identifier);
  if (named !== undefined || (identifier !== undefined && identifier !== '')) return named;
  return OBJECTS.find(({ place }) => place.test(uri));
}

function objectAt(definition: Definition, uri: string, below: readonly ReadNode[]): StandardObject | undefined {
  const { kind, title, remark } = definition;
  const leaves = below.filter(({ format, uri: at }) => format !== 'node' && !SECRET.test(lastSegment(at)));
  const facts = factsOf(kind, uri, leaves);
  const groups = kind === 'account' ? [...addresses(uri, leaves), ...credentials(uri, leaves)] : [];
  // A place that only looks like the object, and has nothing of it.
  if (kind === 'account' && !facts.some(({ label }) => label === 'Server identifier')) return undefined;
  if (kind === 'firmware' && !facts.some(({ label }) => label === 'State')) return undefined;
  const name = kind === 'account' ? `${title}: ${facts[0]?.value || lastSegment(uri)}` : title;
  return { kind, title: name, uri, facts, groups, ...(remark === undefined ? {} : { remark }) };
}

/** Known leaves first, in the table's order; for device and details also what the maker has added. */
function factsOf(kind: ObjectKind, root: string, leaves: readonly ReadNode[]): readonly ObjectFact[] {
  const known = LABELS[kind].flatMap(([path, label]) => {
    const leaf = leaves.find(({ uri }) => pathBelow(root, uri).toLowerCase() === path.toLowerCase());
    return leaf === undefined ? [] : [factOf(label, leaf, meaningOf(path, leaf.value ?? ''))];
  });
  if (kind !== 'device' && kind !== 'details') return known;
  const shown = new Set(known.map(({ uri }) => uri));
  const others = leaves.filter(({ uri }) => !shown.has(uri));
  return [...known, ...others.map((leaf) => factOf(pathBelow(root, leaf.uri), leaf))];
}

function addresses(root: string, leaves: readonly ReadNode[]): readonly ObjectGroup[] {
  return groupsBelow(root, 'AppAddr', leaves).map(({ name, members }) => {
    const address = members.find(({ uri }) => lastSegment(uri) === 'Addr');
    const kind = members.find(({ uri }) => lastSegment(uri) === 'AddrType');
    const ports = members.filter(({ uri }) => lastSegment(uri) === 'PortNbr');
    return {
      title: `Address ${name}`,
      facts: [
        ...(address === undefined ? [] : [factOf('Address', address)]),
        ...(kind === undefined ? [] : [factOf('Kind of address', kind)]),
        ...ports.map((port) => factOf('Port', port)),
      ],
    };
  });
}

function credentials(root: string, leaves: readonly ReadNode[]): readonly ObjectGroup[] {
  return groupsBelow(root, 'AppAuth', leaves).map(({ name, members }) => {
    const of = (leaf: string): ReadNode | undefined => members.find(({ uri }) => lastSegment(uri) === leaf);
    const level = of('AAuthLevel');
    // Some clients name the node instead of writing a level (facts 7).
    const said = level?.value ?? name;
    const meaning = LEVELS.get(said.trim().toUpperCase());
    const rows = [
      ['Kind of proof', of('AAuthType')],
      ['Name', of('AAuthName')],
    ] as const;
    return {
      title: `Credential ${name}`,
      facts: [
        ...(level === undefined ? [] : [factOf('Level', level, meaning)]),
        ...rows.flatMap(([label, leaf]) => (leaf === undefined ? [] : [factOf(label, leaf)])),
      ],
    };
  });
}

/** The leaves below `<root>/<list>/<X>`, by `<X>`. */
function groupsBelow(
  root: string,
  list: string,
  leaves: readonly ReadNode[],
): readonly { readonly name: string; readonly members: readonly ReadNode[] }[] {
  const above = segments(root).length;
  const groups = new Map<string, ReadNode[]>();
  for (const leaf of leaves) {
    const [first, name] = segments(leaf.uri).slice(above);
    if (first?.toLowerCase() !== list.toLowerCase() || name === undefined) continue;
    const members = groups.get(name) ?? [];
    groups.set(name, members);
    members.push(leaf);
  }
  return [...groups].map(([name, members]) => ({ name, members }));
}

function meaningOf(path: string, value: string): string | undefined {
  switch (path) {
    case 'State':
      return firmwareState(value);
    case 'LrgObj':
      return /^(?:true|1)$/i.test(value) ? 'takes values in several messages' : 'each value must fit into one message';
    case 'URI/MaxDepth':
    case 'URI/MaxTotLen':
    case 'URI/MaxSegLen':
      return value.trim() === '0' ? 'no limit' : undefined;
    case 'AppID':
      return value.trim().toLowerCase() === 'w7' ? 'OMA DM' : undefined;
    default:
      return undefined;
  }
}

function factOf(label: string, { uri, value }: ReadNode, meaning?: string): ObjectFact {
  return { label, uri, value: value ?? '', ...(meaning === undefined ? {} : { meaning }) };
}

function pathBelow(root: string, uri: string): string {
  return segments(uri).slice(segments(root).length).join('/');
}
