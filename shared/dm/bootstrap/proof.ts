/**
 * How a handset knows that a bootstrap document is meant for it: SEC says what was used as key, MAC is the HMAC-SHA1
 * of the octets of the document (facts 2.10). Unlike the MAC of a session this is the HMAC of RFC 2104.
 *
 *   NETWPIN      the IMSI of the SIM, in the semi-octets that the SIM keeps it in
 *   USERPIN      a PIN that the user types
 *   USERNETWPIN  both, the IMSI first
 *   USERPINMAC   a PIN whose second half is the MAC in decimal digits; no MAC travels
 *
 * A DM profile knows the first three under other names and takes the IMSI as digits; both together are `PIN:IMSI`.
 * Source: OMA-WAP-ProvBoot 1.1 §5.2, OMA DM Bootstrap 1.2 §5.7.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { fail, ok, type Result } from '../../result.ts';
import { constantTimeEqual } from '../../syncml/auth.ts';

/** In the order of their numbers in a WSP header. */
export const SECS = ['NETWPIN', 'USERPIN', 'USERNETWPIN', 'USERPINMAC'] as const;
export type Sec = (typeof SECS)[number];

/** The names of a DM profile, in the same order. */
const DM_NAMES: Readonly<Record<Sec, string | undefined>> = {
  NETWPIN: 'NETWORKID',
  USERPIN: 'USERPIN',
  USERNETWPIN: 'USERPIN_NETWORKID',
  USERPINMAC: undefined,
};

export type BootstrapProfile = 'cp' | 'dm';

/** What sender and handset both know. */
export interface ProofKey {
  /** Digits, as a rule. For USERPINMAC the half that the sender chose. */
  readonly pin?: string;
  /** 6 to 15 digits. */
  readonly imsi?: string;
}

export interface Proof {
  readonly sec: Sec;
  /** 40 hexadecimal digits; absent for USERPINMAC. */
  readonly mac?: string;
  /** What the user must type, where the handset asks for a PIN. */
  readonly typed?: string;
}

const MAC_IN_PIN_MOST = 10;

/**
 * Proves a document. Fails with `proof-key` when the key lacks what SEC needs, or has it in another form.
 */
export function proveBootstrap(
  profile: BootstrapProfile,
  sec: Sec,
  key: ProofKey,
  document: Uint8Array,
): Result<Proof> {
  const octets = keyOctets(profile, sec, key);
  if (!octets.ok) return octets;
  const mac = hmac(sha1, octets.value, document);
  if (sec === 'USERPINMAC') return ok({ sec, typed: `${key.pin ?? ''}${macDigits(mac, key.pin?.length ?? 0)}` });
  return ok({ sec, mac: hex(mac), ...(key.pin === undefined || sec === 'NETWPIN' ? {} : { typed: key.pin }) });
}

/**
 * Checks a document as the handset does. `key.pin` is what the user typed.
 * Errors: `proof-key`, and `proof-wrong` when the document was changed or is for somebody else.
 */
export function checkBootstrap(
  profile: BootstrapProfile,
  { sec, mac }: Proof,
  key: ProofKey,
  document: Uint8Array,
): Result<void> {
  const half = sec === 'USERPINMAC' ? (key.pin ?? '').slice(0, Math.floor((key.pin ?? '').length / 2)) : key.pin;
  const proof = proveBootstrap(profile, sec, half === undefined ? key : { ...key, pin: half }, document);
  if (!proof.ok) return proof;
  const isRight =
    sec === 'USERPINMAC'
      ? constantTimeEqual(proof.value.typed ?? '', key.pin ?? '')
      : constantTimeEqual(proof.value.mac ?? '', (mac ?? '').toUpperCase());
  return isRight
    ? ok(undefined)
    : fail(
        'proof-wrong',
        'The proof of the bootstrap document is wrong.',
        'Check PIN and IMSI; if they are right, the file was changed or is for another handset.',
      );
}

/** The name of SEC in the header of a profile; undefined where the profile has none. */
export function secName(profile: BootstrapProfile, sec: Sec): string | undefined {
  return profile === 'cp' ? sec : DM_NAMES[sec];
}

/** Reads SEC, by name of either profile or by number. */
export function readSec(text: string): Sec | undefined {
  const wanted = text.trim().toUpperCase();
  return /^\d$/.test(wanted) ? SECS[Number(wanted)] : SECS.find((sec) => sec === wanted || DM_NAMES[sec] === wanted);
}

function keyOctets(profile: BootstrapProfile, sec: Sec, { pin, imsi }: ProofKey): Result<Uint8Array> {
  if (secName(profile, sec) === undefined) return badKey('A DM profile does not know USERPINMAC.');
  if (sec !== 'NETWPIN' && (pin === undefined || pin === '')) return badKey('A PIN is needed.');
  if (sec === 'USERPINMAC' && !new RegExp(`^\\d{1,${MAC_IN_PIN_MOST}}$`).test(pin ?? ''))
    return badKey(`The PIN is 1 to ${MAC_IN_PIN_MOST} digits, of which the MAC makes twice as many.`);
  if ((sec === 'NETWPIN' || sec === 'USERNETWPIN') && !/^\d{6,15}$/.test(imsi ?? ''))
    return badKey('An IMSI of 6 to 15 digits is needed.');
  const text = new TextEncoder();
  switch (sec) {
    case 'NETWPIN':
      return ok(profile === 'cp' ? semiOctets(imsi ?? '') : text.encode(imsi));
    case 'USERPIN':
    case 'USERPINMAC':
      return ok(text.encode(pin));
    case 'USERNETWPIN':
      return ok(
        profile === 'cp'
          ? Uint8Array.from([...semiOctets(imsi ?? ''), ...text.encode(pin)])
          : text.encode(`${pin ?? ''}:${imsi ?? ''}`),
      );
  }
}

/** The IMSI as a mobile identity: its parity and type first, two digits an octet, the first in the low half (3GPP 24.008 §10.5.1.4). */
function semiOctets(imsi: string): Uint8Array {
  const isOdd = imsi.length % 2 === 1;
  const halves = `${isOdd ? '9' : '1'}${imsi}${isOdd ? '' : 'f'}`;
  return Uint8Array.from(
    halves.match(/../g) ?? [],
    (pair) => (Number.parseInt(pair[1] ?? '0', 16) << 4) | Number.parseInt(pair[0] ?? '0', 16),
  );
}

/** The first octets of the MAC, each as one decimal digit. */
function macDigits(mac: Uint8Array, count: number): string {
  return Array.from(mac.subarray(0, count), (octet) => String(octet % 10)).join('');
}

function hex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

function badKey(message: string): Result<never> {
  return fail('proof-key', message, 'Give what the handset will be asked for, or leave the proof out.');
}
