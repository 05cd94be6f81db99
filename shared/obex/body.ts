/**
 * An object in packets (IrOBEX 1.3 §3.3.3): every packet but the last carries a Body, the last one an EndOfBody, which
 * may be empty. The receiving side puts them together again, up to a limit.
 */
import { fail, ok, type Result } from '../result.ts';
import { HEADERS } from './codes.ts';
import type { Header } from './header.ts';
import { packetSize } from './packet.ts';

/** One packet's worth of an object. */
export interface Part {
  readonly headers: readonly Header[];
  readonly isLast: boolean;
}

const BODY_PREFIX = 3;

export interface Cutting {
  /** Headers that go once, in front of the object. */
  readonly first: readonly Header[];
  /** Headers of each packet: ConnectionID. */
  readonly every: readonly Header[];
  /** Largest packet that was agreed, octets. */
  readonly maxPacket: number;
}

/**
 * Cuts an object into parts of one packet each. Headers that do not fit beside each other spread over several packets
 * before the object begins. The parts are views into `object`: nothing is copied here.
 * Errors: `obex-too-large` when a single header does not fit into a packet.
 */
export function partsOf(object: Uint8Array, cutting: Cutting): Result<Iterable<Part>> {
  const { first, every, maxPacket } = cutting;
  const isTooLarge = first.some((header) => packetSize([...every, header]) + BODY_PREFIX >= maxPacket);
  if (isTooLarge) {
    return fail(
      'obex-too-large',
      `A header does not fit into an OBEX packet of ${maxPacket} octets.`,
      'Let the handset take larger packets.',
    );
  }
  return ok(cut(object, cutting));
}

function* cut(object: Uint8Array, { first, every, maxPacket }: Cutting): Generator<Part, void, void> {
  let waiting = first;
  let at = 0;
  for (;;) {
    const { headers, left } = fill(every, waiting, maxPacket);
    waiting = left;
    const room = maxPacket - packetSize(headers) - BODY_PREFIX;
    if (waiting.length > 0 || room < 1) {
      yield { headers, isLast: false };
      continue;
    }
    const isLast = object.length - at <= room;
    const end = isLast ? object.length : at + room;
    const body = { id: isLast ? HEADERS.endOfBody : HEADERS.body, value: object.subarray(at, end) };
    yield { headers: [...headers, body], isLast };
    if (isLast) return;
    at = end;
  }
}

/** As many of the waiting headers as one packet takes. */
function fill(
  every: readonly Header[],
  waiting: readonly Header[],
  maxPacket: number,
): { readonly headers: readonly Header[]; readonly left: readonly Header[] } {
  let count = 0;
  while (count < waiting.length && packetSize([...every, ...waiting.slice(0, count + 1)]) <= maxPacket) count++;
  return { headers: [...every, ...waiting.slice(0, count)], left: waiting.slice(count) };
}

export interface BodyCollector {
  /** Takes the headers of one packet; true when the object is complete. Errors: `obex-object-too-large`. */
  take(headers: readonly Header[]): Result<boolean>;
  /** The octets so far. */
  bytes(): Uint8Array;
  readonly size: number;
  /** Has any Body or EndOfBody come? A GET may be answered without an object. */
  readonly hasBody: boolean;
}

/**
 * Collects an object of at most `limit` octets in one piece of memory: as large as the Length header says, or growing
 * when that is missing or wrong. It keeps nothing of the packets that it takes.
 */
export function createBodyCollector(limit: number): BodyCollector {
  let room: Uint8Array = new Uint8Array();
  let size = 0;
  let hasBody = false;

  function take(headers: readonly Header[]): Result<boolean> {
    let isComplete = false;
    for (const { id, value } of headers) {
      if (id === HEADERS.length && typeof value === 'number' && size === 0)
        room = new Uint8Array(Math.min(value, limit));
      if ((id !== HEADERS.body && id !== HEADERS.endOfBody) || !(value instanceof Uint8Array)) continue;
      hasBody = true;
      if (size + value.length > limit) return tooLarge(limit);
      add(value);
      isComplete ||= id === HEADERS.endOfBody;
    }
    return ok(isComplete);
  }

  function add(value: Uint8Array): void {
    const end = size + value.length;
    if (end > room.length) {
      const larger = new Uint8Array(Math.min(limit, Math.max(end, room.length * 2)));
      larger.set(room.subarray(0, size));
      room = larger;
    }
    room.set(value, size);
    size = end;
  }

  function bytes(): Uint8Array {
    return size === room.length ? room : room.slice(0, size);
  }

  return {
    take,
    bytes,
    get size() {
      return size;
    },
    get hasBody() {
      return hasBody;
    },
  };
}

function tooLarge(limit: number): Result<never> {
  return fail(
    'obex-object-too-large',
    `The other side sends an object of more than ${limit} octets.`,
    'Check what is connected: a DM message is smaller.',
  );
}
