/**
 * The tag tokens of SyncML in WBXML, and the public identifiers that say which tables a document uses (facts 4; C-WBX,
 * DM TS §8.6). A SyncML document has SyncML on page 0, MetInf on page 1 and DM DDF (the tags of a TNDS object) on
 * page 2; DevInf has documents of its own. The tables are data, one row per token; the lookups at the end are made
 * of them once.
 */

type Row = readonly [token: number, name: string];

const SYNCML: readonly Row[] = [
  [0x05, 'Add'],
  [0x06, 'Alert'],
  [0x07, 'Archive'],
  [0x08, 'Atomic'],
  [0x09, 'Chal'],
  [0x0a, 'Cmd'],
  [0x0b, 'CmdID'],
  [0x0c, 'CmdRef'],
  [0x0d, 'Copy'],
  [0x0e, 'Cred'],
  [0x0f, 'Data'],
  [0x10, 'Delete'],
  [0x11, 'Exec'],
  [0x12, 'Final'],
  [0x13, 'Get'],
  [0x14, 'Item'],
  [0x15, 'Lang'],
  [0x16, 'LocName'],
  [0x17, 'LocURI'],
  [0x18, 'Map'],
  [0x19, 'MapItem'],
  [0x1a, 'Meta'],
  [0x1b, 'MsgID'],
  [0x1c, 'MsgRef'],
  [0x1d, 'NoResp'],
  [0x1e, 'NoResults'],
  [0x1f, 'Put'],
  [0x20, 'Replace'],
  [0x21, 'RespURI'],
  [0x22, 'Results'],
  [0x23, 'Search'],
  [0x24, 'Sequence'],
  [0x25, 'SessionID'],
  [0x26, 'SftDel'],
  [0x27, 'Source'],
  [0x28, 'SourceRef'],
  [0x29, 'Status'],
  [0x2a, 'Sync'],
  [0x2b, 'SyncBody'],
  [0x2c, 'SyncHdr'],
  [0x2d, 'SyncML'],
  [0x2e, 'Target'],
  [0x2f, 'TargetRef'],
  [0x31, 'VerDTD'],
  [0x32, 'VerProto'],
  [0x33, 'NumberOfChanges'],
  [0x34, 'MoreData'],
  [0x35, 'Field'],
  [0x36, 'Filter'],
  [0x37, 'Record'],
  [0x38, 'FilterType'],
  [0x39, 'SourceParent'],
  [0x3a, 'TargetParent'],
  [0x3b, 'Move'],
  [0x3c, 'Correlator'],
];

const METINF: readonly Row[] = [
  [0x05, 'Anchor'],
  [0x06, 'EMI'],
  [0x07, 'Format'],
  [0x08, 'FreeID'],
  [0x09, 'FreeMem'],
  [0x0a, 'Last'],
  [0x0b, 'Mark'],
  [0x0c, 'MaxMsgSize'],
  [0x0d, 'Mem'],
  [0x0e, 'MetInf'],
  [0x0f, 'Next'],
  [0x10, 'NextNonce'],
  [0x11, 'SharedMem'],
  [0x12, 'Size'],
  [0x13, 'Type'],
  [0x14, 'Version'],
  [0x15, 'MaxObjSize'],
  [0x16, 'FieldLevel'],
];

const DMDDF: readonly Row[] = [
  [0x05, 'AccessType'],
  [0x06, 'ACL'],
  [0x07, 'Add'],
  [0x08, 'b64'],
  [0x09, 'bin'],
  [0x0a, 'bool'],
  [0x0b, 'chr'],
  [0x0c, 'CaseSense'],
  [0x0d, 'CIS'],
  [0x0e, 'Copy'],
  [0x0f, 'CS'],
  [0x10, 'date'],
  [0x11, 'DDFName'],
  [0x12, 'DefaultValue'],
  [0x13, 'Delete'],
  [0x14, 'Description'],
  [0x15, 'DFFormat'],
  [0x16, 'DFProperties'],
  [0x17, 'DFTitle'],
  [0x18, 'DFType'],
  [0x19, 'Dynamic'],
  [0x1a, 'Exec'],
  [0x1b, 'float'],
  [0x1c, 'Format'],
  [0x1d, 'Get'],
  [0x1e, 'int'],
  [0x1f, 'Man'],
  [0x20, 'MgmtTree'],
  [0x21, 'MIME'],
  [0x22, 'Mod'],
  [0x23, 'Name'],
  [0x24, 'Node'],
  [0x25, 'node'],
  [0x26, 'NodeName'],
  [0x27, 'null'],
  [0x28, 'Occurrence'],
  [0x29, 'One'],
  [0x2a, 'OneOrMore'],
  [0x2b, 'OneOrN'],
  [0x2c, 'Path'],
  [0x2d, 'Permanent'],
  [0x2e, 'Replace'],
  [0x2f, 'RTProperties'],
  [0x30, 'Scope'],
  [0x31, 'Size'],
  [0x32, 'time'],
  [0x33, 'Title'],
  [0x34, 'TStamp'],
  [0x35, 'Type'],
  [0x36, 'Value'],
  [0x37, 'VerDTD'],
  [0x38, 'VerNo'],
  [0x39, 'xml'],
  [0x3a, 'ZeroOrMore'],
  [0x3b, 'ZeroOrN'],
  [0x3c, 'ZeroOrOne'],
];

/** `Size` is MaxSize in DevInf 1.0. */
const DEVINF: readonly Row[] = [
  [0x05, 'CTCap'],
  [0x06, 'CTType'],
  [0x07, 'DataStore'],
  [0x08, 'DataType'],
  [0x09, 'DevID'],
  [0x0a, 'DevInf'],
  [0x0b, 'DevTyp'],
  [0x0c, 'DisplayName'],
  [0x0d, 'DSMem'],
  [0x0e, 'Ext'],
  [0x0f, 'FwV'],
  [0x10, 'HwV'],
  [0x11, 'Man'],
  [0x12, 'MaxGUIDSize'],
  [0x13, 'MaxID'],
  [0x14, 'MaxMem'],
  [0x15, 'Mod'],
  [0x16, 'OEM'],
  [0x17, 'ParamName'],
  [0x18, 'PropName'],
  [0x19, 'Rx'],
  [0x1a, 'Rx-Pref'],
  [0x1b, 'SharedMem'],
  [0x1c, 'Size'],
  [0x1d, 'SourceRef'],
  [0x1e, 'SwV'],
  [0x1f, 'SyncCap'],
  [0x20, 'SyncType'],
  [0x21, 'Tx'],
  [0x22, 'Tx-Pref'],
  [0x23, 'ValEnum'],
  [0x24, 'VerCT'],
  [0x25, 'VerDTD'],
  [0x26, 'XNam'],
  [0x27, 'XVal'],
  [0x28, 'UTC'],
  [0x29, 'SupportNumberOfChanges'],
  [0x2a, 'SupportLargeObjs'],
  [0x2b, 'Property'],
  [0x2c, 'PropParam'],
  [0x2d, 'MaxOccur'],
  [0x2e, 'NoTruncate'],
  [0x30, 'Filter-Rx'],
  [0x31, 'FilterCap'],
  [0x32, 'FilterKeyword'],
  [0x33, 'FieldLevel'],
  [0x34, 'SupportHierarchicalSync'],
];

/** Which tables a document uses. `metinf` and `dmddf` are written on their SyncML pages or on a page 0 of their own. */
export type DocumentKind = 'syncml' | 'metinf' | 'dmddf' | 'devinf';

/** The code pages of each kind of document, by page number. */
const PAGES: Readonly<Record<DocumentKind, readonly (readonly Row[])[]>> = {
  syncml: [SYNCML, METINF, DMDDF],
  metinf: [METINF, METINF, DMDDF],
  dmddf: [DMDDF, METINF, DMDDF],
  devinf: [DEVINF],
};

interface PublicId {
  /** 0 where none was assigned. */
  readonly number: number;
  readonly name: string;
  readonly kind: DocumentKind;
}

const PUBLIC_IDS: readonly PublicId[] = [
  { number: 0x0fd1, name: '-//SYNCML//DTD SyncML 1.0//EN', kind: 'syncml' },
  { number: 0x0fd2, name: '-//SYNCML//DTD DevInf 1.0//EN', kind: 'devinf' },
  { number: 0x0fd3, name: '-//SYNCML//DTD SyncML 1.1//EN', kind: 'syncml' },
  { number: 0x0fd4, name: '-//SYNCML//DTD DevInf 1.1//EN', kind: 'devinf' },
  { number: 0x1201, name: '-//SYNCML//DTD SyncML 1.2//EN', kind: 'syncml' },
  { number: 0x1202, name: '-//SYNCML//DTD MetInf 1.2//EN', kind: 'metinf' },
  { number: 0x1203, name: '-//SYNCML//DTD DevInf 1.2//EN', kind: 'devinf' },
  { number: 0, name: '-//OMA//DTD-DM-DDF 1.2//EN', kind: 'dmddf' },
];

/** Names by page and token; holes are tokens that nobody assigned. */
export const NAMES: Readonly<Record<DocumentKind, readonly (readonly (string | undefined)[])[]>> = {
  syncml: PAGES.syncml.map(namesOf),
  metinf: PAGES.metinf.map(namesOf),
  dmddf: PAGES.dmddf.map(namesOf),
  devinf: PAGES.devinf.map(namesOf),
};

/** Tokens of a SyncML document by page and name. */
export const TOKENS: readonly ReadonlyMap<string, number>[] = PAGES.syncml.map(
  (rows) => new Map(rows.map(([token, name]) => [name, token])),
);

/** The token of a tag that is known to be in the table. */
export function tokenOf(page: number, name: string): number {
  const token = TOKENS[page]?.get(name);
  if (token === undefined) throw new Error(`Page ${page} has no ${name}.`);
  return token;
}

/** The public identifier with this number; a DM message of 1.2 is 0x1201. */
export function publicIdByNumber(number: number): PublicId | undefined {
  return number === 0 ? undefined : PUBLIC_IDS.find((row) => row.number === number);
}

/** The public identifier with this name, in any case: "DTD SYNCML 1.2" is seen in the field. */
export function publicIdByName(name: string): PublicId | undefined {
  const wanted = name.trim().toUpperCase();
  return PUBLIC_IDS.find((row) => row.name.toUpperCase() === wanted);
}

function namesOf(rows: readonly Row[]): readonly (string | undefined)[] {
  const names = Array.from<string | undefined>({ length: 0x40 });
  for (const [token, name] of rows) names[token] = name;
  return names;
}
