import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerRange } from '../../../electron/packages/range.ts';

const whole = { kind: 'whole' };
const none = { kind: 'unsatisfiable' };

function part(first: number, last: number): object {
  return { kind: 'part', range: { first, last } };
}

test.each([
  [undefined, 10, whole],
  ['bytes=0-', 10, part(0, 9)],
  ['bytes=4-', 10, part(4, 9)],
  ['bytes=4-6', 10, part(4, 6)],
  ['bytes=4-400', 10, part(4, 9)],
  ['bytes=9-9', 10, part(9, 9)],
  ['Bytes = 4 - 6 ', 10, part(4, 6)],
  ['bytes=-3', 10, part(7, 9)],
  ['bytes=-300', 10, part(0, 9)],
  ['bytes=10-', 10, none],
  ['bytes=10-12', 10, none],
  ['bytes=-0', 10, none],
  ['bytes=0-', 0, none],
  ['bytes=-1', 0, none],
  ['bytes=6-4', 10, whole],
  ['bytes=-', 10, whole],
  ['bytes=', 10, whole],
  ['bytes=0-1,4-5', 10, whole],
  ['bytes=a-b', 10, whole],
  ['bytes=1.5-2', 10, whole],
  ['bytes=0x1-2', 10, whole],
  ['items=0-1', 10, whole],
  ['bytes 0-1', 10, whole],
  [`bytes=0-${'9'.repeat(400)}`, 10, part(0, 9)],
  [`bytes=${'9'.repeat(400)}-`, 10, none],
  [`bytes=-${'9'.repeat(400)}`, 10, part(0, 9)],
])('%s of %i octets', (header, size, answer) => {
  expect(answerRange(header, size)).toEqual(answer);
});

test('every part lies inside the file and is what was asked for', () => {
  const number = fc.option(fc.nat({ max: 2 ** 40 }), { nil: undefined });
  fc.assert(
    fc.property(number, number, fc.nat({ max: 2 ** 40 }), (from, to, size) => {
      const answer = answerRange(`bytes=${from ?? ''}-${to ?? ''}`, size);
      if (answer.kind !== 'part') return;
      const { first, last } = answer.range;
      expect(first).toBeGreaterThanOrEqual(0);
      expect(last).toBeGreaterThanOrEqual(first);
      expect(last).toBeLessThan(size);
      const end = Math.min(to ?? size - 1, size - 1);
      const asked = from === undefined ? [Math.max(0, size - (to ?? 0)), size - 1] : [from, end];
      expect([first, last]).toEqual(asked);
    }),
  );
});

test('a range is refused only when nothing of it is there', () => {
  fc.assert(
    fc.property(fc.nat({ max: 50 }), fc.nat({ max: 50 }), fc.nat({ max: 40 }), (from, length, size) => {
      const answer = answerRange(`bytes=${from}-${from + length}`, size);
      expect(answer.kind).toBe(from < size ? 'part' : 'unsatisfiable');
    }),
  );
});

test('no header whatsoever breaks it', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (header, size) => {
      expect(['whole', 'part', 'unsatisfiable']).toContain(answerRange(`bytes=${header}`, size).kind);
      expect(answerRange(header.replaceAll('=', ''), size)).toEqual(whole);
    }),
  );
});
