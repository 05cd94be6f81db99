/**
 * The fast way from octets to a Message, without elements in between. It knows messages as they should be: tags of
 * the tables, each with one inline text or one opaque value, nothing missing, nothing unknown, nothing repeated that
 * may not be. At the first octet that is anything else it gives up and answers undefined; then document.ts and
 * message-reader.ts read the message with all the patience they have, and find the words for what is wrong. The
 * property tests hold both ways to the same result.
 *
 * How it works: a cursor walks over the octets; each element has a reader that switches over the tags of its
 * children, page included. Texts are cut out of one decoding of the whole message (text-source.ts). A Meta that
 * repeats the one before octet by octet, as in the Results of a tree, is that one again.
 */
import { buildCommand, type CommandParts } from '../command-parts.ts';
import type { Draft } from '../element.ts';
import type { Command, Cred, Decoded, Item, Location, Message, Meta, SyncHdr } from '../message.ts';
import {
  createCursor,
  type Cursor,
  giveUp,
  nextTag,
  once,
  readData,
  readText,
  readToken,
  skipEmpty,
} from './cursor.ts';
import { CHILDREN, COMMAND_NAMES, TAGS } from './direct-tags.ts';
import { readMetaDirectly } from './direct-meta.ts';
import type { WbxmlHeader } from './header.ts';
import { credentialData, itemData } from './opaque-data.ts';

/** Sequence and Atomic in each other; what is deeper goes the slow way, which counts levels exactly. */
const MOST_NESTED = 8;

/** Reads a message as it should be; undefined when it is not. `header` is the message's own. */
export function readDirectly(bytes: Uint8Array, header: WbxmlHeader): Decoded | undefined {
  const cursor = createCursor(bytes, header.bodyFrom);
  const message = nextTag(cursor) === TAGS.SyncML ? readSyncml(cursor) : undefined;
  return message === undefined || cursor.hasGivenUp ? undefined : { message, notes: [] };
}

function readSyncml(cursor: Cursor): Message | undefined {
  if (nextTag(cursor) !== TAGS.SyncHdr || !cursor.hasContent) return undefined;
  const hdr = readHdr(cursor);
  if (hdr === undefined || nextTag(cursor) !== TAGS.SyncBody || !cursor.hasContent) return undefined;
  const commands: Command[] = [];
  let final = false;
  for (let tag = nextTag(cursor); tag !== TAGS.end; tag = nextTag(cursor)) {
    if (tag === TAGS.Final) {
      final = true;
      skipEmpty(cursor);
    } else commands.push(readCommand(cursor, tag, 0));
    if (cursor.hasGivenUp) return undefined;
  }
  return nextTag(cursor) === TAGS.end ? { hdr, commands, final } : undefined;
}

function readHdr(cursor: Cursor): SyncHdr | undefined {
  const hdr: Partial<Draft<SyncHdr>> = {};
  for (let tag = nextTag(cursor); tag !== TAGS.end; tag = nextTag(cursor)) {
    switch (tag) {
      case TAGS.VerDTD:
        hdr.verDTD = once(cursor, hdr.verDTD, readToken(cursor));
        break;
      case TAGS.VerProto:
        hdr.verProto = once(cursor, hdr.verProto, readToken(cursor));
        break;
      case TAGS.SessionID:
        hdr.sessionId = once(cursor, hdr.sessionId, readToken(cursor));
        break;
      case TAGS.MsgID:
        hdr.msgId = once(cursor, hdr.msgId, readToken(cursor));
        break;
      case TAGS.Target:
        hdr.target = once(cursor, hdr.target, readLocation(cursor));
        break;
      case TAGS.Source:
        hdr.source = once(cursor, hdr.source, readLocation(cursor));
        break;
      case TAGS.RespURI:
        hdr.respURI = once(cursor, hdr.respURI, readToken(cursor));
        break;
      case TAGS.NoResp:
        skipEmpty(cursor);
        hdr.noResp = true;
        break;
      case TAGS.Cred:
        hdr.cred = once(cursor, hdr.cred, readCred(cursor));
        break;
      case TAGS.Meta:
        hdr.meta = once(cursor, hdr.meta, readMetaDirectly(cursor));
        break;
      default:
        giveUp(cursor);
    }
  }
  return isComplete(hdr) ? hdr : undefined;
}

function isComplete(hdr: Partial<SyncHdr>): hdr is SyncHdr {
  const { verDTD, verProto, sessionId = '', msgId = '', target, source } = hdr;
  if (verDTD === undefined || verProto === undefined || target === undefined || source === undefined) return false;
  return sessionId !== '' && msgId !== '' && source.locURI !== '';
}

function readCommand(cursor: Cursor, tag: number, depth: number): Command {
  const name = COMMAND_NAMES[tag] ?? '';
  const children = CHILDREN[tag];
  const parts: CommandParts = { targetRefs: [], sourceRefs: [], items: [], commands: [], unknown: [] };
  if (children === undefined || !cursor.hasContent || depth > MOST_NESTED) giveUp(cursor);
  else {
    for (let child = nextTag(cursor); child !== TAGS.end; child = nextTag(cursor)) {
      if (children[child] === 1) readPart(cursor, child, parts);
      else if (children[TAGS.end] === 1) parts.commands.push(readCommand(cursor, child, depth + 1));
      else giveUp(cursor);
    }
  }
  return buildCommand(name, parts, cursor.refuse);
}

function readPart(cursor: Cursor, tag: number, parts: CommandParts): void {
  switch (tag) {
    case TAGS.CmdID:
      parts.cmdId = once(cursor, parts.cmdId, readToken(cursor));
      break;
    case TAGS.Item:
      parts.items.push(readItem(cursor));
      break;
    case TAGS.MsgRef:
      parts.msgRef = once(cursor, parts.msgRef, readToken(cursor));
      break;
    case TAGS.CmdRef:
      parts.cmdRef = once(cursor, parts.cmdRef, readToken(cursor));
      break;
    case TAGS.Cmd:
      parts.cmdName = once(cursor, parts.cmdName, readToken(cursor));
      break;
    case TAGS.TargetRef:
      parts.targetRefs.push(readToken(cursor));
      break;
    case TAGS.SourceRef:
      parts.sourceRefs.push(readToken(cursor));
      break;
    case TAGS.Data:
      parts.data = once(cursor, parts.data, readToken(cursor));
      break;
    case TAGS.Meta:
      parts.meta = once(cursor, parts.meta, readMetaDirectly(cursor));
      break;
    case TAGS.Correlator:
      parts.correlator = once(cursor, parts.correlator, readText(cursor));
      break;
    case TAGS.Chal:
      parts.chal = once(cursor, parts.chal, readChal(cursor));
      break;
    case TAGS.Cred:
      parts.cred = once(cursor, parts.cred, readCred(cursor));
      break;
    case TAGS.Lang:
      parts.lang = once(cursor, parts.lang, readToken(cursor));
      break;
    case TAGS.NoResp:
      skipEmpty(cursor);
      parts.noResp = true;
      break;
    case TAGS.Archive:
      skipEmpty(cursor);
      parts.archive = true;
      break;
    case TAGS.SftDel:
      skipEmpty(cursor);
      parts.sftDel = true;
      break;
    default:
      giveUp(cursor);
  }
}

function readItem(cursor: Cursor): Item {
  const item: Draft<Item> = {};
  if (!cursor.hasContent) return item;
  for (let tag = nextTag(cursor); tag !== TAGS.end; tag = nextTag(cursor)) {
    switch (tag) {
      case TAGS.Target:
        item.target = once(cursor, item.target, readLocation(cursor));
        break;
      case TAGS.Source:
        item.source = once(cursor, item.source, readLocation(cursor));
        break;
      case TAGS.Meta:
        item.meta = once(cursor, item.meta, readMetaDirectly(cursor));
        break;
      case TAGS.Data:
        item.data = once(cursor, item.data, readData(cursor));
        break;
      case TAGS.MoreData:
        skipEmpty(cursor);
        item.moreData = true;
        break;
      case TAGS.SourceParent:
        item.sourceParent = once(cursor, item.sourceParent, readLocation(cursor).locURI);
        break;
      case TAGS.TargetParent:
        item.targetParent = once(cursor, item.targetParent, readLocation(cursor).locURI);
        break;
      default:
        giveUp(cursor);
    }
  }
  if (item.data !== undefined && typeof item.data !== 'string') item.data = itemData(item.data, item.meta);
  return item;
}

function readLocation(cursor: Cursor): Location {
  let locURI: string | undefined;
  let locName: string | undefined;
  if (!cursor.hasContent) giveUp(cursor);
  for (let tag = nextTag(cursor); tag !== TAGS.end; tag = nextTag(cursor)) {
    if (tag === TAGS.LocURI) locURI = once(cursor, locURI, readToken(cursor));
    else if (tag === TAGS.LocName) locName = once(cursor, locName, readText(cursor));
    else giveUp(cursor);
  }
  if (locURI === undefined) giveUp(cursor);
  return locName === undefined ? { locURI: locURI ?? '' } : { locURI: locURI ?? '', locName };
}

function readCred(cursor: Cursor): Cred {
  let meta: Meta | undefined;
  let data: Cred['data'] | undefined;
  if (!cursor.hasContent) giveUp(cursor);
  for (let tag = nextTag(cursor); tag !== TAGS.end; tag = nextTag(cursor)) {
    if (tag === TAGS.Meta && meta === undefined) meta = readMetaDirectly(cursor);
    else if (tag === TAGS.Data && data === undefined) data = readData(cursor);
    else giveUp(cursor);
  }
  if (data === undefined) giveUp(cursor);
  const text = typeof data === 'object' ? credentialData(data, meta) : (data ?? '');
  return meta === undefined ? { data: text } : { meta, data: text };
}

function readChal(cursor: Cursor): { readonly meta: Meta } {
  if (!cursor.hasContent || nextTag(cursor) !== TAGS.Meta) giveUp(cursor);
  const meta = readMetaDirectly(cursor);
  if (nextTag(cursor) !== TAGS.end) giveUp(cursor);
  return { meta };
}
