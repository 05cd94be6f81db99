/**
 * One DM session over OBEX with us as the OBEX client (facts 3.2): a notification if there is one, then the handset's
 * message, our reply, its next message, until ours is the last or the handset has nothing more to say. Who the message is
 * from and what to reply is the session table's business.
 */
import { ok, type Result } from '../../../shared/result.ts';
import { HEADERS } from '../../../shared/obex/codes.ts';
import { asciiIn, asciiOctets, type Header } from '../../../shared/obex/header.ts';
import { CODECS, encodingOf } from '../../../shared/syncml/codec.ts';
import { hmacLine, textOfHmacLine } from '../../../shared/syncml/hmac-header.ts';
import type { From } from '../../server/table-ports.ts';
import type { WireMessage } from '../../server/wire-message.ts';
import type { Got, ObexClient } from './client.ts';

export interface DmSessionPorts {
  /** Takes a message in and answers the reply, as the session table does. */
  exchange(bytes: Uint8Array, from: From): Promise<Result<WireMessage>>;
  /** Where it comes from, e.g. `serial` and `/dev/ttyUSB0`. */
  readonly from: Pick<From, 'link' | 'address' | 'heard'>;
  /** Package 0, when we can make one that the handset believes. */
  readonly notification: Uint8Array | undefined;
}

const NOTIFICATION = 'application/vnd.syncml.notification';

/**
 * Runs the session to its end; answers how many messages the handset sent. A handset that refuses the notification is
 * asked for a session of its own. Errors: those of the client and of `exchange`.
 */
export async function runDmSession(client: ObexClient, ports: DmSessionPorts): Promise<Result<number>> {
  if (ports.notification !== undefined) {
    const notified = await client.put(NOTIFICATION, ports.notification);
    if (!notified.ok && notified.error.code !== 'obex-refused') return notified;
  }
  for (let messages = 0; ; messages++) {
    const got = await client.get(CODECS.wbxml.contentType);
    if (!got.ok) return got;
    const { object } = got.value;
    if (object === undefined || object.length === 0) return ok(messages);
    const reply = await ports.exchange(object, { ...ports.from, ...macOf(got.value), gone: () => client.gone });
    if (!reply.ok) return reply;
    if (reply.value.bytes.length === 0) return ok(messages + 1);
    const type = CODECS[encodingOf(reply.value.bytes)].contentType;
    const put = await client.put(type, reply.value.bytes, macHeader(reply.value));
    if (!put.ok) return put;
    if (reply.value.isLast === true) return ok(messages + 1);
  }
}

function macOf({ headers }: Got): Pick<From, 'hmac'> {
  const hmac = textOfHmacLine(asciiIn(headers, HEADERS.http));
  return hmac === undefined ? {} : { hmac };
}

function macHeader({ hmac }: WireMessage): readonly Header[] {
  return hmac === undefined ? [] : [{ id: HEADERS.http, value: asciiOctets(hmacLine(hmac)) }];
}
