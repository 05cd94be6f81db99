/**
 * One request, one response: the heart of the OBEX client role. A response must come within a time limit; what comes
 * without a request (a modem that talks, a late answer) is dropped, so that it never counts as the answer to something
 * else.
 */
import type { Failure, Result } from '../../../shared/result.ts';
import { decodeResponse, MAX_PACKET, type Response } from '../../../shared/obex/packet.ts';
import { createPacketReader } from '../../../shared/obex/packet-reader.ts';
import type { ByteChannel } from '../byte-channel.ts';
import { cancelled, silent } from './failures.ts';

export interface Asked {
  /** For a person, e.g. `CONNECT`. */
  readonly what: string;
  readonly to: 'connect' | 'other';
  /** For how long nothing may come once the request is written, milliseconds: a large packet takes its time on a line. */
  readonly timeLimitMs: number;
}

export interface ObexExchange {
  /**
   * Writes a request and waits for its response.
   * Errors: `obex-silent`, `obex-malformed`, `cancelled`, and those of the channel.
   */
  ask(request: Uint8Array, asked: Asked): Promise<Result<Response>>;
  /** Aborted when the channel is lost. */
  readonly gone: AbortSignal;
  /** Stops listening to the channel, which stays open. */
  release(): void;
}

interface Waiting {
  settle(answer: Result<Uint8Array>): void;
  /** Something moves: the time limit begins anew. */
  goesOn(): void;
}

/** Listens to the channel from now on. `signal` gives up what is under way. */
export function createObexExchange(channel: ByteChannel, signal: AbortSignal): ObexExchange {
  const reader = createPacketReader('responses', MAX_PACKET);
  const gone = new AbortController();
  let broken: Failure | undefined;
  let waiting: Waiting | undefined;

  channel.listen({
    data(chunk): void {
      const read = reader.push(chunk);
      if (!read.ok) return breakWith(read.error);
      for (const packet of read.value) settle({ ok: true, value: packet });
      if (reader.pending > 0) waiting?.goesOn();
    },
    lost(failure): void {
      breakWith(failure);
      gone.abort();
    },
  });

  function breakWith(failure: Failure): void {
    broken ??= failure;
    settle({ ok: false, error: failure });
  }

  function settle(answer: Result<Uint8Array>): void {
    const settled = waiting;
    waiting = undefined;
    settled?.settle(answer);
  }

  async function ask(request: Uint8Array, { what, to, timeLimitMs }: Asked): Promise<Result<Response>> {
    if (broken !== undefined) return { ok: false, error: broken };
    if (signal.aborted) return cancelled();
    // Half a packet from before belongs to nothing that is asked now.
    reader.reset();
    const answer = nextPacket(() => silent(what, timeLimitMs), timeLimitMs);
    const written = await channel.write(request);
    if (written.ok) waiting?.goesOn();
    else settle(written);
    const packet = await answer;
    if (!written.ok) return written;
    return packet.ok ? decodeResponse(packet.value, to) : packet;
  }

  function nextPacket(tooLate: () => Result<never>, timeLimitMs: number): Promise<Result<Uint8Array>> {
    return new Promise((resolve) => {
      const giveUp = (): void => settle(cancelled());
      let limit: NodeJS.Timeout | undefined;
      signal.addEventListener('abort', giveUp, { once: true });
      waiting = {
        goesOn(): void {
          if (limit === undefined) limit = setTimeout(() => settle(tooLate()), timeLimitMs);
          else limit.refresh();
        },
        settle(answer): void {
          clearTimeout(limit);
          signal.removeEventListener('abort', giveUp);
          resolve(answer);
        },
      };
    });
  }

  return { ask, gone: gone.signal, release: () => channel.listen(undefined) };
}
