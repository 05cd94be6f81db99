import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandQueue } from '../../../electron/server/command-queue.ts';
import type { Draft, StoredObject } from '../../../electron/server/outcome.ts';
import { beyondLimit } from '../../../electron/server/large-object.ts';
import { packMessage } from '../../../electron/server/packing.ts';
import { ok } from '../../../shared/result.ts';
import { CODECS, type Encoding } from '../../../shared/syncml/codec.ts';
import type { Command, Data, Item, Status } from '../../../shared/syncml/message.ts';

const URI = './SCM/Inventory/Delivered/P/Data';

/** Octets as if they lay in a file. */
function stored(octets: Uint8Array): StoredObject {
  return { size: octets.length, read: (from, to) => ok(octets.subarray(from, to)), taken: () => undefined };
}

function objectDraft(value: Data, format: string): Draft {
  const item: Item = { target: { locURI: URI }, meta: { format, type: 'application/zip' } };
  return typeof value === 'string'
    ? { cmd: 'Add', items: [{ ...item, data: value }] }
    : { cmd: 'Add', items: [item], object: stored(value) };
}

/** A Status as the handset gives it to the command. */
function answer(command: Command, msgRef: string, data: string): Status {
  return {
    cmd: 'Status',
    cmdId: '1',
    msgRef,
    cmdRef: command.cmdId,
    cmdName: command.cmd,
    targetRefs: [],
    sourceRefs: [],
    data,
    items: [],
  };
}

interface Sent {
  readonly items: readonly Item[];
  readonly sizes: readonly number[];
  readonly finals: readonly boolean[];
}

/** Sends what is queued, every chunk answered 213, and gives back what a handset would have read. */
function sendAll(drafts: readonly Draft[], encoding: Encoding, limitOf: (message: number) => number): Sent {
  const queue = new CommandQueue();
  void queue.add(drafts);
  const items: Item[] = [];
  const sizes: number[] = [];
  const finals: boolean[] = [];
  for (let msgId = 1; queue.size() > 0; msgId += 1) {
    const { bytes } = packMessage({
      envelope: {
        encoding,
        sessionId: '2A',
        msgId: String(msgId),
        devId: 'IMEI:351234567890123',
        serverURL: 'http://127.0.0.1:8080/dm',
        serverId: 'dm.example',
      },
      statuses: [answer({ cmd: 'Alert', cmdId: '0', items: [] }, '1', '212')],
      alerts: [],
      commands: queue,
      limits: { maxMsgSize: limitOf(msgId), maxObjSize: Number.POSITIVE_INFINITY },
      final: 'maybe',
    });
    if (!bytes.ok) throw new Error(bytes.error.detail ?? bytes.error.message);
    sizes.push(bytes.value.length);
    const decoded = CODECS[encoding].decode(bytes.value);
    if (!decoded.ok) throw new Error(decoded.error.message);
    finals.push(decoded.value.message.final);
    for (const command of decoded.value.message.commands) {
      if (!('items' in command) || command.cmd === 'Status') continue;
      items.push(...command.items);
      const isChunk = command.items.at(-1)?.moreData === true;
      queue.takeStatus(answer(command, String(msgId), isChunk ? '213' : '200'));
    }
    queue.answered({ resend: false, asksForNext: false, isFinal: false });
    if (msgId > 20_000) throw new Error('It never ends.');
  }
  return { items, sizes, finals };
}

function octetsOf(data: Data | undefined): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : (data ?? new Uint8Array());
}

/** Joins chunks as a handset does: text as text, base64 only as a whole. */
function joined(items: readonly Item[], isBase64: boolean): Uint8Array {
  const whole = Buffer.concat(items.map(({ data }) => octetsOf(data)));
  return isBase64 ? new Uint8Array(Buffer.from(whole.toString('latin1'), 'base64')) : new Uint8Array(whole);
}

const encodings = fc.constantFrom<Encoding>('xml', 'wbxml');
const limits = fc.array(fc.integer({ min: 900, max: 4000 }), { minLength: 1, maxLength: 5 });
/** Texts that XML can carry, with everything in them that has to be escaped or takes several octets. */
const texts = fc.string({
  unit: fc.oneof(
    fc.constantFrom('&', '<', '>', '\r', '\n', '"', 'é', '€', '😀', '𝄞'),
    fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom('a', 'b', ' ', '1') }),
  ),
  minLength: 1,
  maxLength: 4000,
});

describe('an object on its way to a handset', () => {
  it('is held against MaxObjSize as it travels: a text in octets, octets in base64', () => {
    const ofSize = (data: Data): Draft => ({ cmd: 'Add', items: [{ target: { locURI: './A' }, data }] });
    const text = ofSize('漢'.repeat(40));
    expect(beyondLimit(text, 'xml', 119)).toMatchObject({ error: { code: 'object-too-large' } });
    expect(beyondLimit(text, 'xml', 120)).toBeUndefined();
    const octets = ofSize(new Uint8Array(90));
    expect(beyondLimit(octets, 'xml', 119)).toMatchObject({ error: { code: 'object-too-large' } });
    expect(beyondLimit(octets, 'wbxml', 119)).toBeUndefined();
  });

  it('is read back as it was, whatever its octets, the encoding and the limits of each message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), encodings, limits, (octets, encoding, sizes) => {
        const limitOf = (message: number): number => sizes[message % sizes.length] ?? 900;
        const sent = sendAll([objectDraft(octets, 'bin')], encoding, limitOf);
        expect(joined(sent.items, encoding === 'xml')).toEqual(octets);
        for (const [index, size] of sent.sizes.entries()) expect(size).toBeLessThanOrEqual(limitOf(index + 1));
      }),
      { numRuns: 150 },
    );
  });

  it('is read back as it was when it is a text, and no character and no escape is split', () => {
    fc.assert(
      fc.property(texts, encodings, limits, (value, encoding, sizes) => {
        const limitOf = (message: number): number => sizes[message % sizes.length] ?? 900;
        const sent = sendAll([objectDraft(value, 'chr')], encoding, limitOf);
        for (const { data } of sent.items) expect(typeof data === 'string' && data.isWellFormed()).toBe(true);
        expect(sent.items.map(({ data }) => data).join('')).toBe(value);
        for (const [index, size] of sent.sizes.entries()) expect(size).toBeLessThanOrEqual(limitOf(index + 1));
      }),
      { numRuns: 150 },
    );
  });

  it('says its Size in the first chunk only, as transferred, and repeats the rest of Meta in each', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5_000, maxLength: 9_000 }), encodings, (octets, encoding) => {
        const { items, finals } = sendAll([objectDraft(octets, 'bin')], encoding, () => 1200);
        const format = encoding === 'xml' ? 'b64' : 'bin';
        const transferred = items.reduce((sum, { data }) => sum + octetsOf(data).length, 0);
        expect(items.map(({ meta }) => meta?.size)).toEqual([transferred, ...items.slice(1).map(() => undefined)]);
        for (const { target, meta } of items)
          expect([target?.locURI, meta?.format, meta?.type]).toEqual([URI, format, 'application/zip']);
        expect(items.map(({ moreData }) => moreData === true)).toEqual([...items.slice(1).map(() => true), false]);
        expect(finals).toEqual([...finals.slice(1).map(() => false), true]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps quartets whole, also of a value that is base64 text already', () => {
    const base64 = Buffer.alloc(7_001, 'scomo').toString('base64');
    const whole = base64.replaceAll(/(.{76})/g, '$1\n');
    for (const encoding of ['xml', 'wbxml'] as const) {
      const { items } = sendAll([objectDraft(whole, 'b64')], encoding, () => 1111);
      for (const { data } of items) expect(octetsOf(data).length % 4).toBe(0);
      expect(items.map(({ data }) => data).join('')).toBe(base64);
    }
  });

  it('travels whole, without Size and MoreData, when it fits', () => {
    const { items, finals } = sendAll([objectDraft(new Uint8Array([1, 2, 3]), 'bin')], 'xml', () => 4096);
    expect([items, finals]).toMatchObject([[{ data: 'AQID', meta: { format: 'b64' } }], [true]]);
    expect(items[0]?.meta?.size).toBeUndefined();
    expect(items[0]?.moreData).toBeUndefined();
  });

  it('lets what was queued before it go first and what was queued behind it come after its last chunk', () => {
    const node: Draft = { cmd: 'Add', items: [{ target: { locURI: './A' }, meta: { format: 'node' } }] };
    const exec: Draft = { cmd: 'Exec', items: [{ target: { locURI: './B' } }] };
    const { items } = sendAll([node, objectDraft(new Uint8Array(3000), 'bin'), exec], 'wbxml', () => 1500);
    const uris = items.map(({ target }) => target?.locURI);
    expect(uris).toEqual(['./A', URI, URI, URI, './B']);
  });

  it('is read only a chunk at a time, however large it is', () => {
    let largest = 0;
    let octets = 0;
    const source: StoredObject = {
      size: 10_000_000,
      read(from, to) {
        largest = Math.max(largest, to - from);
        octets += to - from;
        return ok(new Uint8Array(to - from));
      },
      taken: () => undefined,
    };
    const draft: Draft = { cmd: 'Add', items: [{ target: { locURI: URI } }], object: source };
    const { sizes } = sendAll([draft], 'xml', () => Number.POSITIVE_INFINITY);
    expect(octets).toBe(source.size);
    expect(largest).toBeLessThanOrEqual(200_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
  });
});

describe('a message', () => {
  it('is never larger than the handset takes, whatever is queued; a command with many items goes out in parts', () => {
    const draft = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }).map((octets) => objectDraft(octets, 'bin')),
      fc.string({ maxLength: 900 }).map((value): Draft => objectDraft(value.replaceAll(/[^ -~]/g, '?'), 'chr')),
      fc.integer({ min: 1, max: 40 }).map((count): Draft => ({
        cmd: 'Get',
        items: Array.from({ length: count }, (_, index) => ({ target: { locURI: `./SCM/Node${index}` } })),
      })),
    );
    fc.assert(
      fc.property(fc.array(draft, { minLength: 1, maxLength: 12 }), encodings, limits, (drafts, encoding, sizes) => {
        const limitOf = (message: number): number => sizes[message % sizes.length] ?? 900;
        const sent = sendAll(drafts, encoding, limitOf);
        for (const [index, size] of sent.sizes.entries()) expect(size).toBeLessThanOrEqual(limitOf(index + 1));
        const asked = sent.items.filter(({ target }) => target?.locURI.includes('Node') === true);
        const wanted = drafts.flatMap((one) => (one.cmd === 'Get' ? one.items : []));
        expect(asked.map(({ target }) => target?.locURI)).toEqual(wanted.map(({ target }) => target?.locURI));
      }),
      { numRuns: 100 },
    );
  });
});
