/**
 * Message → elements in the DTD's child order (facts 2.2), for both codecs. This file is the only place that knows
 * the order: strict parsers exist, and they refuse a Status whose Data comes before its Cmd.
 *
 * What the DTD gives a command no place for is not written (NoResp on a Status); elements kept aside in `unknown` come
 * last in their parent, so that a recorded message can be sent again.
 */
import { assertNever } from '../result.ts';
import type { Command, Data, Item, Location, Message, Meta, SyncHdr, UnknownElement } from './message.ts';

/** 0: `SYNCML:SYNCML1.x`, 1: `syncml:metinf`. Namespaces in XML, code pages in WBXML. */
export type Page = 0 | 1;

/** What a codec makes of the elements. `leaf` with an empty string and `empty` are both elements without content. */
export interface ElementSink {
  readonly open: (page: Page, name: string) => void;
  readonly close: (page: Page, name: string) => void;
  readonly leaf: (page: Page, name: string, value: Data) => void;
  readonly empty: (page: Page, name: string) => void;
}

/** Writes the whole message, from SyncML to Final. */
export function writeMessage(message: Message, sink: ElementSink): void {
  sink.open(0, 'SyncML');
  writeHdr(message.hdr, sink);
  sink.open(0, 'SyncBody');
  for (const command of message.commands) writeCommand(command, sink);
  if (message.final) sink.empty(0, 'Final');
  sink.close(0, 'SyncBody');
  sink.close(0, 'SyncML');
}

function writeHdr(hdr: SyncHdr, sink: ElementSink): void {
  sink.open(0, 'SyncHdr');
  sink.leaf(0, 'VerDTD', hdr.verDTD);
  sink.leaf(0, 'VerProto', hdr.verProto);
  sink.leaf(0, 'SessionID', hdr.sessionId);
  sink.leaf(0, 'MsgID', hdr.msgId);
  writeLocation('Target', hdr.target, sink);
  writeLocation('Source', hdr.source, sink);
  writeLeaf(0, 'RespURI', hdr.respURI, sink);
  writeFlag('NoResp', hdr.noResp, sink);
  writeCred(hdr.cred, sink);
  writeMeta(hdr.meta, sink);
  writeUnknown(hdr.unknown, sink);
  sink.close(0, 'SyncHdr');
}

function writeCommand(command: Command, sink: ElementSink): void {
  const name = command.cmd === 'Other' ? command.name : command.cmd;
  sink.open(0, name);
  sink.leaf(0, 'CmdID', command.cmdId);
  writeContent(command, sink);
  writeUnknown(command.unknown, sink);
  sink.close(0, name);
}

function writeContent(command: Command, sink: ElementSink): void {
  switch (command.cmd) {
    case 'Add':
    case 'Replace':
    case 'Copy':
      writeFlag('NoResp', command.noResp, sink);
      writeCred(command.cred, sink);
      writeMeta(command.meta, sink);
      writeItems(command.items, sink);
      return;
    case 'Delete':
      writeFlag('NoResp', command.noResp, sink);
      writeFlag('Archive', command.archive, sink);
      writeFlag('SftDel', command.sftDel, sink);
      writeCred(command.cred, sink);
      writeMeta(command.meta, sink);
      writeItems(command.items, sink);
      return;
    case 'Get':
      writeFlag('NoResp', command.noResp, sink);
      writeLeaf(0, 'Lang', command.lang, sink);
      writeCred(command.cred, sink);
      writeMeta(command.meta, sink);
      writeItems(command.items, sink);
      return;
    case 'Exec':
      writeFlag('NoResp', command.noResp, sink);
      writeCred(command.cred, sink);
      writeMeta(command.meta, sink);
      writeLeaf(0, 'Correlator', command.correlator, sink);
      writeItems(command.items, sink);
      return;
    case 'Alert':
      writeFlag('NoResp', command.noResp, sink);
      writeCred(command.cred, sink);
      writeLeaf(0, 'Data', command.data, sink);
      writeLeaf(0, 'Correlator', command.correlator, sink);
      writeItems(command.items, sink);
      return;
    case 'Atomic':
    case 'Sequence':
      writeFlag('NoResp', command.noResp, sink);
      writeMeta(command.meta, sink);
      for (const child of command.commands) writeCommand(child, sink);
      return;
    case 'Status':
      sink.leaf(0, 'MsgRef', command.msgRef);
      sink.leaf(0, 'CmdRef', command.cmdRef);
      sink.leaf(0, 'Cmd', command.cmdName);
      for (const ref of command.targetRefs) sink.leaf(0, 'TargetRef', ref);
      for (const ref of command.sourceRefs) sink.leaf(0, 'SourceRef', ref);
      writeCred(command.cred, sink);
      writeChal(command.chal?.meta, sink);
      sink.leaf(0, 'Data', command.data);
      writeItems(command.items, sink);
      return;
    case 'Results':
      writeLeaf(0, 'MsgRef', command.msgRef, sink);
      sink.leaf(0, 'CmdRef', command.cmdRef);
      writeMeta(command.meta, sink);
      writeLeaf(0, 'TargetRef', command.targetRef, sink);
      writeLeaf(0, 'SourceRef', command.sourceRef, sink);
      writeItems(command.items, sink);
      return;
    case 'Other':
      writeFlag('NoResp', command.noResp, sink);
      writeCred(command.cred, sink);
      writeMeta(command.meta, sink);
      return;
    default:
      assertNever(command);
  }
}

function writeItems(items: readonly Item[], sink: ElementSink): void {
  for (const item of items) {
    sink.open(0, 'Item');
    if (item.target !== undefined) writeLocation('Target', item.target, sink);
    if (item.source !== undefined) writeLocation('Source', item.source, sink);
    if (item.sourceParent !== undefined) writeLocation('SourceParent', { locURI: item.sourceParent }, sink);
    if (item.targetParent !== undefined) writeLocation('TargetParent', { locURI: item.targetParent }, sink);
    writeMeta(item.meta, sink);
    writeLeaf(0, 'Data', item.data, sink);
    writeFlag('MoreData', item.moreData, sink);
    writeUnknown(item.unknown, sink);
    sink.close(0, 'Item');
  }
}

function writeLocation(name: string, location: Location, sink: ElementSink): void {
  sink.open(0, name);
  sink.leaf(0, 'LocURI', location.locURI);
  writeLeaf(0, 'LocName', location.locName, sink);
  sink.close(0, name);
}

function writeCred(cred: Command['cred'], sink: ElementSink): void {
  if (cred === undefined) return;
  sink.open(0, 'Cred');
  writeMeta(cred.meta, sink);
  sink.leaf(0, 'Data', cred.data);
  sink.close(0, 'Cred');
}

function writeChal(meta: Meta | undefined, sink: ElementSink): void {
  if (meta === undefined) return;
  sink.open(0, 'Chal');
  writeMeta(meta, sink);
  sink.close(0, 'Chal');
}

function writeMeta(meta: Meta | undefined, sink: ElementSink): void {
  if (meta === undefined) return;
  sink.open(0, 'Meta');
  writeLeaf(1, 'Format', meta.format, sink);
  writeLeaf(1, 'Type', meta.type, sink);
  writeLeaf(1, 'Mark', meta.mark, sink);
  writeLeaf(1, 'Size', meta.size, sink);
  if (meta.anchor !== undefined) {
    sink.open(1, 'Anchor');
    writeLeaf(1, 'Last', meta.anchor.last, sink);
    writeLeaf(1, 'Next', meta.anchor.next, sink);
    sink.close(1, 'Anchor');
  }
  writeLeaf(1, 'Version', meta.version, sink);
  writeLeaf(1, 'NextNonce', meta.nextNonce, sink);
  writeLeaf(1, 'MaxMsgSize', meta.maxMsgSize, sink);
  writeLeaf(1, 'MaxObjSize', meta.maxObjSize, sink);
  for (const emi of meta.emi ?? []) sink.leaf(1, 'EMI', emi);
  if (meta.mem !== undefined) {
    sink.open(1, 'Mem');
    if (meta.mem.sharedMem === true) sink.empty(1, 'SharedMem');
    writeLeaf(1, 'FreeMem', meta.mem.freeMem, sink);
    writeLeaf(1, 'FreeID', meta.mem.freeId, sink);
    sink.close(1, 'Mem');
  }
  if (meta.fieldLevel === true) sink.empty(1, 'FieldLevel');
  for (const { name, text } of meta.unknown ?? []) sink.leaf(1, name, text);
  sink.close(0, 'Meta');
}

function writeLeaf(page: Page, name: string, value: Data | number | undefined, sink: ElementSink): void {
  if (value !== undefined) sink.leaf(page, name, typeof value === 'number' ? String(value) : value);
}

function writeFlag(name: string, flag: boolean | undefined, sink: ElementSink): void {
  if (flag === true) sink.empty(0, name);
}

function writeUnknown(unknown: readonly UnknownElement[] | undefined, sink: ElementSink): void {
  for (const { name, text } of unknown ?? []) sink.leaf(0, name, text);
}
