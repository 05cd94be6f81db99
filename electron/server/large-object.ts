/**
 * Large objects on their way to a handset (facts 2.7): a value that does not fit into a message is cut into chunks, one
 * in each of consecutive messages.
 *
 * A value is never encoded as a whole. What is left of it is cut to the room that a message has, so every chunk costs
 * as much as its own octets: raw octets in WBXML, base64 of a multiple of three octets in XML, and text counted with
 * its escapes, a character at a time only where it has any. No quartet and no character is ever split. The first chunk
 * says the Size of the whole as transferred; every chunk repeats the rest of Meta.
 */
import { ok, type Result } from '../../shared/result.ts';
import type { Encoding } from '../../shared/syncml/codec.ts';
import type { Data, Item } from '../../shared/syncml/message.ts';
import { isPlain } from '../../shared/syncml/xml-text.ts';
import { objectTooLarge } from './object-failures.ts';
import type { Draft, StoredObject } from './outcome.ts';

/** A part of the value, ready to travel. */
export interface Chunk {
  readonly item: Item;
  readonly isLast: boolean;
  /** How far it reaches into the value. */
  readonly end: number;
}

export interface OutgoingObject {
  /** Its Item without the value, as large as it may get: what a chunk needs besides its octets. */
  frame(encoding: Encoding): Item;
  /** Size as transferred, octets. */
  size(encoding: Encoding): number;
  /** The next chunk of at most `room` octets; undefined when not even one character fits. Fails when it cannot be read. */
  cut(encoding: Encoding, room: number): Result<Chunk | undefined>;
  /** The chunk that was cut last is in this message. */
  sent(msgId: string, cmdId: string, chunk: Chunk): void;
  /** Files the Status of a chunk; answers false when it is for none of them. */
  answered(cmdRef: string, msgRef: string | undefined, isTaken: boolean): boolean;
  /** Chunks without a Status. */
  unanswered(): number;
  /** The handset asked for the next message: the chunks before count as taken. */
  forgive(): void;
  hasBegun(): boolean;
  /** Everything again, from the first octet on. */
  restart(): void;
}

/** A value in the form in which it travels. `length` and positions are octets, or UTF-16 units of a text. */
interface WireValue {
  readonly format: string | undefined;
  readonly size: number;
  readonly length: number;
  cut(from: number, room: number): Result<{ readonly data: Data; readonly end: number }>;
}

/** Octets that open and close a value beside an empty one: `<Data></Data>` for `<Data/>`; OPAQUE, its length, END. */
const VALUE_TAGS: Readonly<Record<Encoding, number>> = { xml: 6, wbxml: 7 };

/** The draft's value as an object to be cut; undefined for a draft that has none, or more than one. */
export function outgoingObject(draft: Draft): OutgoingObject | undefined {
  if (draft.cmd !== 'Add' && draft.cmd !== 'Replace') return undefined;
  const [item] = draft.items;
  const source = draft.object ?? (item?.data === undefined ? undefined : storedData(item.data));
  return item === undefined || draft.items.length !== 1 || source === undefined
    ? undefined
    : createObject(item, source);
}

/** Why an object may not be sent at all: the handset has said that it takes none of this size, octets. */
export function beyondLimit(draft: Draft, encoding: Encoding, maxObjSize: number): Result<never> | undefined {
  // Base64 makes a third more of it, a text at most three octets of a character: smaller values are not looked at closely.
  if (leastSize(draft) * 3 <= maxObjSize) return undefined;
  const size = outgoingObject(draft)?.size(encoding) ?? 0;
  return size > maxObjSize ? objectTooLarge(size, maxObjSize) : undefined;
}

/** How many octets a draft's values have at least when they travel; tells quickly what can never fit. */
export function leastSize(draft: Draft): number {
  if (!('items' in draft)) return draft.commands.reduce((sum, child) => sum + leastSize(child), 0);
  const values = draft.items.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  return values + ('object' in draft ? (draft.object?.size ?? 0) : 0);
}

/** An item as it travels: octets in XML are base64, and its Meta says so (facts 2.8). */
export function onWire(item: Item, encoding: Encoding): Item {
  if (typeof item.data === 'string' || item.data === undefined || encoding === 'wbxml') return item;
  return { ...item, meta: { ...item.meta, format: 'b64' } };
}

type Source = string | StoredObject;

function storedData(data: Data): Source {
  if (typeof data === 'string') return data;
  return { size: data.length, read: (from, to) => ok(data.subarray(from, to)), taken: () => undefined };
}

function createObject(item: Item, source: Source): OutgoingObject {
  const values = new Map<Encoding, WireValue>();
  const unanswered: { readonly msgId: string; readonly cmdId: string; readonly end: number }[] = [];
  let position = 0;
  let begun = false;

  function valueIn(encoding: Encoding): WireValue {
    let value = values.get(encoding);
    if (value === undefined) values.set(encoding, (value = wireValue(item, source, encoding)));
    return value;
  }

  function itemWith({ format, size }: WireValue, data: Data, isLast: boolean): Item {
    const meta = {
      ...item.meta,
      ...(format === undefined ? {} : { format }),
      ...(position === 0 && !isLast ? { size } : {}),
    };
    return { ...item, meta, data, ...(isLast ? {} : { moreData: true }) };
  }

  function told(end: number): void {
    if (typeof source !== 'string') source.taken(end);
  }

  return {
    frame: (encoding) => itemWith(valueIn(encoding), '', false),
    size: (encoding) => valueIn(encoding).size,
    cut(encoding, room): Result<Chunk | undefined> {
      const value = valueIn(encoding);
      const piece = value.cut(position, Math.max(0, room - VALUE_TAGS[encoding]));
      if (!piece.ok) return piece;
      const { data, end } = piece.value;
      if (end === position && end < value.length) return ok(undefined);
      const isLast = end >= value.length;
      return ok({ item: itemWith(value, data, isLast), isLast, end });
    },
    sent(msgId, cmdId, { end }): void {
      begun = true;
      position = end;
      unanswered.push({ msgId, cmdId, end });
    },
    answered(cmdRef, msgRef, isTaken): boolean {
      const index = unanswered.findLastIndex(
        (one) =>
          (cmdRef === '' || one.cmdId === cmdRef) && (msgRef === undefined || msgRef === '' || one.msgId === msgRef),
      );
      const [chunk] = index < 0 ? [] : unanswered.splice(index, 1);
      if (chunk !== undefined && isTaken) told(chunk.end);
      return chunk !== undefined;
    },
    unanswered: () => unanswered.length,
    forgive(): void {
      const last = unanswered.at(-1);
      if (last !== undefined) told(last.end);
      unanswered.length = 0;
    },
    hasBegun: () => begun,
    restart(): void {
      position = 0;
      begun = false;
      unanswered.length = 0;
      told(0);
    },
  };
}

function wireValue(item: Item, source: Source, encoding: Encoding): WireValue {
  const isBase64 = item.meta?.format?.toLowerCase() === 'b64';
  if (typeof source === 'string') return isBase64 ? base64Text(source) : text(source, encoding);
  return encoding === 'xml' || isBase64 ? base64Of(source) : octets(source);
}

/** Raw octets: an OPAQUE of WBXML. */
function octets({ size, read }: StoredObject): WireValue {
  return {
    format: 'bin',
    size,
    length: size,
    cut(from, room) {
      const end = Math.min(size, from + room);
      const part = end === from ? ok(new Uint8Array()) : read(from, end);
      return part.ok ? ok({ data: part.value, end }) : part;
    },
  };
}

/** Octets as base64: three of them are a quartet, and only the last quartet may be padded. */
function base64Of({ size, read }: StoredObject): WireValue {
  return {
    format: 'b64',
    size: Math.ceil(size / 3) * 4,
    length: size,
    cut(from, room) {
      const end = Math.min(size, from + Math.floor(room / 4) * 3);
      const part = end === from ? ok(new Uint8Array()) : read(from, end);
      if (!part.ok) return part;
      const { buffer, byteOffset, byteLength } = part.value;
      return ok({ data: Buffer.from(buffer, byteOffset, byteLength).toString('base64'), end });
    },
  };
}

/** Text that is base64 already. */
function base64Text(given: string): WireValue {
  const whole = given.replaceAll(/\s/g, '');
  return {
    format: undefined,
    size: whole.length,
    length: whole.length,
    cut(from, room) {
      const end = Math.min(whole.length, from + Math.floor(room / 4) * 4);
      return ok({ data: whole.slice(from, end), end });
    },
  };
}

function text(whole: string, encoding: Encoding): WireValue {
  return {
    format: undefined,
    size: Buffer.byteLength(whole),
    length: whole.length,
    cut(from, room) {
      const end = textEnd(whole, from, room, encoding);
      return ok({ data: whole.slice(from, end), end });
    },
  };
}

/** Where the longest piece ends that takes at most `room` octets, escapes included. */
function textEnd(whole: string, from: number, room: number, encoding: Encoding): number {
  if (isPlain(whole.slice(from, from + room))) return Math.min(whole.length, from + room);
  const extra = ESCAPED[encoding];
  let left = room;
  let end = from;
  while (end < whole.length) {
    const code = whole.codePointAt(end) ?? 0;
    left -= (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4) + (extra.get(code) ?? 0);
    if (left < 0) break;
    end += code > 0xffff ? 2 : 1;
  }
  return end;
}

/** What a character takes more than itself: the references of XML; in WBXML an entity between two strings. */
const ESCAPED: Readonly<Record<Encoding, ReadonlyMap<number, number>>> = {
  xml: new Map([
    [0x26, 4],
    [0x3c, 3],
    [0x3e, 3],
    [0x0d, 4],
  ]),
  wbxml: new Map([[0, 3]]),
};
