/**
 * Package 0: the notification by which a server asks a handset to open a session (facts 2.12).
 *
 *     octets 0–15   digest: H(B64(H(serverId:password)):nonce:B64(H(trigger)))
 *     octets 16–23  version(10) ui-mode(2) initiator(1) future(27) sessionid(16) length(8), big endian
 *     octets 24…    server identifier, `length` octets, then an optional vendor body
 *
 * The trigger is everything behind the digest.
 */
import { fail, ok, type Result } from '../result.ts';
import { constantTimeEqual, digestWithSecret, hashedSecret } from '../syncml/auth.ts';

/** In the order of their two bits. */
const UI_MODES = ['not-specified', 'background', 'informative', 'user-interaction'] as const;
export type UiMode = (typeof UI_MODES)[number];

/** In the order of their bit: who wanted the session. */
const INITIATORS = ['client', 'server'] as const;
export type Initiator = (typeof INITIATORS)[number];

const DIGEST_LENGTH = 16;
const HEADER_LENGTH = 8;

/** Version in tenths: 11 is what DM 1.2 sends; 10 and 12 are met in the field. */
const NOTIFICATION_VERSION = 11;
const ACCEPTED_VERSIONS: readonly number[] = [10, 11, 12];

/**
 * The two readings of the nonce `0x00000000` that both sides fall back to when their nonces have drifted apart: most
 * clients take four zero octets, libdmclient the ten characters (facts 2.11).
 */
export const RESYNC_NONCES: Readonly<Record<'zero-octets' | 'ascii', Uint8Array>> = {
  'zero-octets': new Uint8Array(4),
  ascii: new TextEncoder().encode('0x00000000'),
};

export interface NotificationContent {
  /** 1 to 65535. */
  readonly sessionId: number;
  readonly uiMode: UiMode;
  readonly initiator: Initiator;
  /** At most 255 octets of UTF-8. */
  readonly serverId: string;
  /** In tenths; 11 when absent. */
  readonly version?: number;
  /** Vendor specific rest of the trigger. */
  readonly body?: Uint8Array;
}

export interface Notification extends Required<NotificationContent> {
  /** As the session will carry it: upper-case hexadecimal without leading zeros. */
  readonly sessionIdText: string;
  readonly digest: Uint8Array;
}

/** What a digest is made with. `nonce` in octets. */
export interface NotificationKey {
  readonly serverId: string;
  readonly serverPassword: string;
  readonly nonce: Uint8Array;
}

/**
 * Encodes a notification with its digest.
 * Errors: `notification-invalid` when a number or the server identifier does not fit its field.
 */
export function encodeNotification(content: NotificationContent & NotificationKey): Result<Uint8Array> {
  const { sessionId, uiMode, initiator, serverId, version = NOTIFICATION_VERSION, body = new Uint8Array() } = content;
  const id = new TextEncoder().encode(serverId);
  if (!Number.isInteger(sessionId) || sessionId < 1 || sessionId > 0xffff) return invalid('session id', sessionId);
  if (!Number.isInteger(version) || version < 0 || version > 0x3ff) return invalid('version', version);
  if (id.length === 0 || id.length > 0xff || !serverId.isWellFormed()) return invalid('server identifier', serverId);

  const bytes = new Uint8Array(DIGEST_LENGTH + HEADER_LENGTH + id.length + body.length);
  const header = [
    version >> 2,
    ((version & 0b11) << 6) | (UI_MODES.indexOf(uiMode) << 4) | (INITIATORS.indexOf(initiator) << 3),
    0,
    0,
    0,
    sessionId >> 8,
    sessionId & 0xff,
    id.length,
  ];
  bytes.set(header, DIGEST_LENGTH);
  bytes.set(id, DIGEST_LENGTH + HEADER_LENGTH);
  bytes.set(body, DIGEST_LENGTH + HEADER_LENGTH + id.length);
  bytes.set(digestOf(bytes.subarray(DIGEST_LENGTH), content), 0);
  return ok(bytes);
}

/**
 * Decodes a notification without checking its digest.
 * Errors: `notification-short`, `notification-version`, `notification-malformed`.
 */
export function decodeNotification(bytes: Uint8Array): Result<Notification> {
  if (bytes.length < DIGEST_LENGTH + HEADER_LENGTH) return short(bytes.length);
  const header = new DataView(bytes.buffer, bytes.byteOffset + DIGEST_LENGTH, HEADER_LENGTH);
  const flags = header.getUint16(0);
  const sessionId = header.getUint16(5);
  const bodyAt = DIGEST_LENGTH + HEADER_LENGTH + header.getUint8(7);
  const version = flags >> 6;
  if (bytes.length < bodyAt) return short(bytes.length);
  if (!ACCEPTED_VERSIONS.includes(version)) {
    return fail(
      'notification-version',
      `The notification has version ${version / 10}, which nobody here knows.`,
      'Check that the bytes are an OMA DM 1.2 notification.',
    );
  }
  const serverId = utf8Text(bytes.subarray(DIGEST_LENGTH + HEADER_LENGTH, bodyAt));
  if (serverId === undefined || sessionId === 0) {
    return fail(
      'notification-malformed',
      sessionId === 0 ? 'The notification has session id 0.' : 'The server identifier is not UTF-8.',
      'Check that the bytes are an OMA DM 1.2 notification.',
    );
  }
  return ok({
    version,
    uiMode: UI_MODES[((flags >> 4) & 0b11) as 0 | 1 | 2 | 3],
    initiator: INITIATORS[((flags >> 3) & 1) as 0 | 1],
    sessionId,
    sessionIdText: sessionId.toString(16).toUpperCase(),
    serverId,
    digest: bytes.slice(0, DIGEST_LENGTH),
    body: bytes.slice(bodyAt),
  });
}

/** A notification whose digest was right, and with which nonce. */
export interface VerifiedNotification {
  readonly notification: Notification;
  readonly nonce: 'stored' | keyof typeof RESYNC_NONCES;
}

/**
 * Decodes a notification and checks that it comes from the server that the key names. With `resync` the fallback
 * nonces are tried after the stored one; the session must then refresh the nonces.
 *
 * Errors: those of `decodeNotification`; `notification-server` for another server's, `notification-digest` for a wrong
 * digest. A handset ignores both without a word.
 */
export function verifyNotification(
  bytes: Uint8Array,
  key: NotificationKey,
  how: { readonly resync: boolean } = { resync: false },
): Result<VerifiedNotification> {
  const decoded = decodeNotification(bytes);
  if (!decoded.ok) return decoded;
  const notification = decoded.value;
  if (notification.serverId !== key.serverId) {
    return fail(
      'notification-server',
      `The notification comes from ${notification.serverId}, not from ${key.serverId}.`,
      'Check the server identifier in the DM account.',
    );
  }
  const trigger = bytes.subarray(DIGEST_LENGTH);
  const candidates = [
    ['stored', key.nonce],
    ...(how.resync
      ? ([
          ['zero-octets', RESYNC_NONCES['zero-octets']],
          ['ascii', RESYNC_NONCES.ascii],
        ] as const)
      : []),
  ] as const;
  for (const [name, nonce] of candidates) {
    if (constantTimeEqual(notification.digest, digestOf(trigger, { ...key, nonce }))) {
      return ok({ notification, nonce: name });
    }
  }
  return fail(
    'notification-digest',
    'The digest of the notification is wrong.',
    'Check the server password and nonce on both sides, or notify again with the resync nonce.',
  );
}

function digestOf(trigger: Uint8Array, key: NotificationKey): Uint8Array {
  return digestWithSecret(hashedSecret(key.serverId, key.serverPassword), key.nonce, trigger);
}

function utf8Text(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return undefined;
  }
}

function invalid(field: string, value: string | number): Result<never> {
  return fail('notification-invalid', `The ${field} does not fit into a notification.`, `Choose another ${field}.`, {
    detail: String(value),
  });
}

function short(length: number): Result<never> {
  return fail('notification-short', 'The notification is cut short.', 'Check the bytes that were delivered.', {
    detail: `${length} octets`,
  });
}
