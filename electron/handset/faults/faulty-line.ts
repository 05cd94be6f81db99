/**
 * The line between handset and server with the faults of messages on it: a codec and a transport around the real ones.
 * What comes in says at which points the next message will be; that message is changed on its way out, or meets with
 * something on the line.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultPoint, POINT_KINDS } from '../../../shared/contract/fault.ts';
import { fail } from '../../../shared/result.ts';
import type { Codec } from '../../../shared/syncml/codec.ts';
import type { Transport } from '../dm/http-transport.ts';
import type { Faults } from './faults.ts';
import { answeredPoints, ownPoints } from './message-points.ts';
import { withWrongChunks, withWrongStatus } from './wrong-messages.ts';

export interface Line {
  readonly codec: Codec;
  readonly transport: Transport;
}

/** Puts `faults` on the line. `reboot` restarts the handset: nothing that is awaited on the line resolves any more. */
export function faultyLine({ codec, transport }: Line, faults: Faults, reboot: () => void, signal: AbortSignal): Line {
  let answered: readonly FaultPoint[] = [];
  let points: readonly FaultPoint[] = [];

  const faultyCodec: Codec = {
    ...codec,
    decode(bytes, limits) {
      const decoded = codec.decode(bytes, limits);
      if (!decoded.ok) return decoded;
      answered = [...answered, ...answeredPoints(decoded.value.message)];
      return { ok: true, value: { ...decoded.value, message: withWrongChunks(decoded.value.message, faults) } };
    },
    encode(message) {
      points = [...new Set([...ownPoints(message), ...answered])];
      answered = [];
      return codec.encode(withWrongChunks(withWrongStatus(message, points, faults), faults));
    },
  };

  const faultyTransport: Transport = {
    ...transport,
    async post(url, message, ...rest) {
      // In the middle of an operation is a point of its own: see the operation's faults.
      const still = points.filter((point) => !isOperation(point));
      if (faults.strikes('reboot', still) !== undefined) {
        reboot();
        await sleep(REBOOTED_BY_THEN_MS, undefined, { signal });
      }
      if (faults.strikes('drop-reply', points) !== undefined) return dropped();
      const late = faults.strikes('delay-reply', points);
      if (late !== undefined) await sleep(late.roll(1_000, 3_000), undefined, { signal });
      const cut = faults.strikes('truncated-message', points);
      if (cut !== undefined) {
        const body = message.body.subarray(0, cut.roll(1, message.body.length - 1));
        await transport.post(url, { ...message, body }, ...rest);
      }
      const isTwice = faults.strikes('repeat-message', points) !== undefined;
      if (isTwice) await transport.post(url, message, ...rest);
      return transport.post(url, message, ...rest);
    },
  };
  return { codec: faultyCodec, transport: faultyTransport };
}

/** The sleep is cut short by the restart. */
const REBOOTED_BY_THEN_MS = 60_000;

function isOperation(point: FaultPoint): boolean {
  const operations: readonly string[] = POINT_KINDS.operation.points;
  return operations.includes(point);
}

function dropped(): ReturnType<typeof fail> {
  return fail('message-dropped', 'A fault has dropped the message.', 'The handset calls again by itself.', {
    retryable: true,
  });
}
