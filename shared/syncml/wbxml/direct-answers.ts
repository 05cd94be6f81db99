/** Status and Results on the fast way (direct-reader.ts): what handsets answer, and so most of what they say. */
import type { Draft } from '../element.ts';
import type { Chal, Cred, Item, Meta, Results, Status } from '../message.ts';
import { type Cursor, giveUp, nextTag, once, readToken, readUri } from './cursor.ts';
import { readChal, readCred, readItem } from './direct-elements.ts';
import { readMetaDirectly } from './direct-meta.ts';
import { filled } from './direct-tags.ts';
import { TOKEN } from './tokens.ts';

const END = TOKEN.end;
const CMD_ID = filled('CmdID');
const MSG_REF = filled('MsgRef');
const CMD_REF = filled('CmdRef');
const CMD = filled('Cmd');
const TARGET_REF = filled('TargetRef');
const SOURCE_REF = filled('SourceRef');
const CRED = filled('Cred');
const META = filled('Meta');
const CHAL = filled('Chal');
const DATA = filled('Data');
const ITEM = filled('Item');

/** Reads the Status whose tag was read last. */
export function readStatus(cursor: Cursor): Status {
  let cmdId: string | undefined;
  let msgRef: string | undefined;
  let cmdRef: string | undefined;
  let cmdName: string | undefined;
  let data: string | undefined;
  let chal: Chal | undefined;
  let cred: Cred | undefined;
  let targetRefs: string[] = [];
  let sourceRefs: string[] = [];
  let items: Item[] = [];
  for (let tag = nextTag(cursor); tag !== END; tag = nextTag(cursor)) {
    switch (tag) {
      case CMD_ID:
        cmdId = once(cursor, cmdId, readToken(cursor));
        break;
      case MSG_REF:
        msgRef = once(cursor, msgRef, readToken(cursor));
        break;
      case CMD_REF:
        cmdRef = once(cursor, cmdRef, readToken(cursor));
        break;
      case CMD:
        cmdName = once(cursor, cmdName, readToken(cursor));
        break;
      case TARGET_REF:
        targetRefs = added(targetRefs, readUri(cursor));
        break;
      case SOURCE_REF:
        sourceRefs = added(sourceRefs, readUri(cursor));
        break;
      case DATA:
        data = once(cursor, data, readToken(cursor));
        break;
      case ITEM:
        items = added(items, readItem(cursor));
        break;
      case CHAL:
        chal = once(cursor, chal, readChal(cursor));
        break;
      case CRED:
        cred = once(cursor, cred, readCred(cursor));
        break;
      default:
        giveUp(cursor);
    }
  }
  if (cmdId === undefined || msgRef === undefined || cmdRef === undefined) giveUp(cursor);
  if (cmdName === undefined || data === undefined) giveUp(cursor);
  const status: Draft<Status> = {
    cmd: 'Status',
    cmdId: cmdId ?? '',
    msgRef: msgRef ?? '',
    cmdRef: cmdRef ?? '',
    cmdName: cmdName ?? '',
    targetRefs,
    sourceRefs,
    data: data ?? '',
    items,
  };
  if (chal !== undefined) status.chal = chal;
  if (cred !== undefined) status.cred = cred;
  return status;
}

/** Reads the Results whose tag was read last. */
export function readResults(cursor: Cursor): Results {
  let cmdId: string | undefined;
  let msgRef: string | undefined;
  let cmdRef: string | undefined;
  let meta: Meta | undefined;
  let targetRef: string | undefined;
  let sourceRef: string | undefined;
  const items: Item[] = [];
  for (let tag = nextTag(cursor); tag !== END; tag = nextTag(cursor)) {
    switch (tag) {
      case ITEM:
        items.push(readItem(cursor));
        break;
      case CMD_ID:
        cmdId = once(cursor, cmdId, readToken(cursor));
        break;
      case MSG_REF:
        msgRef = once(cursor, msgRef, readToken(cursor));
        break;
      case CMD_REF:
        cmdRef = once(cursor, cmdRef, readToken(cursor));
        break;
      case META:
        meta = once(cursor, meta, readMetaDirectly(cursor));
        break;
      case TARGET_REF:
        targetRef = once(cursor, targetRef, readUri(cursor));
        break;
      case SOURCE_REF:
        sourceRef = once(cursor, sourceRef, readUri(cursor));
        break;
      default:
        giveUp(cursor);
    }
  }
  if (cmdId === undefined || cmdRef === undefined) giveUp(cursor);
  const results: Draft<Results> = { cmd: 'Results', cmdId: cmdId ?? '', cmdRef: cmdRef ?? '', items };
  if (msgRef !== undefined) results.msgRef = msgRef;
  if (targetRef !== undefined) results.targetRef = targetRef;
  if (sourceRef !== undefined) results.sourceRef = sourceRef;
  if (meta !== undefined) results.meta = meta;
  return results;
}

/** Most lists of a Status are empty or hold one value: `push` would reserve room for sixteen. */
function added<T>(list: T[], value: T): T[] {
  if (list.length === 0) return [value];
  list.push(value);
  return list;
}
