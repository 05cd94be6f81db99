/** Damage to octets as links, cut-off writes and enemies do it: bits flipped, ranges cut, doubled, mixed in from others. */
import * as fc from 'fast-check';

export interface Mutation {
  readonly kind: 'flip' | 'set' | 'cut' | 'remove' | 'double' | 'splice' | 'insert';
  /** Where, and with what: reduced to what the octets have. */
  readonly at: number;
  readonly length: number;
  readonly value: number;
}

/** From none, which leaves the octets as they were, to several. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Mutation['kind']>('flip', 'flip', 'set', 'cut', 'remove', 'double', 'splice', 'insert'),
    at: fc.nat(0xffff),
    length: fc.nat(64),
    value: fc.nat(0xffff),
  }),
  { maxLength: 5, size: 'max' },
);

/** Damages octets. `others` are mixed in; `pieces` are what means something in the format, to be inserted. */
export function mutated(
  octets: Uint8Array,
  all: readonly Mutation[],
  others: readonly Uint8Array[],
  pieces: readonly Uint8Array[],
): Uint8Array {
  return all.reduce((bytes, mutation) => mutatedOnce(bytes, mutation, others, pieces), octets);
}

function mutatedOnce(
  bytes: Uint8Array,
  { kind, at: anywhere, length, value }: Mutation,
  others: readonly Uint8Array[],
  pieces: readonly Uint8Array[],
): Uint8Array {
  const at = anywhere % (bytes.length + 1);
  switch (kind) {
    case 'flip':
      return replaced(bytes, at, 1, Uint8Array.of((bytes[at] ?? 0) ^ (1 << (value % 8))));
    case 'set':
      return replaced(bytes, at, 1, Uint8Array.of(value));
    case 'cut':
      return bytes.subarray(0, at);
    case 'remove':
      return replaced(bytes, at, length, new Uint8Array());
    case 'double':
      return replaced(bytes, at, 0, bytes.subarray(at, at + length));
    case 'splice': {
      const other = others[value % others.length] ?? new Uint8Array();
      return replaced(
        bytes,
        at,
        length,
        other.subarray(value % (other.length + 1), (value % (other.length + 1)) + length),
      );
    }
    case 'insert':
      return replaced(bytes, at, 0, pieces[value % pieces.length] ?? new Uint8Array());
  }
}

function replaced(bytes: Uint8Array, at: number, length: number, by: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length - Math.min(length, bytes.length - at) + by.length);
  result.set(bytes.subarray(0, at));
  result.set(by, at);
  result.set(bytes.subarray(at + length), at + by.length);
  return result;
}
