/** The elements that occur in several commands, on the fast way (direct-reader.ts): Item, Target and Source, Cred, Chal. */
import type { Draft } from '../element.ts';
import type { Chal, Cred, Item, Location, Meta } from '../message.ts';
import { type Cursor, giveUp, nextTag, once, readData, readText, readUri } from './cursor.ts';
import { readMetaDirectly } from './direct-meta.ts';
import { bare, filled } from './direct-tags.ts';
import { credentialData, itemData } from './opaque-data.ts';
import { readUsualItem } from './usual-item.ts';
import { TOKEN } from './tokens.ts';

const END = TOKEN.end;
const TARGET = filled('Target');
const SOURCE = filled('Source');
const TARGET_PARENT = filled('TargetParent');
const SOURCE_PARENT = filled('SourceParent');
const META = filled('Meta');
const DATA = filled('Data');
const EMPTY_DATA = bare('Data');
const MORE_DATA = bare('MoreData');
const LOC_URI = filled('LocURI');
const LOC_NAME = filled('LocName');

/** Reads the Item whose tag was read last. */
export function readItem(cursor: Cursor): Item {
  const usual = readUsualItem(cursor);
  if (usual !== undefined) return usual;
  const item: Draft<Item> = {};
  for (let tag = nextTag(cursor); tag !== END; tag = nextTag(cursor)) {
    switch (tag) {
      case TARGET:
        item.target = once(cursor, item.target, readLocation(cursor));
        break;
      case SOURCE:
        item.source = once(cursor, item.source, readLocation(cursor));
        break;
      case META:
        item.meta = once(cursor, item.meta, readMetaDirectly(cursor));
        break;
      case DATA:
        item.data = once(cursor, item.data, readData(cursor));
        break;
      case EMPTY_DATA:
        item.data = once(cursor, item.data, '');
        break;
      case MORE_DATA:
        item.moreData = true;
        break;
      case SOURCE_PARENT:
        item.sourceParent = once(cursor, item.sourceParent, readLocation(cursor).locURI);
        break;
      case TARGET_PARENT:
        item.targetParent = once(cursor, item.targetParent, readLocation(cursor).locURI);
        break;
      default:
        giveUp(cursor);
    }
  }
  if (typeof item.data === 'object') item.data = itemData(item.data, item.meta);
  return item;
}

/** Reads Target or Source, or the like. */
export function readLocation(cursor: Cursor): Location {
  let locURI: string | undefined;
  let locName: string | undefined;
  for (let tag = nextTag(cursor); tag !== END; tag = nextTag(cursor)) {
    if (tag === LOC_URI) locURI = once(cursor, locURI, readUri(cursor));
    else if (tag === LOC_NAME) locName = once(cursor, locName, readText(cursor));
    else giveUp(cursor);
  }
  if (locURI === undefined) giveUp(cursor);
  return locName === undefined ? { locURI: locURI ?? '' } : { locURI: locURI ?? '', locName };
}

/** Reads Cred. */
export function readCred(cursor: Cursor): Cred {
  let meta: Meta | undefined;
  let data: Cred['data'] | undefined;
  for (let tag = nextTag(cursor); tag !== END; tag = nextTag(cursor)) {
    if (tag === META && meta === undefined) meta = readMetaDirectly(cursor);
    else if (tag === DATA && data === undefined) data = readData(cursor);
    else giveUp(cursor);
  }
  if (data === undefined) giveUp(cursor);
  const text = typeof data === 'object' ? credentialData(data, meta) : (data ?? '');
  return meta === undefined ? { data: text } : { meta, data: text };
}

/** Reads Chal. */
export function readChal(cursor: Cursor): Chal {
  if (nextTag(cursor) !== META) giveUp(cursor);
  const meta = readMetaDirectly(cursor);
  if (nextTag(cursor) !== END) giveUp(cursor);
  return { meta };
}
