/**
 * OBEX authentication by digest (IrOBEX 1.3 §3.5; AAuthLevel OBEX of a DM account, facts 3.2). One side challenges with
 * a nonce, the other answers H(nonce ":" password). The values of the headers are triplets: tag(1) length(1) value.
 *
 *     challenge  00 nonce(16)   01 options(1)   02 realm: character set(1) text
 *     response   00 digest(16)  01 user id      02 nonce(16) that is answered
 */
import { md5 } from '@noble/hashes/legacy.js';
import { fail, ok, type Result } from '../result.ts';

const NONCE_LENGTH = 16;
const UTF8 = new TextEncoder();

/** Bits of the options: the user id must be sent; access would be read only. */
const OPTIONS = { userId: 0b01, readOnly: 0b10 } as const;

export interface Challenge {
  /** 16 octets. */
  readonly nonce: Uint8Array;
  readonly wantsUserId: boolean;
  readonly isReadOnly: boolean;
  /** For a person, e.g. the name of the service. */
  readonly realm?: string;
}

export interface ChallengeResponse {
  /** 16 octets. */
  readonly digest: Uint8Array;
  readonly userId?: string;
  readonly nonce?: Uint8Array;
}

/** The digest that answers a challenge: H(nonce ":" password). */
export function digestFor(nonce: Uint8Array, password: string): Uint8Array {
  const secret = UTF8.encode(password);
  const joined = new Uint8Array(nonce.length + 1 + secret.length);
  joined.set(nonce);
  joined[nonce.length] = 0x3a;
  joined.set(secret, nonce.length + 1);
  return md5(joined);
}

/** The value of an AuthChallenge header. */
export function encodeChallenge({ nonce, wantsUserId, isReadOnly, realm }: Challenge): Uint8Array {
  const options = (wantsUserId ? OPTIONS.userId : 0) | (isReadOnly ? OPTIONS.readOnly : 0);
  // Character set 0xFF is Unicode, 0 is ASCII.
  const text = realm === undefined ? [] : triplet(2, Uint8Array.from([0, ...UTF8.encode(realm).slice(0, 254)]));
  return Uint8Array.from([...triplet(0, nonce), ...triplet(1, Uint8Array.from([options])), ...text]);
}

/** Reads an AuthChallenge header. Errors: `obex-malformed`. */
export function decodeChallenge(value: Uint8Array): Result<Challenge> {
  const fields = readTriplets(value);
  const nonce = fields?.get(0);
  if (fields === undefined || nonce?.length !== NONCE_LENGTH) return malformed('challenge');
  const options = fields.get(1)?.[0] ?? 0;
  const realm = fields.get(2);
  return ok({
    nonce,
    wantsUserId: (options & OPTIONS.userId) !== 0,
    isReadOnly: (options & OPTIONS.readOnly) !== 0,
    ...(realm === undefined ? {} : { realm: realmText(realm) }),
  });
}

/** The value of an AuthResponse header. A user id is cut at 20 octets, as the protocol says. */
export function encodeChallengeResponse({ digest, userId, nonce }: ChallengeResponse): Uint8Array {
  return Uint8Array.from([
    ...triplet(0, digest),
    ...(userId === undefined ? [] : triplet(1, UTF8.encode(userId).slice(0, 20))),
    ...(nonce === undefined ? [] : triplet(2, nonce)),
  ]);
}

/** Reads an AuthResponse header. Errors: `obex-malformed`. */
export function decodeChallengeResponse(value: Uint8Array): Result<ChallengeResponse> {
  const fields = readTriplets(value);
  const digest = fields?.get(0);
  if (fields === undefined || digest?.length !== NONCE_LENGTH) return malformed('response');
  const userId = fields.get(1);
  const nonce = fields.get(2);
  return ok({
    digest,
    ...(userId === undefined ? {} : { userId: new TextDecoder().decode(userId) }),
    ...(nonce === undefined ? {} : { nonce }),
  });
}

function triplet(tag: number, value: Uint8Array): readonly number[] {
  return [tag, value.length, ...value];
}

/** Tag → value, the first of each tag; undefined when a length lies. */
function readTriplets(value: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined {
  const fields = new Map<number, Uint8Array>();
  let at = 0;
  while (at < value.length) {
    const [tag, length] = [value[at], value[at + 1]];
    if (tag === undefined || length === undefined || at + 2 + length > value.length) return undefined;
    if (!fields.has(tag)) fields.set(tag, value.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return fields;
}

function realmText(realm: Uint8Array): string {
  const [set, ...octets] = realm;
  const bytes = Uint8Array.from(octets);
  return set === 0xff ? new TextDecoder('utf-16be').decode(bytes) : new TextDecoder().decode(bytes);
}

function malformed(what: string): Result<never> {
  return fail(
    'obex-malformed',
    `The OBEX authentication ${what} cannot be read.`,
    'Reconnect the cable and try again.',
  );
}
