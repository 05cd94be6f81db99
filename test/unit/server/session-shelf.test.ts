import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSessionShelf, type Shelved } from '../../../electron/server/session-shelf.ts';

const entryOf = (devId: string, sessionId: string, address = '127.0.0.1'): Shelved => ({
  devId,
  sessionId,
  address,
  unprovenAt: -1,
  born: 0,
});

it('finds a session by who speaks in which session from where, and by nothing less', () => {
  const shelf = createSessionShelf(9);
  const entry = entryOf('IMEI:1', '7');
  shelf.add(entry);
  expect(shelf.find('IMEI:1', '7', '127.0.0.1')).toBe(entry);
  expect(shelf.find('IMEI:1', '7', '10.0.0.9')).toBeUndefined();
  expect(shelf.find('IMEI:1', '8', '127.0.0.1')).toBeUndefined();
  expect(shelf.find('IMEI:2', '7', '127.0.0.1')).toBeUndefined();
});

it('names the oldest of those that have proven nothing when there are too many', () => {
  const shelf = createSessionShelf(2);
  const [first, second, third, fourth] = ['1', '2', '3', '4'].map((id) => entryOf('IMEI:1', id));
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) throw new Error();
  expect([shelf.add(first), shelf.add(second)]).toEqual([undefined, undefined]);
  shelf.proven(first);
  expect(shelf.add(third)).toBeUndefined();
  expect(shelf.add(fourth)).toBe(second);
});

/** add: a new one of one of three names. proven, remove: the nth of those that are there, or were. */
const step = fc.record({ what: fc.constantFrom('add', 'proven', 'remove'), nth: fc.nat(40), name: fc.nat(2) });

it('agrees with a plain list, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const shelf = createSessionShelf<Shelved>(3);
      const made: Shelved[] = [];
      let there: Shelved[] = [];
      let unproven: Shelved[] = [];
      /** Whom the shelf named as the oldest of too many, and who it is. */
      const named: (Shelved | undefined)[][] = [];
      for (const { what, nth, name } of steps) {
        if (what === 'add') {
          const entry = entryOf(`IMEI:${name}`, String(made.length));
          made.push(entry);
          there.push(entry);
          unproven.push(entry);
          named.push([shelf.add(entry), unproven.length > 3 ? unproven[0] : undefined]);
          continue;
        }
        const entry = made[nth % Math.max(1, made.length)];
        if (entry === undefined) continue;
        unproven = unproven.filter((one) => one !== entry);
        if (what === 'proven') shelf.proven(entry);
        else {
          there = there.filter((one) => one !== entry);
          shelf.remove(entry);
        }
      }
      expect(named.filter(([said, right]) => said !== right)).toEqual([]);
      expect([...shelf.all()].toSorted((a, b) => a.born - b.born)).toEqual(there);
      for (const entry of made)
        expect(shelf.find(entry.devId, entry.sessionId, entry.address)).toBe(there.includes(entry) ? entry : undefined);
    }),
  );
});
