/** The tags that the fast way switches over, as page times 256 plus token, and what each command may hold. */
import { COMMAND_CHILDREN } from '../command-parts.ts';
import { tokenOf, TOKENS } from './code-pages.ts';

/**
 * The numbers are written out because a switch over constants is the fastest; a unit test holds them to the tables
 * of code-pages.ts.
 */
export const TAGS = {
  end: 0x01,
  Archive: 0x07,
  Chal: 0x09,
  Cmd: 0x0a,
  CmdID: 0x0b,
  CmdRef: 0x0c,
  Cred: 0x0e,
  Data: 0x0f,
  Final: 0x12,
  Item: 0x14,
  Lang: 0x15,
  LocName: 0x16,
  LocURI: 0x17,
  Meta: 0x1a,
  MsgID: 0x1b,
  MsgRef: 0x1c,
  NoResp: 0x1d,
  RespURI: 0x21,
  SessionID: 0x25,
  SftDel: 0x26,
  Source: 0x27,
  SourceRef: 0x28,
  SyncBody: 0x2b,
  SyncHdr: 0x2c,
  SyncML: 0x2d,
  Target: 0x2e,
  TargetRef: 0x2f,
  VerDTD: 0x31,
  VerProto: 0x32,
  MoreData: 0x34,
  SourceParent: 0x39,
  TargetParent: 0x3a,
  Correlator: 0x3c,
} as const;

export const META_TAGS = {
  Anchor: 0x105,
  EMI: 0x106,
  Format: 0x107,
  Last: 0x10a,
  Mark: 0x10b,
  MaxMsgSize: 0x10c,
  Next: 0x10f,
  NextNonce: 0x110,
  Size: 0x112,
  Type: 0x113,
  Version: 0x114,
  MaxObjSize: 0x115,
  FieldLevel: 0x116,
} as const;

/** Names of the commands by tag. */
export const COMMAND_NAMES: readonly (string | undefined)[] = byTag((name) => name);

/** Per command one mark for every tag that may stand in it; the mark at END says that commands may. */
export const CHILDREN: readonly (Uint8Array | undefined)[] = byTag((_name, children) => {
  const marks = new Uint8Array(0x40);
  for (const child of children) marks[child === 'commands' ? TAGS.end : tokenOf(0, child)] = 1;
  return marks;
});

function byTag<T>(make: (name: string, children: ReadonlySet<string>) => T): readonly (T | undefined)[] {
  const made = Array.from<T | undefined>({ length: 0x40 });
  for (const [name, children] of COMMAND_CHILDREN) {
    const token = TOKENS[0]?.get(name);
    if (token !== undefined) made[token] = make(name, children);
  }
  return made;
}
