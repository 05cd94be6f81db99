/**
 * What a credential is worth, for basic, md5 and MAC (facts 2.11). Without state: which nonces count, and what follows
 * from a verdict, is for client-proof.ts and server-proof.ts to know.
 */
import type { Chal, Cred, SyncHdr } from '../../shared/syncml/message.ts';
import {
  AUTH_TYPES,
  authTypeOf,
  constantTimeEqual,
  decodeNonce,
  macDigestFromSecret,
  type AuthType,
} from '../../shared/syncml/auth.ts';
import { parseHmacHeader } from '../../shared/syncml/hmac-header.ts';
import type { Account } from './account.ts';
import { basicCredential, hashedSecret, md5CredentialFromSecret } from './digest.ts';
import type { WireMessage } from './wire-message.ts';

/** What a message proves: nothing was shown, the right thing was shown, or a wrong one. */
export type Proof = 'missing' | 'right' | 'wrong';

/** A type that has something to show. */
export type ShownType = Exclude<AuthType, 'none'>;

/** Of which type the credential of a message is; undefined when there is none, `unknown` for one we do not speak. */
export function shownType(hdr: SyncHdr, wire: WireMessage): ShownType | 'unknown' | undefined {
  // Without a Type a credential is a basic one (RepPro 1.2).
  if (hdr.cred !== undefined)
    return hdr.cred.meta?.type === undefined ? 'basic' : (authTypeOf(hdr.cred.meta.type) ?? 'unknown');
  return wire.hmac === undefined ? undefined : 'mac';
}

/**
 * Judges the credential of a client's message against its account.
 * `nonces` (octets) are all that are valid at this moment: the stored one, and the one of a challenge in this session.
 */
export function judgeClient(
  hdr: SyncHdr,
  wire: WireMessage,
  account: Account & { readonly auth: ShownType },
  nonces: readonly Uint8Array[],
): Proof {
  if (account.auth === 'mac') return judgeMac(wire, account, nonces);
  const { cred } = hdr;
  if (cred === undefined) return 'missing';
  if (typeof cred.data !== 'string' || shownType(hdr, wire) !== account.auth) return 'wrong';
  const given = cred.data.trim();
  if (account.auth === 'basic')
    return constantTimeEqual(given, basicCredential(account.user, account.password)) ? 'right' : 'wrong';
  // md5 names the user in LocName (facts 2.11); a handset that leaves it out is judged by the digest alone.
  const name = hdr.source.locName;
  if (name !== undefined && name !== account.user) return 'wrong';
  const secret = hashedSecret(account.user, account.password);
  return isOneOf(
    given,
    nonces.map((nonce) => md5CredentialFromSecret(secret, nonce)),
  );
}

function judgeMac(wire: WireMessage, account: Account, nonces: readonly Uint8Array[]): Proof {
  if (wire.hmac === undefined) return 'missing';
  const header = parseHmacHeader(wire.hmac);
  if (!header.ok || header.value.username !== account.user) return 'wrong';
  const secret = hashedSecret(account.user, account.password);
  return isOneOf(
    header.value.mac,
    nonces.map((nonce) => macDigestFromSecret(secret, nonce, wire.bytes)),
  );
}

/** Looks at all of them, so that the time tells nothing about which one it was. */
function isOneOf(given: string, right: readonly string[]): Proof {
  let found = false;
  for (const one of right) if (constantTimeEqual(given, one)) found = true;
  return found ? 'right' : 'wrong';
}

/** The Chal that asks for a type; for md5 and MAC with the nonce to use (base64). */
export function challengeFor(type: ShownType, nonce: string): Chal {
  const meta = { format: 'b64', type: AUTH_TYPES[type] };
  return { meta: type === 'basic' ? meta : { ...meta, nextNonce: nonce } };
}

/**
 * Our own credential towards the handset, of a type that travels in Cred.
 * Without any nonce yet md5 is computed with an empty one: the handset then challenges us with a fresh nonce.
 */
export function serverCredential(account: Account, type: 'basic' | 'md5', nonce: Uint8Array | undefined): Cred {
  const meta = { format: 'b64', type: AUTH_TYPES[type] };
  if (type === 'basic') return { meta, data: basicCredential(account.serverId, account.serverPassword) };
  const secret = hashedSecret(account.serverId, account.serverPassword);
  return { meta, data: md5CredentialFromSecret(secret, nonce ?? new Uint8Array()) };
}

/** A nonce as it is stored and as it travels, in octets; undefined when it is none. */
export function nonceOctets(base64: string | undefined): Uint8Array | undefined {
  if (base64 === undefined) return undefined;
  if (EXACT_BASE64.test(base64)) return Buffer.from(base64, 'base64');
  const decoded = decodeNonce(base64);
  return decoded.ok ? decoded.value : undefined;
}

/** Base64 as everybody should write it. */
const EXACT_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
