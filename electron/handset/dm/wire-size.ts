/**
 * How many octets a command takes in XML, never too few: the outbox fills messages with it, without encoding each
 * command on trial. WBXML is always smaller.
 */
import type { Chal, Command, Cred, Data, Item, Location, Meta } from '../../../shared/syncml/message.ts';

/** Tags of a command and of its ids. */
const COMMAND_TAGS = 160;
const ITEM_TAGS = 60;
const LOCATION_TAGS = 60;
/** One element of Meta with its namespace. */
const META_ELEMENT = 70;

/**
 * Upper bound for one command, without any children of its own. Counting items stops beyond `enough`: Results of a
 * whole tree are asked again and again how much of them fits.
 */
export function commandSize(command: Command, enough = Infinity): number {
  let size = COMMAND_TAGS + command.cmdId.length + metaSize(command.meta) + credSize(command.cred);
  if ('items' in command) {
    for (const item of command.items) {
      size += itemSize(item);
      if (size > enough) return size;
    }
  }
  if ('correlator' in command) size += 30 + dataSize(command.correlator ?? '');
  if (command.cmd === 'Status') {
    size += command.msgRef.length + command.cmdRef.length + command.data.length + command.cmdName.length + 20;
    for (const ref of [...command.targetRefs, ...command.sourceRefs]) size += 30 + dataSize(ref);
    size += chalSize(command.chal);
  }
  if (command.cmd === 'Results') {
    size += (command.msgRef?.length ?? 0) + command.cmdRef.length;
    size += 60 + dataSize(command.targetRef ?? '') + dataSize(command.sourceRef ?? '');
  }
  return size;
}

/** Upper bound for one item. */
export function itemSize({ target, source, meta, data }: Item): number {
  return ITEM_TAGS + locationSize(target) + locationSize(source) + metaSize(meta) + dataSize(data ?? '');
}

/** Octets of a value as XML writes it: text escaped, octets as base64. */
export function dataSize(data: Data): number {
  if (typeof data !== 'string') return Math.ceil(data.byteLength / 3) * 4;
  let size = Buffer.byteLength(data);
  // The longest escape has six octets: &quot;
  for (const character of data.matchAll(/[&<>"'\r]/g)) size += character[0].length * 5;
  return size;
}

function locationSize(location: Location | undefined): number {
  if (location === undefined) return 0;
  return LOCATION_TAGS + dataSize(location.locURI) + dataSize(location.locName ?? '');
}

function metaSize(meta: Meta | undefined): number {
  if (meta === undefined) return 0;
  let size = 20;
  for (const value of Object.values(meta)) size += META_ELEMENT + dataSize(String(value));
  return size;
}

function credSize(cred: Cred | undefined): number {
  return cred === undefined ? 0 : 40 + metaSize(cred.meta) + dataSize(cred.data);
}

function chalSize(chal: Chal | undefined): number {
  return chal === undefined ? 0 : 20 + metaSize(chal.meta);
}
