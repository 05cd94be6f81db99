/**
 * The item that trees are read with, in one go: Source or Target with a LocURI, a Meta that was there before, an
 * inline text. Nine of ten items are one, and nine tenths of the time of a message goes into its items.
 */
import type { Item } from '../message.ts';
import { type Cursor, isInk } from './cursor.ts';
import { filled } from './direct-tags.ts';
import { keptMeta } from './direct-meta.ts';
import { TOKEN } from './tokens.ts';

const { end: END, strI: STR_I, switchPage: SWITCH_PAGE } = TOKEN;
const SOURCE = filled('Source');
const TARGET = filled('Target');
const LOC_URI = filled('LocURI');
const META = filled('Meta');
const DATA = filled('Data');

/** Reads the item whose tag was read last; undefined, and nothing is read, when it is another one. */
export function readUsualItem(cursor: Cursor): Item | undefined {
  const { bytes, window, windowFrom } = cursor;
  let { at } = cursor;
  const role = bytes[at];
  if ((role !== SOURCE && role !== TARGET) || bytes[at + 1] !== LOC_URI || bytes[at + 2] !== STR_I) return undefined;
  if (cursor.page !== 0 || !cursor.isAscii || !isInk(bytes[at + 3])) return undefined;
  const uriFrom = at + 3 - windowFrom;
  const uriTo = window.indexOf('\0', uriFrom);
  if (uriTo === -1) return undefined;
  at = uriTo + windowFrom;
  if (!isInk(bytes[at - 1]) || bytes[at + 1] !== END || bytes[at + 2] !== END || bytes[at + 3] !== META)
    return undefined;
  at += 4;
  const kept = keptMeta(bytes, at);
  if (kept === undefined) return undefined;
  at += kept.octets.length;
  if (bytes[at] !== SWITCH_PAGE || bytes[at + 1] !== 0 || bytes[at + 2] !== DATA || bytes[at + 3] !== STR_I) {
    return undefined;
  }
  const dataFrom = at + 4 - windowFrom;
  const dataTo = window.indexOf('\0', dataFrom);
  at = dataTo + windowFrom;
  if (dataTo === -1 || bytes[at + 1] !== END || bytes[at + 2] !== END) return undefined;
  cursor.at = at + 3;
  const location = { locURI: window.slice(uriFrom, uriTo) };
  const data = window.slice(dataFrom, dataTo);
  const { meta } = kept;
  return role === SOURCE ? { source: location, meta, data } : { target: location, meta, data };
}
