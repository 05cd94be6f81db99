/**
 * Credentials of SyncML: basic, md5, and the MAC of a message (facts 2.11). All are built on `B64(H(user:password))`,
 * which a server may store in place of the password. H is MD5, because the specification says so: it proves a secret
 * to handsets of its time and protects nothing else here.
 */
import { base64 } from '@scure/base';
import { md5 } from '@noble/hashes/legacy.js';
import { fail, ok, type Result } from '../result.ts';

const UTF8 = new TextEncoder();
const COLON = UTF8.encode(':');

/** How one side proves itself to the other, weakest first: this order is what a policy compares. */
export const AUTHS = ['none', 'basic', 'md5', 'mac'] as const;
/** none: no Cred and no Chal. mac: no Cred either, but a header over each message (hmac-header.ts). */
export type AuthType = (typeof AUTHS)[number];

/** `Meta/Type` of Cred and Chal. */
export const AUTH_TYPES = { basic: 'syncml:auth-basic', md5: 'syncml:auth-md5', mac: 'syncml:auth-MAC' } as const;

/** The type that a Cred or Chal names; undefined for one we do not speak. Case does not matter. */
export function authTypeOf(metaType: string | undefined): Exclude<AuthType, 'none'> | undefined {
  const wanted = metaType?.trim().toLowerCase();
  return PROVING.find((type) => AUTH_TYPES[type].toLowerCase() === wanted);
}
const PROVING = ['basic', 'md5', 'mac'] as const;

/** Does `type` prove less than `least` does? */
export function isWeaker(type: AuthType, least: AuthType): boolean {
  return AUTHS.indexOf(type) < AUTHS.indexOf(least);
}

/** B64(user:password). */
export function basicCredential(user: string, password: string): string {
  return base64.encode(UTF8.encode(`${user}:${password}`));
}

/** B64(H(B64(H(user:password)):nonce)); `nonce` in octets, i.e. NextNonce decoded. */
export function md5Credential(user: string, password: string, nonce: Uint8Array): string {
  return md5CredentialFromSecret(hashedSecret(user, password), nonce);
}

/** As `md5Credential`, from the stored B64(H(user:password)). */
export function md5CredentialFromSecret(secret: string, nonce: Uint8Array): string {
  return base64.encode(md5(join(UTF8.encode(secret), COLON, nonce)));
}

/** B64(H(user:password)): what md5 and MAC need to know of a password. */
export function hashedSecret(user: string, password: string): string {
  return base64.encode(md5(UTF8.encode(`${user}:${password}`)));
}

/**
 * The `mac` of the header x-syncml-hmac: B64(H(B64(H(user:password)):nonce:B64(H(body)))). `body` is the message
 * exactly as it travels. Not an HMAC of RFC 2104 in spite of the name.
 */
export function macDigest(user: string, password: string, nonce: Uint8Array, body: Uint8Array): string {
  return macDigestFromSecret(hashedSecret(user, password), nonce, body);
}

/** As `macDigest`, from the stored B64(H(user:password)). */
export function macDigestFromSecret(secret: string, nonce: Uint8Array, body: Uint8Array): string {
  return base64.encode(digestWithSecret(secret, nonce, body));
}

/** The raw 16 octets H(secret:nonce:B64(H(body))), for the MAC and for package 0. `secret` as of `hashedSecret`. */
export function digestWithSecret(secret: string, nonce: Uint8Array, body: Uint8Array): Uint8Array {
  return md5(join(UTF8.encode(secret), COLON, nonce, COLON, UTF8.encode(base64.encode(md5(body)))));
}

/**
 * Decodes a NextNonce. White space, missing padding and the URL alphabet are tolerated.
 * Errors: `bad-nonce`.
 */
export function decodeNonce(text: string): Result<Uint8Array> {
  const octets = decodeBase64(text);
  if (octets !== undefined) return ok(octets);
  return fail('bad-nonce', 'The nonce is not base64.', 'Challenge the handset again with a new nonce.');
}

/** B64 of a nonce, for NextNonce. */
export function encodeNonce(nonce: Uint8Array): string {
  return base64.encode(nonce);
}

/** Reads a basic credential back. Undefined when it is not base64 of UTF-8 with a colon. */
export function parseBasicCredential(text: string): { readonly user: string; readonly password: string } | undefined {
  const octets = decodeBase64(text);
  if (octets === undefined) return undefined;
  let pair: string;
  try {
    pair = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return undefined;
  }
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : { user: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

/** Compares two texts or octet strings in a time that depends on their length only. */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const left = typeof a === 'string' ? UTF8.encode(a) : a;
  const right = typeof b === 'string' ? UTF8.encode(b) : b;
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at++) difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
  return difference === 0;
}

/** Tolerant base64; undefined when it is none. */
function decodeBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/\s+/g, '').replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  try {
    return base64.decode(bare.padEnd(Math.ceil(bare.length / 4) * 4, '='));
  } catch {
    return undefined;
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
