/**
 * The fast way from octets to a Message, without elements in between. It knows messages as they should be: tags of
 * the tables, each with one inline text or one opaque value, nothing missing, nothing unknown, nothing repeated that
 * may not be. At the first octet that is anything else it gives up and answers undefined; then document.ts and
 * message-reader.ts read the message with all the patience they have, and find the words for what is wrong. The
 * property tests hold both ways to the same result.
 *
 * How it works: a cursor walks over the octets; each element has a reader that switches over the tags of its
 * children, page and content bit included. Texts are cut out of windows onto the message (text-source.ts) unless they
 * are short (short-text.ts). A Meta that was there before, as in the Results of a tree, is that one again.
 */
import { buildCommand, type CommandParts } from '../command-parts.ts';
import type { Draft } from '../element.ts';
import type { Command, Cred, Decoded, Location, Message, Meta, SyncHdr } from '../message.ts';
import { createCursor, type Cursor, giveUp, nextTag, once, readText, readToken, readUri } from './cursor.ts';
import { readResults, readStatus } from './direct-answers.ts';
import { readChal, readCred, readItem, readLocation } from './direct-elements.ts';
import { readMetaDirectly } from './direct-meta.ts';
import { ANY_COMMAND, bare, CHILDREN, COMMAND_NAMES, filled } from './direct-tags.ts';
import type { WbxmlHeader } from './header.ts';
import { TOKEN } from './tokens.ts';

const END = TOKEN.end;
const SYNCML = filled('SyncML');
const SYNC_HDR = filled('SyncHdr');
const SYNC_BODY = filled('SyncBody');
const FINAL = bare('Final');
const STATUS = filled('Status');
const RESULTS = filled('Results');

const VER_DTD = filled('VerDTD');
const VER_PROTO = filled('VerProto');
const SESSION_ID = filled('SessionID');
const MSG_ID = filled('MsgID');
const TARGET = filled('Target');
const SOURCE = filled('Source');
const RESP_URI = filled('RespURI');
const NO_RESP = bare('NoResp');
const CRED = filled('Cred');
const META = filled('Meta');

const CMD_ID = filled('CmdID');
const MSG_REF = filled('MsgRef');
const CMD_REF = filled('CmdRef');
const TARGET_REF = filled('TargetRef');
const SOURCE_REF = filled('SourceRef');
const ITEM = filled('Item');
const DATA = filled('Data');
const CORRELATOR = filled('Correlator');
const CHAL = filled('Chal');
const LANG = filled('Lang');
const ARCHIVE = bare('Archive');
const SFT_DEL = bare('SftDel');

/** Sequence and Atomic in each other; what is deeper goes the slow way, which counts levels exactly. */
const MOST_NESTED = 8;

/** Reads a message as it should be; undefined when it is not. `header` is the message's own. */
export function readDirectly(bytes: Uint8Array, header: WbxmlHeader): Decoded | undefined {
  const cursor = createCursor(bytes, header.bodyFrom);
  const message = nextTag(cursor) === SYNCML ? readSyncml(cursor) : undefined;
  return message === undefined || cursor.hasGivenUp ? undefined : { message, notes: [] };
}

function readSyncml(cursor: Cursor): Message | undefined {
  if (nextTag(cursor) !== SYNC_HDR) return undefined;
  const hdr = readHdr(cursor);
  if (hdr === undefined || nextTag(cursor) !== SYNC_BODY) return undefined;
  const commands: Command[] = [];
  let final = false;
  for (let tag = nextTag(cursor); tag !== END; tag = nextTag(cursor)) {
    if (tag === FINAL) final = true;
    else commands.push(readCommand(cursor, tag, 0));
    if (cursor.hasGivenUp) return undefined;
  }
  return nextTag(cursor) === END ? { hdr, commands, final } : undefined;
}

function readHdr(cursor: Cursor): SyncHdr | undefined {
  let verDTD: string | undefined;
  let verProto: string | undefined;
  let sessionId: string | undefined;
  let msgId: string | undefined;
  let target: Location | undefined;
  let source: Location | undefined;
  let respURI: string | undefined;
  let noResp = false;
  let cred: Cred | undefined;
  let meta: Meta | undefined;
  for (let tag = nextTag(cursor); tag !== END; tag = nextTag(cursor)) {
    switch (tag) {
      case VER_DTD:
        verDTD = once(cursor, verDTD, readToken(cursor));
        break;
      case VER_PROTO:
        verProto = once(cursor, verProto, readToken(cursor));
        break;
      case SESSION_ID:
        sessionId = once(cursor, sessionId, readToken(cursor));
        break;
      case MSG_ID:
        msgId = once(cursor, msgId, readToken(cursor));
        break;
      case TARGET:
        target = once(cursor, target, readLocation(cursor));
        break;
      case SOURCE:
        source = once(cursor, source, readLocation(cursor));
        break;
      case RESP_URI:
        respURI = once(cursor, respURI, readUri(cursor));
        break;
      case NO_RESP:
        noResp = true;
        break;
      case CRED:
        cred = once(cursor, cred, readCred(cursor));
        break;
      case META:
        meta = once(cursor, meta, readMetaDirectly(cursor));
        break;
      default:
        giveUp(cursor);
    }
  }
  if (verDTD === undefined || verProto === undefined || target === undefined || source === undefined) return undefined;
  if (!sessionId || !msgId || source.locURI === '') return undefined;
  const hdr: Draft<SyncHdr> = { verDTD, verProto, sessionId, msgId, target, source };
  if (respURI !== undefined) hdr.respURI = respURI;
  if (noResp) hdr.noResp = true;
  if (cred !== undefined) hdr.cred = cred;
  if (meta !== undefined) hdr.meta = meta;
  return hdr;
}

function readCommand(cursor: Cursor, tag: number, depth: number): Command {
  if (tag === STATUS) return readStatus(cursor);
  if (tag === RESULTS) return readResults(cursor);
  const name = COMMAND_NAMES[tag] ?? '';
  const children = CHILDREN[tag];
  const parts: CommandParts = { targetRefs: [], sourceRefs: [], items: [], commands: [], unknown: [] };
  if (children === undefined || depth > MOST_NESTED) giveUp(cursor);
  else {
    for (let child = nextTag(cursor); child !== END; child = nextTag(cursor)) {
      if (children[child] === 1) readPart(cursor, child, parts);
      else if (children[ANY_COMMAND] === 1) parts.commands.push(readCommand(cursor, child, depth + 1));
      else giveUp(cursor);
    }
  }
  return buildCommand(name, parts, () => giveUp(cursor));
}

function readPart(cursor: Cursor, tag: number, parts: CommandParts): void {
  switch (tag) {
    case ITEM:
      parts.items.push(readItem(cursor));
      break;
    case CMD_ID:
      parts.cmdId = once(cursor, parts.cmdId, readToken(cursor));
      break;
    case MSG_REF:
      parts.msgRef = once(cursor, parts.msgRef, readToken(cursor));
      break;
    case CMD_REF:
      parts.cmdRef = once(cursor, parts.cmdRef, readToken(cursor));
      break;
    case TARGET_REF:
      parts.targetRefs.push(readUri(cursor));
      break;
    case SOURCE_REF:
      parts.sourceRefs.push(readUri(cursor));
      break;
    case DATA:
      parts.data = once(cursor, parts.data, readToken(cursor));
      break;
    case META:
      parts.meta = once(cursor, parts.meta, readMetaDirectly(cursor));
      break;
    case CORRELATOR:
      parts.correlator = once(cursor, parts.correlator, readText(cursor));
      break;
    case CHAL:
      parts.chal = once(cursor, parts.chal, readChal(cursor));
      break;
    case CRED:
      parts.cred = once(cursor, parts.cred, readCred(cursor));
      break;
    case LANG:
      parts.lang = once(cursor, parts.lang, readToken(cursor));
      break;
    case NO_RESP:
      parts.noResp = true;
      break;
    case ARCHIVE:
      parts.archive = true;
      break;
    case SFT_DEL:
      parts.sftDel = true;
      break;
    default:
      giveUp(cursor);
  }
}
