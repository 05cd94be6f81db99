/**
 * Cuts a stream of octets into OBEX packets. A cable knows no packets: a chunk may hold half of one or three, and a
 * modem may talk in between. Octets that cannot begin a packet are skipped and counted, so that an echo of an AT
 * command or a late `OK` does no harm; a length that no packet may have ends the reading.
 */
import { fail, ok, type Result } from '../result.ts';
import { isResponseCode, operationOf } from './codes.ts';

export interface PacketReader {
  /**
   * Takes a chunk and answers the packets that are complete now, each with octets of its own.
   * Errors: `obex-malformed` for a length that cannot be; nothing can be read from this stream any more.
   */
  push(chunk: Uint8Array): Result<readonly Uint8Array[]>;
  /** Octets skipped so far because they were no packet. */
  readonly skipped: number;
  /** Octets of a packet that is not complete. */
  readonly pending: number;
  /** Forgets what is pending, after a break. */
  reset(): void;
  /** Gives back a packet of which nothing is kept: the next one of its size is put into it. */
  recycle(packet: Uint8Array): void;
}

const START = 3;

/** `side`: what comes in. `maxPacket`: the largest packet that was agreed, octets. */
export function createPacketReader(side: 'requests' | 'responses', maxPacket: number): PacketReader {
  const mayBegin = side === 'requests' ? (octet: number) => operationOf(octet) !== undefined : isResponseCode;
  /** The packet under way; its length is known once three octets are there. */
  let packet: Uint8Array = new Uint8Array(START);
  let filled = 0;
  let skipped = 0;
  let spare: Uint8Array | undefined;

  function push(chunk: Uint8Array): Result<readonly Uint8Array[]> {
    const packets: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (filled === 0 && !mayBegin(chunk[at] ?? 0)) {
        skipped++;
        at++;
        continue;
      }
      const taken = Math.min(packet.length - filled, chunk.length - at);
      packet.set(chunk.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < packet.length) break;
      if (packet.length === START) {
        const length = ((packet[1] ?? 0) << 8) | (packet[2] ?? 0);
        if (length < START || length > maxPacket) return lies(length, maxPacket);
        if (length > START) {
          const whole = roomFor(length);
          whole.set(packet);
          packet = whole;
          continue;
        }
      }
      packets.push(packet);
      reset();
    }
    return ok(packets);
  }

  function reset(): void {
    packet = new Uint8Array(START);
    filled = 0;
  }

  function roomFor(length: number): Uint8Array {
    if (spare?.length !== length) return new Uint8Array(length);
    const room = spare;
    spare = undefined;
    return room;
  }

  return {
    push,
    reset,
    recycle: (given) => void (spare = given),
    get skipped() {
      return skipped;
    },
    get pending() {
      return filled;
    },
  };
}

function lies(length: number, maxPacket: number): Result<never> {
  return fail(
    'obex-malformed',
    `A packet says that it has ${length} octets; ${maxPacket} are agreed.`,
    'Reconnect the cable; if it happens again, the handset is not in OBEX mode.',
    { retryable: true },
  );
}
