/**
 * DM over OBEX with the handset as the OBEX client (facts 3.2, "device initiated"): it puts a message, gets our reply,
 * puts the next one, until it leaves. What to reply is the session table's business; while it thinks, the handset's GET
 * waits.
 */
import { ok, type Failure, type Result } from '../../../shared/result.ts';
import { HEADERS, RESPONSES } from '../../../shared/obex/codes.ts';
import { asciiIn, asciiOctets } from '../../../shared/obex/header.ts';
import { hmacLine, textOfHmacLine } from '../../../shared/syncml/hmac-header.ts';
import type { From } from '../../server/table-ports.ts';
import type { WireMessage } from '../../server/wire-message.ts';
import type { ByteChannel } from '../byte-channel.ts';
import type { ObexSettings } from './client.ts';
import { cancelled, silent } from './failures.ts';
import { type ObexService, type OutgoingObject, type ReceivedObject, serveObex } from './server.ts';

export interface DmServicePorts {
  /** Takes a message in and answers the reply, as the session table does. */
  exchange(bytes: Uint8Array, from: From): Promise<Result<WireMessage>>;
  /** Where it comes from, e.g. `serial` and `/dev/ttyUSB0`. */
  readonly from: Pick<From, 'link' | 'address' | 'heard'>;
  /** The handset has left, or why that is not how it ended. Told once. */
  ended(failure: Failure | undefined): void;
}

const TARGET = 'SYNCML-DM';

/** A GET that has no answer yet is answered `continue` after this, milliseconds. */
const KEEP_ALIVE_MS = 5_000;

/**
 * Serves one connection on the channel to its end; answers how many messages the handset sent. Errors: `obex-silent` when
 * it says nothing for too long, `cancelled`, and those of the channel and of `exchange`.
 */
export function serveDmSession(
  channel: ByteChannel,
  { exchange, from }: Pick<DmServicePorts, 'exchange' | 'from'>,
  { maxPacket, maxObject, objectMs }: Pick<ObexSettings, 'maxPacket' | 'maxObject' | 'objectMs'>,
  signal: AbortSignal,
): Promise<Result<number>> {
  if (signal.aborted) return Promise.resolve(cancelled());
  return new Promise((resolve) => {
    let messages = 0;
    let why: Failure | undefined;
    let limit: NodeJS.Timeout | undefined;
    const heard: ByteChannel = {
      ...channel,
      listen: (listener) =>
        channel.listen(
          listener && {
            ...listener,
            data(chunk): void {
              patience();
              listener.data(chunk);
            },
          },
        ),
    };
    const service = createDmService({
      exchange(bytes, whose) {
        messages++;
        return exchange(bytes, whose);
      },
      from,
      ended(failure): void {
        clearTimeout(limit);
        signal.removeEventListener('abort', giveUp);
        const error = why ?? failure;
        resolve(error === undefined ? ok(messages) : { ok: false, error });
      },
    });
    patience();
    signal.addEventListener('abort', giveUp, { once: true });
    // Last: of a channel that is lost already it is told at once.
    const stop = serveObex(heard, service, { maxPacket, maxObject, keepAliveMs: KEEP_ALIVE_MS });

    function patience(): void {
      clearTimeout(limit);
      limit = setTimeout(() => end(silent('our answer', objectMs)), objectMs);
    }

    function giveUp(): void {
      end(cancelled());
    }

    function end(failure: Result<never>): void {
      if (!failure.ok) why = failure.error;
      stop();
    }
  });
}

/** Makes the service of one connection. */
export function createDmService({ exchange, from, ended }: DmServicePorts): ObexService {
  const gone = new AbortController();
  let reply: Promise<Result<WireMessage>> | undefined;
  let broken: Failure | undefined;

  function put({ object, headers }: ReceivedObject): Promise<number> {
    // Who says something new no longer waits for the answer to what was said before.
    const hmac = textOfHmacLine(asciiIn(headers, HEADERS.http));
    reply = exchange(object, { ...from, ...(hmac === undefined ? {} : { hmac }), gone: () => gone.signal });
    return Promise.resolve(RESPONSES.ok.code);
  }

  async function get(): Promise<OutgoingObject | undefined> {
    const made = await reply;
    if (made === undefined) return undefined;
    if (!made.ok) {
      broken = made.error;
      return undefined;
    }
    const { bytes, hmac } = made.value;
    if (bytes.length === 0) return undefined;
    const headers = hmac === undefined ? [] : [{ id: HEADERS.http, value: asciiOctets(hmacLine(hmac)) }];
    return { object: bytes, headers };
  }

  return {
    accepts: (target) => target === TARGET,
    put,
    get,
    ended(failure): void {
      gone.abort();
      ended(failure ?? broken);
    },
  };
}
