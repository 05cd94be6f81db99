/**
 * The account that a bootstrap brings: which server the handset calls, and how each of them proves itself. The two
 * profiles say the same of it (facts 2.9, 2.10): a Client Provisioning document as APPLICATION w7, a DM profile as
 * DMAcc below the Inbox.
 */

/** AAuthType of the four ways to prove oneself; none is not written at all. */
export const AUTH_WORDS = { basic: 'BASIC', md5: 'DIGEST', mac: 'HMAC' } as const;

export interface Proving {
  readonly type: 'none' | keyof typeof AUTH_WORDS;
  readonly name: string;
  readonly secret: string;
}

export interface BootstrapAccount {
  readonly serverId: string;
  /** Shown on the handset. */
  readonly name: string;
  readonly serverURL: string;
  /** How the handset proves itself to the server (CLCRED). */
  readonly client: Proving;
  /** How the server proves itself to the handset (SRVCRED). */
  readonly server: Proving;
}

/** The port in a URL as it is written, undefined when it has none. */
export function portIn(url: string): string | undefined {
  return /^[a-z]+:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(url)?.[1];
}

/** How the handset gets to the network. Absent: as it does already. */
export interface BootstrapNetwork {
  /** Access point name of the packet network. */
  readonly apn?: string;
}
