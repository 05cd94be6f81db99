import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { placesOf } from '../../../../shared/syncml/octet-search.ts';

it('finds octets wherever they stand, and nowhere else', () => {
  const few = (maxLength: number) =>
    fc.array(fc.constantFrom(0, 1), { maxLength }).map((octets) => Uint8Array.from(octets));
  fc.assert(
    fc.property(few(60), few(6), (bytes, wanted) => {
      const places = Array.from(bytes.keys()).filter(
        (at) => wanted.length > 0 && wanted.every((octet, index) => bytes[at + index] === octet),
      );
      expect(placesOf(bytes, wanted)).toEqual(places);
    }),
  );
});

it('takes no longer for octets that nearly stand everywhere', () => {
  const wanted = new Uint8Array(1_000_000).fill(7);
  const bytes = new Uint8Array(2_000_000).fill(7);
  wanted[wanted.length - 1] = 8;
  expect(placesOf(bytes, wanted)).toEqual([]);
  bytes[bytes.length - 1] = 8;
  expect(placesOf(bytes, wanted)).toEqual([1_000_000]);
});
