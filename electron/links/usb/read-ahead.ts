/**
 * How much to ask a pipe for. A transfer ends when it is full or when a packet is short; a handset that sends a multiple
 * of the packet size and no empty packet after it would leave a long transfer open, and what is in it is lost when it is
 * taken back. So the first packet is asked for alone; when it tells the length of what it begins, the rest is asked for at
 * once, exactly.
 */

export interface ReadAhead {
  /** Octets to ask for next, a multiple of the packet size. */
  readonly next: number;
  /** Takes note of what came. */
  saw(chunk: Uint8Array): void;
}

/** Tells how long the unit is that begins with these octets; undefined when they do not tell. */
export type UnitLength = (start: Uint8Array) => number | undefined;

const MOST = 64 * 1024;

/** An OBEX packet: a code and its length in two octets, header included. */
export const obexPacketLength: UnitLength = (start) =>
  start.length < 3 ? undefined : ((start[1] ?? 0) << 8) | (start[2] ?? 0);

export function createReadAhead(packetSize: number, unitLength: UnitLength | undefined): ReadAhead {
  let missing = 0;
  return {
    get next() {
      return Math.min(Math.max(1, Math.ceil(missing / packetSize)) * packetSize, MOST - (MOST % packetSize));
    },
    saw(chunk): void {
      if (missing > 0) {
        missing = Math.max(0, missing - chunk.length);
        return;
      }
      const length = unitLength?.(chunk) ?? 0;
      // Only a full packet has more behind it; a short one that promises more is a handset with small packets.
      missing = chunk.length === packetSize ? Math.max(0, length - chunk.length) : 0;
    },
  };
}
