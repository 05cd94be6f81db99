/** Octets that are being written: a buffer that grows, used again for the next message. */

export interface OctetBuffer {
  octet(value: number): void;
  octets2(first: number, second: number): void;
  /** A multi-byte integer, seven bits per octet, the highest first. */
  mbInt(value: number): void;
  /** UTF-8 without an end; answers false when the text has half a surrogate pair. */
  text(text: string): boolean;
  all(octets: Uint8Array): void;
  /** A copy of what was written here, and then there. */
  joined(other: OctetBuffer): Uint8Array;
  readonly written: () => Uint8Array;
  /** Gives the buffer back; nothing may be written any more. */
  release(): void;
}

const ENCODER = new TextEncoder();
const FIRST_SIZE = 16 * 1024;
/** Larger buffers are not kept, octets. */
const MOST_KEPT = 1024 * 1024;
/** Texts from this length on go to the encoder, which is fast but takes a while to begin with. */
const LONG_TEXT = 48;

/** A message takes two at a time. */
const MOST_SPARE = 2;
const spare: Uint8Array[] = [];

/** Makes an empty buffer. */
export function createOctetBuffer(): OctetBuffer {
  let bytes = spare.pop() ?? new Uint8Array(FIRST_SIZE);
  let length = 0;

  function reserve(more: number): void {
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, length + more));
    larger.set(bytes.subarray(0, length));
    bytes = larger;
  }

  function longText(text: string): boolean {
    if (!text.isWellFormed()) return false;
    reserve(text.length * 3);
    length += ENCODER.encodeInto(text, bytes.subarray(length)).written;
    return true;
  }

  return {
    octet(value) {
      if (length === bytes.length) reserve(1);
      bytes[length++] = value;
    },
    octets2(first, second) {
      reserve(2);
      bytes[length++] = first;
      bytes[length++] = second;
    },
    mbInt(value) {
      reserve(5);
      for (let weight = 128 ** 4; weight > 1; weight /= 128) {
        if (value >= weight) bytes[length++] = 0x80 | (Math.floor(value / weight) % 128);
      }
      bytes[length++] = value % 128;
    },
    text(text) {
      const count = text.length;
      if (count >= LONG_TEXT) return longText(text);
      reserve(count);
      const start = length;
      for (let at = 0; at < count; at++) {
        const code = text.charCodeAt(at);
        if (code >= 0x80) {
          length = start;
          return longText(text);
        }
        bytes[length++] = code;
      }
      return true;
    },
    all(octets) {
      reserve(octets.length);
      bytes.set(octets, length);
      length += octets.length;
    },
    joined(other) {
      const tail = other.written();
      const whole = new Uint8Array(length + tail.length);
      whole.set(bytes.subarray(0, length));
      whole.set(tail, length);
      return whole;
    },
    written: () => bytes.subarray(0, length),
    release() {
      if (bytes.length <= MOST_KEPT && spare.length < MOST_SPARE) spare.push(bytes);
    },
  };
}
