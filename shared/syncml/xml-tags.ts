/**
 * The tags that nearly every message is made of, kept ready. Reading one then needs no search for its end and no
 * string of its own, writing one no check and no putting together; together that is a third of the codec's time.
 * Other names are read and written as well, only slower.
 */

export interface Tags {
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
  NAMES.map((name) => [name, { open: `<${name}>`, close: `</${name}>`, empty: `<${name}/>` }]),
);

/** Each name at its slot; no two of them have the same. */
const SLOTS: string[] = Array.from({ length: 256 }, () => '');
for (const [name, { open }] of TAGS) SLOTS[slotOf(open, 1)] = name;

/** The tags of a name; undefined when it is none of the frequent ones. */
export function readyTags(name: string): Tags | undefined {
  return TAGS.get(name);
}

/** The name of the start tag without attributes that goes on at `at`, behind its `<`; empty when it is another one. */
export function readyNameAt(text: string, at: number): string {
  const name = SLOTS[slotOf(text, at)] ?? '';
  return name !== '' && text.startsWith(name, at) && text.startsWith('>', at + name.length) ? name : '';
}

/** Three characters tell these names apart; the third is `>` for the shortest. */
function slotOf(text: string, at: number): number {
  return (text.charCodeAt(at) + text.charCodeAt(at + 2) + 11 * text.charCodeAt(at + 3)) & 255;
}
