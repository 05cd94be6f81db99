/**
 * How many octets a command takes in XML, never too few: the outbox fills messages with it, without encoding each
 * command on trial. WBXML is always smaller.
 */
import type { Chal, Command, Cred, Data, Item, Location, Meta } from '../../../shared/syncml/message.ts';

/** ` xmlns="syncml:metinf"`, which every child of Meta has. */
const METINF = 22;
/** Digits of a CmdID. */
const CMD_ID = 4;

/**
 * Upper bound for one command, without any children of its own. Counting items stops beyond `enough`: Results of a
 * whole tree are asked again and again how much of them fits.
 */
export function commandSize(command: Command, enough = Infinity): number {
  let size = tags(command.cmd === 'Other' ? command.name : command.cmd) + tags('CmdID') + CMD_ID;
  size += metaSize(command.meta) + credSize(command.cred);
  if ('correlator' in command) size += leafSize('Correlator', command.correlator);
  if (command.cmd === 'Alert') size += leafSize('Data', command.data);
  if (command.cmd === 'Status') {
    size += leafSize('MsgRef', command.msgRef) + leafSize('CmdRef', command.cmdRef);
    size += leafSize('Cmd', command.cmdName) + leafSize('Data', command.data);
    for (const ref of command.targetRefs) size += leafSize('TargetRef', ref);
    for (const ref of command.sourceRefs) size += leafSize('SourceRef', ref);
    size += chalSize(command.chal);
  }
  if (command.cmd === 'Results') {
    size += leafSize('MsgRef', command.msgRef) + leafSize('CmdRef', command.cmdRef);
    size += leafSize('TargetRef', command.targetRef) + leafSize('SourceRef', command.sourceRef);
  }
  if ('items' in command) {
    for (const item of command.items) {
      size += itemSize(item);
      if (size > enough) return size;
    }
  }
  return size;
}

/** Upper bound for one item. */
export function itemSize({ target, source, meta, data, moreData }: Item): number {
  const more = moreData === true ? tags('MoreData') : 0;
  return (
    tags('Item') +
    locationSize('Target', target) +
    locationSize('Source', source) +
    metaSize(meta) +
    leafSize('Data', data) +
    more
  );
}

/** Octets of a value as XML writes it: text escaped, octets as base64. */
export function dataSize(data: Data): number {
  if (typeof data !== 'string') return Math.ceil(data.byteLength / 3) * 4;
  let size = Buffer.byteLength(data);
  // The longest escape has six octets: &quot;
  for (const character of data.matchAll(/[&<>"'\r]/g)) size += character[0].length * 5;
  return size;
}

/** Octets of `<name></name>`. */
function tags(name: string): number {
  return 2 * name.length + 5;
}

function leafSize(name: string, value: Data | undefined): number {
  return value === undefined ? 0 : tags(name) + dataSize(value);
}

function locationSize(name: string, location: Location | undefined): number {
  if (location === undefined) return 0;
  return tags(name) + leafSize('LocURI', location.locURI) + leafSize('LocName', location.locName);
}

function metaSize(meta: Meta | undefined): number {
  if (meta === undefined) return 0;
  let size = tags('Meta');
  for (const [name, value] of Object.entries(meta)) size += leafSize(name, String(value)) + METINF;
  return size;
}

function credSize(cred: Cred | undefined): number {
  return cred === undefined ? 0 : tags('Cred') + metaSize(cred.meta) + leafSize('Data', cred.data);
}

function chalSize(chal: Chal | undefined): number {
  return chal === undefined ? 0 : tags('Chal') + metaSize(chal.meta);
}
