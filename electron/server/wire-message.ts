/**
 * A message as a link carries it: its octets, and the text of x-syncml-hmac when a MAC goes with them. HTTP has a
 * header for it, OBEX its header 0x47; the text is the same (facts 2.11).
 */
export interface WireMessage {
  readonly bytes: Uint8Array;
  readonly hmac?: string;
  /** Nothing is expected after it: a link that the workbench drives hangs up then. */
  readonly isLast?: boolean;
}

/** What travels of a message, and what has to be said once more when it is lost. */
export function wireOf({ bytes, hmac }: WireMessage): WireMessage {
  return hmac === undefined ? { bytes } : { bytes, hmac };
}

/** The ways a message may travel. */
export type LinkKind = 'http' | 'serial' | 'usb';

/** Is it the same message once more, to the last octet? Only then it may have been sent again for a lost answer. */
export function isSameMessage(one: WireMessage, other: WireMessage): boolean {
  if (one.hmac !== other.hmac || one.bytes.length !== other.bytes.length) return false;
  return Buffer.compare(one.bytes, other.bytes) === 0;
}
