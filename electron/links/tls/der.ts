/** DER, as much as a certificate needs: tag, length, value (X.690 §8). Every function answers a whole element. */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectId: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Before this year times are UTCTime, from it on GeneralizedTime (RFC 5280 §4.1.2.5). */
const GENERALIZED_FROM = 2050;

/** An element with any tag. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(value.length)]), value]);
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(TAG.sequence, ...parts);
}

export function set(...parts: readonly Uint8Array[]): Buffer {
  return element(TAG.set, ...parts);
}

/** A number of any size, never negative; `value` big endian. */
export function integer(value: Uint8Array): Buffer {
  const first = value.findIndex((octet) => octet !== 0);
  const digits = first === -1 ? Uint8Array.of(0) : value.subarray(first);
  return element(TAG.integer, (digits[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...digits) : digits);
}

/** `unused` says how many bits of the last octet are not meant. */
export function bitString(value: Uint8Array, unused = 0): Buffer {
  return element(TAG.bitString, Uint8Array.of(unused), value);
}

export function octetString(...parts: readonly Uint8Array[]): Buffer {
  return element(TAG.octetString, ...parts);
}

export function yes(): Buffer {
  return element(TAG.boolean, Uint8Array.of(0xff));
}

export function nothing(): Buffer {
  return element(TAG.null);
}

export function utf8(text: string): Buffer {
  return element(TAG.utf8, Buffer.from(text, 'utf8'));
}

/** An object identifier in its dotted form. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(TAG.objectId, Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A time in whole seconds. */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return at.getUTCFullYear() < GENERALIZED_FROM
    ? element(TAG.utcTime, Buffer.from(digits.slice(2), 'latin1'))
    : element(TAG.generalizedTime, Buffer.from(digits, 'latin1'));
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

function base128(value: number): readonly number[] {
  const octets = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) octets.unshift(0x80 | (rest & 0x7f));
  return octets;
}
