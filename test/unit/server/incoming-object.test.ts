import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../electron/server/outcome.ts';
import { IncomingObjects } from '../../../electron/server/incoming-object.ts';
import type { Result } from '../../../shared/result.ts';
import type { Command, Data, Item } from '../../../shared/syncml/message.ts';
import {
  codes,
  commands,
  headerStatus,
  md5Cred,
  message,
  mustBe,
  nonceOf,
  packageOne,
  read,
  status,
} from './scripted-handset.ts';
import { logIn, testTable, type TestTable } from './table.ts';

const URI = './SCM/Big';

function chunk(
  data: Data,
  more: { readonly size?: number; readonly moreData?: boolean; readonly uri?: string } = {},
): Item {
  return {
    source: { locURI: more.uri ?? URI },
    meta: { format: 'chr', ...(more.size === undefined ? {} : { size: more.size }) },
    data,
    ...(more.moreData === true ? { moreData: true } : {}),
  };
}

function results(items: readonly Item[], cmdRef = '7'): Command {
  return { cmd: 'Results', cmdId: '3', msgRef: '2', cmdRef, items };
}

describe('a value that comes in chunks', () => {
  it('is whole with its last chunk, however it was cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), { minLength: 2, maxLength: 20 }),
        (parts) => {
          const objects = new IncomingObjects(100_000);
          const size = Buffer.byteLength(parts.join(''));
          const taken = parts.map((part, index) =>
            objects.take(
              results([chunk(part, { moreData: index < parts.length - 1, ...(index === 0 ? { size } : {}) })]),
            ),
          );
          expect(taken.slice(0, -1)).toEqual(parts.slice(1).map(() => ({})));
          expect(taken.at(-1)?.whole).toMatchObject({ items: [{ source: { locURI: URI }, data: parts.join('') }] });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('may be cut inside a character when it comes as octets', () => {
    const octets = new TextEncoder().encode('Grüße, 😀');
    const objects = new IncomingObjects(100);
    objects.take(results([chunk(octets.subarray(0, 3), { moreData: true, size: octets.length })]));
    objects.take(results([chunk(octets.subarray(3, 11), { moreData: true })]));
    const { whole } = objects.take(results([chunk(octets.subarray(11))]));
    expect(whole).toMatchObject({ items: [{ data: 'Grüße, 😀' }] });
  });

  it('lets whole values before and behind it through, and another one begin where it ends', () => {
    const objects = new IncomingObjects(1000);
    const first = objects.take(results([chunk('a', { uri: './A' }), chunk('b', { uri: './B', moreData: true })]));
    expect(first.whole).toMatchObject({ items: [{ data: 'a' }] });
    const second = objects.take(results([chunk('c', { uri: './B' }), chunk('d', { uri: './D', moreData: true })]));
    expect(second.whole).toMatchObject({ items: [{ data: 'bc' }] });
    const third = objects.take(results([chunk('e', { uri: './D' })]));
    expect(third.whole).toMatchObject({ items: [{ data: 'de' }] });
  });

  it('is refused with 424 when the sizes do not agree, and with 413 as soon as it is too large', () => {
    const objects = new IncomingObjects(10);
    objects.take(results([chunk('abc', { moreData: true, size: 7 })]));
    expect(objects.take(results([chunk('def')]))).toMatchObject({
      status: '424',
      failure: { code: 'results-size-mismatch' },
    });
    expect(objects.take(results([chunk('abc', { moreData: true, size: 11 })]))).toMatchObject({ status: '413' });
    objects.take(results([chunk('abcdef', { moreData: true })]));
    expect(objects.take(results([chunk('ghijk', { moreData: true })]))).toMatchObject({ status: '413' });
  });

  it('is taken from a handset that announces no Size, or announces it in every chunk', () => {
    const objects = new IncomingObjects(100);
    objects.take(results([chunk('abc', { moreData: true })]));
    expect(objects.take(results([chunk('def')])).whole).toMatchObject({ items: [{ data: 'abcdef' }] });
    objects.take(results([chunk('abc', { moreData: true, size: 6 })]));
    expect(objects.take(results([chunk('def', { size: 6 })])).whole).toMatchObject({ items: [{ data: 'abcdef' }] });
  });

  it('gets a 213 for each chunk from then on when the handset sends its first chunk again', () => {
    const objects = new IncomingObjects(100);
    const first = results([chunk('abc', { moreData: true, size: 9 })]);
    expect(objects.take(first).status).toBeUndefined();
    expect(objects.take(first).status).toBe('213');
    expect(objects.take(results([chunk('def', { moreData: true })])).status).toBe('213');
    expect(objects.take(results([chunk('ghi')])).whole).toMatchObject({ items: [{ data: 'abcdefghi' }] });
  });

  it('is cut short by anything but statuses and the alerts of the transfer', () => {
    const objects = new IncomingObjects(100);
    const next: Command = { cmd: 'Alert', cmdId: '1', data: '1222', items: [] };
    objects.take(results([chunk('abc', { moreData: true, size: 6 })]));
    expect(objects.take(headerStatus('1')).interrupted).toBeUndefined();
    expect(objects.take(next).interrupted).toBeUndefined();
    const other = objects.take(results([chunk('x', { uri: './Other' })]));
    expect(other.interrupted?.item.source?.locURI).toBe(URI);
    expect(other.whole).toMatchObject({ items: [{ data: 'x' }] });
  });
});

/** A session that asks for `./SCM/Big`. */
async function reading(): Promise<{ test: TestTable; get: Command; got: () => Result<Outcome> | undefined }> {
  const test = testTable();
  let got: Result<Outcome> | undefined;
  test.onOpen = (dm, end) =>
    void dm.get(URI).then((result) => {
      got = result;
      end();
    });
  const get = mustBe(commands(await logIn(test))[0], 'Get');
  return { test, get, got: () => got };
}

describe('a session that reads a large value', () => {
  it('asks for every further chunk with 1222 and no 213, and has the value whole', async () => {
    const { test, get, got } = await reading();
    const part = (data: string, more: object): Command => results([chunk(data, more)], get.cmdId);
    const first = await test.say(
      message({
        msgId: '3',
        final: false,
        commands: [headerStatus('2'), status('2', '2', get, '200'), part('abc', { moreData: true, size: 6 })],
      }),
    );
    expect(codes(first)).toEqual(['SyncHdr 212']);
    expect(commands(first)).toMatchObject([{ cmd: 'Alert', data: '1222' }]);
    await test.say(message({ msgId: '4', commands: [headerStatus('3'), part('def', {})] }));
    expect(got()).toMatchObject({ ok: true, value: { code: 200, results: [{ data: 'abcdef' }] } });
  });

  it('answers a wrong size with 424 on the Results and fails with what to do', async () => {
    const { test, get, got } = await reading();
    await test.say(
      message({
        msgId: '3',
        final: false,
        commands: [
          headerStatus('2'),
          status('2', '2', get, '200'),
          results([chunk('abc', { moreData: true, size: 9 })], get.cmdId),
        ],
      }),
    );
    const reply = await test.say(
      message({ msgId: '4', commands: [headerStatus('3'), results([chunk('def')], get.cmdId)] }),
    );
    expect(codes(reply)).toContain('Results 424');
    expect(got()).toMatchObject({ ok: false, error: { code: 'results-size-mismatch', retryable: true } });
  });

  it('tells the handset with 1225, Source and all, when its package ends before the value does', async () => {
    const { test, get, got } = await reading();
    const reply = await test.say(
      message({
        msgId: '3',
        commands: [
          headerStatus('2'),
          status('2', '2', get, '200'),
          results([chunk('abc', { moreData: true, size: 9 })], get.cmdId),
        ],
      }),
    );
    expect(commands(reply)).toMatchObject([{ cmd: 'Alert', data: '1225', items: [{ source: { locURI: URI } }] }]);
    expect(read(reply).final).toBe(true);
    expect(got()).toMatchObject({ ok: false, error: { code: 'results-interrupted' } });
  });

  it('answers the chunks of an alert with 213 and reports it once it is whole', async () => {
    const test = testTable();
    const alert = (data: string, more: object): Command => ({
      cmd: 'Alert',
      cmdId: '3',
      data: '1226',
      correlator: 'job-1',
      items: [{ ...chunk(data, more), meta: { format: 'text/plain', type: 'urn:x', ...more } }],
    });
    const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
    const first = await test.say(
      message({
        msgId: '2',
        final: false,
        cred: md5Cred(nonceOf(challenge)),
        commands: packageOne([alert('<ResultCode>12', { moreData: true, size: 30 })]),
      }),
    );
    expect(codes(first)).toContain('Alert 213');
    expect(test.events.filter(({ type }) => type === 'alert')).toEqual([]);
    const last = await test.say(message({ msgId: '3', commands: [headerStatus('2'), alert('00</ResultCode> ', {})] }));
    expect(codes(last)).toEqual(['SyncHdr 212', 'Alert 200']);
    expect(test.events.filter(({ type }) => type === 'alert')).toMatchObject([
      { alert: { correlator: 'job-1', data: '<ResultCode>1200</ResultCode> ' } },
    ]);
  });
});
