/**
 * Elements → Message, for both codecs. Tolerant by design (facts 7): children in any order, the first of a repeated
 * single child wins, elements without a place go to `unknown`, commands without a place become `Other`, missing ids
 * become `''` with a note. Only a header without SessionID, MsgID or Source is refused: nobody could answer it.
 */
import { fail, ok, type Result } from '../result.ts';
import { buildCommand, COMMAND_CHILDREN, type CommandParts } from './command-parts.ts';
import { contentOf, type Draft, type Noter, type SyncmlElement, textOf, tokenOf } from './element.ts';
import { readChal, readCred, readLocation, readMeta } from './element-readers.ts';
import type { Command, Decoded, DecodeNote, Item, SyncHdr } from './message.ts';
import { itemData } from './wbxml/opaque-data.ts';

/** Enough to see what is wrong; a message of nothing but faults shall not cost more than one of none. */
const MOST_NOTES = 100;

/**
 * Reads the root element into a message with its notes.
 * Errors: `not-syncml`, `header-incomplete`. Source: facts 2.2.
 */
export function readMessage(root: SyncmlElement): Result<Decoded> {
  if (root.name !== 'SyncML') {
    return fail(
      'not-syncml',
      `The message is a <${root.name}>, not a SyncML message.`,
      'Check what the handset sends.',
    );
  }
  const notes: DecodeNote[] = [];
  function noteAt(at: () => string, what: string): void {
    if (notes.length < MOST_NOTES) notes.push({ at: at(), what });
  }
  const hdr = root.children.find((child) => child.name === 'SyncHdr');
  const body = root.children.find((child) => child.name === 'SyncBody');
  if (hdr === undefined) return headerIncomplete('SyncHdr');
  const header = readHdr(hdr, (sub, what) => noteAt(() => `SyncHdr${sub}`, what));
  if (!header.ok) return header;
  if (body === undefined) noteAt(() => 'SyncBody', 'SyncBody is missing.');
  const elements = body?.children.filter((child) => child.name !== 'Final') ?? [];
  const commands = readCommands(elements, () => 'SyncBody', noteAt);
  const final = body?.children.some((child) => child.name === 'Final') ?? false;
  return ok({ message: { hdr: header.value, commands, final }, notes });
}

function readHdr(element: SyncmlElement, note: Noter): Result<SyncHdr> {
  const hdr: Partial<Draft<SyncHdr>> = {};
  const unknown: { name: string; text: string }[] = [];
  for (const child of element.children) {
    switch (child.name) {
      case 'VerDTD':
        hdr.verDTD ??= tokenOf(child);
        break;
      case 'VerProto':
        hdr.verProto ??= tokenOf(child);
        break;
      case 'SessionID':
        hdr.sessionId ??= tokenOf(child);
        break;
      case 'MsgID':
        hdr.msgId ??= tokenOf(child);
        break;
      case 'Target':
        hdr.target ??= readLocation(child, note);
        break;
      case 'Source':
        hdr.source ??= readLocation(child, note);
        break;
      case 'RespURI':
        hdr.respURI ??= tokenOf(child);
        break;
      case 'NoResp':
        hdr.noResp = true;
        break;
      case 'Cred':
        hdr.cred ??= readCred(child, note);
        break;
      case 'Meta':
        hdr.meta ??= readMeta(child, note);
        break;
      default:
        unknown.push({ name: child.name, text: contentOf(child) });
    }
  }
  const { sessionId = '', msgId = '', source } = hdr;
  if (sessionId === '') return headerIncomplete('SessionID');
  if (msgId === '') return headerIncomplete('MsgID');
  if (source === undefined || source.locURI === '') return headerIncomplete('Source/LocURI');
  if (hdr.verDTD === undefined) note('', 'VerDTD is missing.');
  if (hdr.verProto === undefined) note('', 'VerProto is missing.');
  if (hdr.target === undefined) note('', 'Target is missing.');
  if (unknown.length > 0) hdr.unknown = unknown;
  hdr.verDTD ??= '';
  hdr.verProto ??= '';
  hdr.target ??= { locURI: '' };
  return ok(hdr as SyncHdr);
}

/** The places of notes are worked out only for notes: they count siblings, which hostile messages have many of. */
type PlacedNoter = (at: () => string, what: string) => void;

function readCommands(elements: readonly SyncmlElement[], parent: () => string, noteAt: PlacedNoter): Command[] {
  return elements.map((element, index) => {
    function place(): string {
      const nth = elements.slice(0, index + 1).filter(({ name }) => name === element.name).length;
      return `${parent()}/${element.name}[${nth}]`;
    }
    return readCommand(element, place, noteAt);
  });
}

function readCommand(element: SyncmlElement, place: () => string, noteAt: PlacedNoter): Command {
  const children = COMMAND_CHILDREN.get(element.name) ?? COMMAND_CHILDREN.get('Other');
  const parts: CommandParts = { targetRefs: [], sourceRefs: [], items: [], commands: [], unknown: [] };
  const nested: SyncmlElement[] = [];
  function note(sub: string, what: string): void {
    noteAt(() => place() + sub, what);
  }
  for (const child of element.children) {
    if (children?.has(child.name) === true) readPart(parts, child, note);
    else if (children?.has('commands') === true && isCommand(child)) nested.push(child);
    else parts.unknown.push({ name: child.name, text: contentOf(child) });
  }
  if (nested.length > 0) parts.commands = readCommands(nested, place, noteAt);
  return buildCommand(element.name, parts, note);
}

/** What has a CmdID wants a Status, whatever it is called. */
function isCommand(element: SyncmlElement): boolean {
  return COMMAND_CHILDREN.has(element.name) || element.children.some(({ name }) => name === 'CmdID');
}

function readPart(parts: CommandParts, child: SyncmlElement, note: Noter): void {
  switch (child.name) {
    case 'CmdID':
      parts.cmdId ??= tokenOf(child);
      break;
    case 'NoResp':
      parts.noResp = true;
      break;
    case 'Archive':
      parts.archive = true;
      break;
    case 'SftDel':
      parts.sftDel = true;
      break;
    case 'Lang':
      parts.lang ??= tokenOf(child);
      break;
    case 'Cred':
      parts.cred ??= readCred(child, note);
      break;
    case 'Chal':
      parts.chal ??= readChal(child, note);
      break;
    case 'Meta':
      parts.meta ??= readMeta(child, note);
      break;
    case 'Correlator':
      parts.correlator ??= textOf(child);
      break;
    case 'MsgRef':
      parts.msgRef ??= tokenOf(child);
      break;
    case 'CmdRef':
      parts.cmdRef ??= tokenOf(child);
      break;
    case 'Cmd':
      parts.cmdName ??= tokenOf(child);
      break;
    case 'TargetRef':
      parts.targetRefs.push(tokenOf(child));
      break;
    case 'SourceRef':
      parts.sourceRefs.push(tokenOf(child));
      break;
    case 'Data':
      parts.data ??= contentOf(child).trim();
      break;
    case 'Item':
      parts.items.push(readItem(child, note));
      break;
    default:
      parts.unknown.push({ name: child.name, text: contentOf(child) });
  }
}

function readItem(element: SyncmlElement, note: Noter): Item {
  const item: Draft<Item> = {};
  const unknown: { name: string; text: string }[] = [];
  for (const child of element.children) {
    switch (child.name) {
      case 'Target':
        item.target ??= readLocation(child, note, '/Item');
        break;
      case 'Source':
        item.source ??= readLocation(child, note, '/Item');
        break;
      case 'SourceParent':
        item.sourceParent ??= readLocation(child, note, '/Item').locURI;
        break;
      case 'TargetParent':
        item.targetParent ??= readLocation(child, note, '/Item').locURI;
        break;
      case 'Meta':
        item.meta ??= readMeta(child, note, '/Item');
        break;
      case 'Data':
        item.data ??= child.children.length === 0 ? child.text : contentOf(child);
        break;
      case 'MoreData':
        item.moreData = true;
        break;
      default:
        unknown.push({ name: child.name, text: contentOf(child) });
    }
  }
  if (item.data !== undefined && typeof item.data !== 'string') item.data = itemData(item.data, item.meta);
  if (unknown.length > 0) item.unknown = unknown;
  return item;
}

function headerIncomplete(what: string): Result<never> {
  return fail(
    'header-incomplete',
    `The message header has no ${what}.`,
    'The handset cannot be answered without it; look at its message in the trace.',
    { detail: what },
  );
}
