/**
 * A WAP push as user data of SMS, for whoever sends it with a modem or a message centre (facts 2.12): a user data
 * header that names the ports, then the push. What does not fit one SMS goes as several with a number of their own.
 *
 *     06 05 04 0B84 C002                    one SMS: from port 49154 to port 2948
 *     0B 05 04 0B84 C002 00 03 rr nn ii     part ii of nn, reference rr
 *
 * Source: 3GPP 23.040 §9.2.3.24.
 */
import { fail, ok, type Result } from '../result.ts';
import { PUSH_PORT } from './wap-push.ts';

const SOURCE_PORT = 49_154;
/** Octets of user data in one SMS, header and all. */
const MOST_OCTETS = 140;
const MOST_PARTS = 255;

/** Elements of the header. */
const PORTS = 0x05;
const PARTS = 0x00;
const PORTS_ELEMENT = [PORTS, 4, PUSH_PORT >> 8, PUSH_PORT & 0xff, SOURCE_PORT >> 8, SOURCE_PORT & 0xff] as const;

/**
 * The user data of each SMS, in their order. `reference` (0 to 255) tells one split push from the next.
 * Errors: `push-too-long`, when 255 SMS do not carry it.
 */
export function splitIntoSMS(push: Uint8Array, reference = 1): Result<readonly Uint8Array[]> {
  const alone = [PORTS_ELEMENT.length, ...PORTS_ELEMENT];
  if (alone.length + push.length <= MOST_OCTETS) return ok([Uint8Array.from([...alone, ...push])]);
  const room = MOST_OCTETS - alone.length - 5;
  const count = Math.ceil(push.length / room);
  if (count > MOST_PARTS)
    return fail('push-too-long', 'This is too long for SMS.', 'Hand it over as a file, or by UDP.', {
      detail: `${count} parts`,
    });
  return ok(
    Array.from({ length: count }, (_, part) =>
      Uint8Array.from([
        PORTS_ELEMENT.length + 5,
        ...PORTS_ELEMENT,
        PARTS,
        3,
        reference & 0xff,
        count,
        part + 1,
        ...push.subarray(part * room, (part + 1) * room),
      ]),
    ),
  );
}

/**
 * Puts the push together again, in whatever order its SMS came.
 * Errors: `sms-malformed`, `sms-other-port`, `sms-incomplete` (a part is missing, or of another push).
 */
export function joinFromSMS(messages: readonly Uint8Array[]): Result<Uint8Array> {
  const parts = new Map<number, Uint8Array>();
  let expected = { reference: -1, count: 1 };
  for (const message of messages) {
    const read = readUserData(message);
    if (!read.ok) return read;
    const { reference, count, index, body } = read.value;
    if (parts.size > 0 && (reference !== expected.reference || count !== expected.count))
      return incomplete('they do not belong together');
    expected = { reference, count };
    parts.set(index, body);
  }
  const all = Array.from({ length: expected.count }, (_, at) => parts.get(at + 1));
  if (messages.length === 0 || all.includes(undefined))
    return incomplete(`${parts.size} of ${expected.count} are there`);
  return ok(Uint8Array.from(all.flatMap((part) => [...(part ?? [])])));
}

interface UserData {
  readonly reference: number;
  readonly count: number;
  readonly index: number;
  readonly body: Uint8Array;
}

function readUserData(octets: Uint8Array): Result<UserData> {
  const bodyAt = 1 + (octets[0] ?? 0);
  if (octets.length < bodyAt || bodyAt === 1) return malformed('its header has no end');
  let port: number | undefined;
  let part = { reference: -1, count: 1, index: 1 };
  for (let at = 1; at + 1 < bodyAt;) {
    const [element, length] = [octets[at] ?? 0, octets[at + 1] ?? 0];
    const value = octets.subarray(at + 2, at + 2 + length);
    if (at + 2 + length > bodyAt) return malformed('an element of its header has no end');
    if (element === PORTS && length === 4) port = ((value[0] ?? 0) << 8) | (value[1] ?? 0);
    if (element === PARTS && length === 3)
      part = { reference: value[0] ?? 0, count: value[1] ?? 0, index: value[2] ?? 0 };
    at += 2 + length;
  }
  if (port !== PUSH_PORT)
    return fail('sms-other-port', 'This SMS is no WAP push.', `Look for one to port ${PUSH_PORT}.`, {
      detail: `port ${port ?? 'none'}`,
    });
  if (part.count < 1 || part.index < 1 || part.index > part.count) return malformed('its numbering is wrong');
  return ok({ ...part, body: octets.slice(bodyAt) });
}

function malformed(detail: string): Result<never> {
  return fail('sms-malformed', 'The user data of this SMS cannot be read.', 'Check the octets, header and all.', {
    detail,
  });
}

function incomplete(detail: string): Result<never> {
  return fail('sms-incomplete', 'These SMS are not the whole push.', 'Take all parts of the same push.', { detail });
}
