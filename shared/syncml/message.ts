/**
 * The SyncML 1.2 message as OMA DM 1.2 uses it (DM RepPro 1.2; facts 2.2).
 *
 * One typed, readonly, order-keeping value. The XML and the WBXML codec both produce and take it. Decoding is
 * tolerant: children may come in any order, elements nobody knows are kept aside in `unknown`, missing ids are
 * reported as notes. Encoding is strict: children come out in the order of the DTD, because strict parsers exist.
 * Ids (SessionID, MsgID, CmdID, …) are strings: handsets send decimal and hexadecimal ones.
 */

/** Text, or octets (an opaque of WBXML; written as base64 in XML, which then needs Meta Format `b64`). */
export type Data = string | Uint8Array;

export interface Message {
  readonly hdr: SyncHdr;
  readonly commands: readonly Command[];
  readonly final: boolean;
}

export interface SyncHdr {
  /** `1.2` for DM 1.2. */
  readonly verDTD: string;
  /** `DM/1.2` for DM 1.2. */
  readonly verProto: string;
  readonly sessionId: string;
  readonly msgId: string;
  readonly target: Location;
  readonly source: Location;
  /** The next message of the session goes to this URI. */
  readonly respURI?: string;
  readonly noResp?: boolean;
  readonly cred?: Cred;
  readonly meta?: Meta;
  readonly unknown?: readonly UnknownElement[];
}

/** Target or Source. LocName carries the user name for md5 and MAC. */
export interface Location {
  readonly locURI: string;
  readonly locName?: string;
}

export interface Cred {
  readonly meta?: Meta;
  readonly data: Data;
}

export interface Chal {
  readonly meta: Meta;
}

/** `syncml:metinf`. Sizes are octets and stay strings only where a handset may send anything. */
export interface Meta {
  readonly format?: string;
  readonly type?: string;
  readonly mark?: string;
  readonly size?: number;
  readonly nextNonce?: string;
  readonly maxMsgSize?: number;
  readonly maxObjSize?: number;
  readonly version?: string;
  readonly anchor?: { readonly last?: string; readonly next?: string };
  readonly emi?: readonly string[];
  readonly mem?: { readonly sharedMem?: boolean; readonly freeMem?: number; readonly freeId?: number };
  readonly fieldLevel?: boolean;
  readonly unknown?: readonly UnknownElement[];
}

export interface Item {
  readonly target?: Location;
  readonly source?: Location;
  readonly sourceParent?: string;
  readonly targetParent?: string;
  readonly meta?: Meta;
  /** Absent and empty are different: `<Data/>` is `''`. */
  readonly data?: Data;
  readonly moreData?: boolean;
  readonly unknown?: readonly UnknownElement[];
}

interface CommandBase {
  readonly cmdId: string;
  readonly noResp?: boolean;
  readonly cred?: Cred;
  readonly meta?: Meta;
  readonly unknown?: readonly UnknownElement[];
}

export interface Add extends CommandBase {
  readonly cmd: 'Add';
  readonly items: readonly Item[];
}
export interface Replace extends CommandBase {
  readonly cmd: 'Replace';
  readonly items: readonly Item[];
}
export interface Delete extends CommandBase {
  readonly cmd: 'Delete';
  readonly archive?: boolean;
  readonly sftDel?: boolean;
  readonly items: readonly Item[];
}
export interface Copy extends CommandBase {
  readonly cmd: 'Copy';
  readonly items: readonly Item[];
}
export interface Get extends CommandBase {
  readonly cmd: 'Get';
  readonly lang?: string;
  readonly items: readonly Item[];
}
export interface Exec extends CommandBase {
  readonly cmd: 'Exec';
  readonly correlator?: string;
  readonly items: readonly Item[];
}
export interface Alert extends CommandBase {
  readonly cmd: 'Alert';
  /** The alert code, e.g. `1200`; see alert-codes.ts. */
  readonly data?: string;
  readonly correlator?: string;
  readonly items: readonly Item[];
}
export interface Atomic extends CommandBase {
  readonly cmd: 'Atomic';
  readonly commands: readonly Command[];
}
export interface Sequence extends CommandBase {
  readonly cmd: 'Sequence';
  readonly commands: readonly Command[];
}
export interface Status extends CommandBase {
  readonly cmd: 'Status';
  readonly msgRef: string;
  /** `0` refers to the SyncHdr. */
  readonly cmdRef: string;
  /** Name of the command this answers, `SyncHdr` for the header. */
  readonly cmdName: string;
  readonly targetRefs: readonly string[];
  readonly sourceRefs: readonly string[];
  readonly chal?: Chal;
  /** The status code as sent, e.g. `200`; SCOMO result codes occur here too (facts 1.6). */
  readonly data: string;
  readonly items: readonly Item[];
}
export interface Results extends CommandBase {
  readonly cmd: 'Results';
  readonly msgRef?: string;
  readonly cmdRef: string;
  readonly targetRef?: string;
  readonly sourceRef?: string;
  readonly items: readonly Item[];
}
/** Put, Search, Map, Sync, Move and whatever else a DM peer has no use for: answered, never executed. */
export interface OtherCommand extends CommandBase {
  readonly cmd: 'Other';
  readonly name: string;
}

export type Command =
  | Add
  | Replace
  | Delete
  | Copy
  | Get
  | Exec
  | Alert
  | Atomic
  | Sequence
  | Status
  | Results
  | OtherCommand;

/** An element no table knows, kept as it came, so that the trace can show it. */
export interface UnknownElement {
  readonly name: string;
  readonly text: string;
}

/** Something odd that decoding tolerated, e.g. a Status without MsgRef; shown in the trace. */
export interface DecodeNote {
  /** Where, as a path of element names, e.g. `SyncBody/Status[2]`. */
  readonly at: string;
  readonly what: string;
}

export interface Decoded {
  readonly message: Message;
  readonly notes: readonly DecodeNote[];
}

/** Limits that guard a decoder against hostile input. Octets for `maxBytes`, nesting levels for `maxDepth`. */
export interface DecodeLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

export const DEFAULT_LIMITS: DecodeLimits = { maxBytes: 4 * 1024 * 1024, maxDepth: 64 };
