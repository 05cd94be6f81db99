/**
 * Makes the private authority of a workbench and the certificates that it signs (RFC 5280). RSA with 2048 bits and
 * SHA-256: what the oldest handsets that speak TLS can check, and still good enough for the newest.
 */
import { createHash, type KeyObject, generateKeyPair, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { bitString, element, integer, nothing, objectId, octetString, sequence, set, time, utf8, yes } from './der.ts';

export interface CertificateAndKey {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** A clock on a handset may be wrong by a day. */
const EARLIER_MS = 2 * DAY_MS;
const AUTHORITY_DAYS = 3_650;
/** With the earlier beginning still below the 398 that clients of today take. */
const SERVER_DAYS = 390;
const RSA_BITS = 2_048;

const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  sha256WithRSA: '1.2.840.113549.1.1.11',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

/** Bits of keyUsage, the highest of the first octet first, and how many at the end are not meant. */
const SIGNS_CERTIFICATES = { bits: 0b0000_0110, unused: 1 };
const SIGNS_AND_ENCIPHERS = { bits: 0b1010_0000, unused: 5 };

const makeKeyPair = promisify(generateKeyPair);

/** Makes an authority of its own, named after `name`. `now` in milliseconds since the epoch. */
export async function makeAuthority(name: string, now: number): Promise<CertificateAndKey> {
  const { publicKey, privateKey } = await makeKeyPair('rsa', { modulusLength: RSA_BITS });
  const subject = distinguishedName(name);
  const certificate = signed(privateKey, {
    issuer: subject,
    subject,
    publicKey,
    now,
    days: AUTHORITY_DAYS,
    extensions: [
      extension(OID.basicConstraints, sequence(yes()), 'critical'),
      extension(OID.keyUsage, usage(SIGNS_CERTIFICATES), 'critical'),
      extension(OID.subjectKeyId, octetString(keyId(publicKey))),
    ],
  });
  return inPem(certificate, privateKey);
}

export interface Authority {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Makes a certificate for a server that answers to all these host names and IP addresses. */
export async function makeServerCertificate(
  authority: Authority,
  names: readonly string[],
  now: number,
): Promise<CertificateAndKey> {
  const { publicKey, privateKey } = await makeKeyPair('rsa', { modulusLength: RSA_BITS });
  const certificate = signed(authority.privateKey, {
    issuer: distinguishedName(authority.name),
    subject: distinguishedName(names[0] ?? 'localhost'),
    publicKey,
    now,
    days: SERVER_DAYS,
    extensions: [
      extension(OID.basicConstraints, sequence(), 'critical'),
      extension(OID.keyUsage, usage(SIGNS_AND_ENCIPHERS), 'critical'),
      extension(OID.extendedKeyUsage, sequence(objectId(OID.serverAuth))),
      extension(OID.subjectAltName, sequence(...names.map(generalName))),
      extension(OID.subjectKeyId, octetString(keyId(publicKey))),
      extension(OID.authorityKeyId, sequence(element(0x80, keyId(authority.publicKey)))),
    ],
  });
  return inPem(certificate, privateKey);
}

interface Content {
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly now: number;
  readonly days: number;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280 §4.1. */
function signed(key: KeyObject, { issuer, subject, publicKey, now, days, extensions }: Content): Buffer {
  const algorithm = sequence(objectId(OID.sha256WithRSA), nothing());
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const toBeSigned = sequence(
    element(0xa0, integer(Uint8Array.of(2))),
    integer(serial),
    algorithm,
    issuer,
    sequence(time(new Date(now - EARLIER_MS)), time(new Date(now + days * DAY_MS))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(...extensions)),
  );
  return sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, key)));
}

function distinguishedName(commonName: string): Buffer {
  const part = (oid: string, text: string): Buffer => set(sequence(objectId(oid), utf8(text)));
  return sequence(part(OID.organization, 'SCOMO Workbench'), part(OID.commonName, commonName.slice(0, 64)));
}

function extension(oid: string, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(objectId(oid), ...(critical === undefined ? [] : [yes()]), octetString(value));
}

function usage({ bits, unused }: typeof SIGNS_CERTIFICATES): Buffer {
  return bitString(Uint8Array.of(bits), unused);
}

/** A host name, or an address in its octets (RFC 5280 §4.2.1.6). */
function generalName(name: string): Buffer {
  if (isIP(name) === 0) return element(0x82, Buffer.from(name, 'latin1'));
  return element(0x87, isIP(name) === 4 ? Uint8Array.from(name.split('.').map(Number)) : ipv6Octets(name));
}

function ipv6Octets(text: string): Uint8Array {
  const [head = '', tail] = text.split('%', 1)[0]?.split('::') ?? [];
  const groups = (part: string): readonly number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [first, last] = [groups(head), tail === undefined ? [] : groups(tail)];
  const all = [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** SHA-1 of the whole public key: it names the key and protects nothing. */
function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
}

function inPem(certificate: Buffer, key: KeyObject): CertificateAndKey {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
