/**
 * The tags that nearly every message is made of, kept ready. Reading one then needs no search for its end and no
 * string of its own, writing one no check and no putting together; together that is a third of the codec's time.
 * Other names are read and written as well, only slower.
 */

export interface Tags {
  readonly name: string;
  readonly open: string;
  readonly close: string;
  readonly empty: string;
}

const NAMES = [
  'Item',
  'LocURI',
  'LocName',
  'Source',
  'Target',
  'Data',
  'Meta',
  'Format',
  'Type',
  'Size',
  'Mark',
  'Status',
  'Results',
  'CmdID',
  'MsgRef',
  'CmdRef',
  'Cmd',
  'Get',
  'Replace',
  'Add',
  'Exec',
  'Delete',
  'Copy',
  'Alert',
  'Sequence',
  'Atomic',
  'Correlator',
  'MoreData',
  'Final',
  'NoResp',
  'SyncML',
  'VerDTD',
  'VerProto',
  'SessionID',
  'MsgID',
  'Cred',
  'Chal',
  'MaxMsgSize',
  'MaxObjSize',
  'NextNonce',
] as const;

const TAGS: ReadonlyMap<string, Tags> = new Map(
  NAMES.map((name) => [name, { name, open: `<${name}>`, close: `</${name}>`, empty: `<${name}/>` }]),
);

/** Each at the slot of its open tag; no two of them have the same. */
const SLOTS: (Tags | undefined)[] = Array.from({ length: 256 }, () => undefined);
for (const tags of TAGS.values()) SLOTS[slotOf(tags.open, 0)] = tags;

/** The tags of a name; undefined when it is none of the frequent ones. */
export function readyTags(name: string): Tags | undefined {
  return TAGS.get(name);
}

/** The name in the start tag at `at`; empty when it is none of the frequent ones, or when the tag has attributes. */
export function readyNameAt(text: string, at: number): string {
  const tags = SLOTS[slotOf(text, at)];
  return tags !== undefined && text.slice(at, at + tags.open.length) === tags.open ? tags.name : '';
}

/** Three characters tell these names apart; the last of them is `>` for the shortest. */
function slotOf(text: string, at: number): number {
  return (text.charCodeAt(at + 1) + text.charCodeAt(at + 3) + 11 * text.charCodeAt(at + 4)) & 255;
}
