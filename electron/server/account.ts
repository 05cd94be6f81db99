/**
 * What the server must know of a handset to talk to it: the credentials of both directions and the nonces.
 * Storage keeps these; the server only asks for them and says when a nonce has changed.
 */

import type { Failure } from '../../shared/result.ts';
import type { AuthType } from '../../shared/syncml/auth.ts';

export interface Account {
  /** Name and secret with which the handset proves itself to us (AAuthLevel CLCRED). */
  readonly user: string;
  readonly password: string;
  /** Name and secret with which we prove ourselves to the handset (AAuthLevel SRVCRED). */
  readonly serverId: string;
  readonly serverPassword: string;
  /** How the handset proves itself to us. */
  readonly auth: AuthType;
  /** How we prove ourselves to the handset. */
  readonly serverAuth: AuthType;
  /** Nonce the handset must use in its next session, base64; absent before the first challenge. */
  readonly clientNonce?: string;
  /** Nonce we must use towards the handset, base64; absent before its first challenge. */
  readonly serverNonce?: string;
}

/** Who is calling, as far as the workbench knows. */
export interface Peer {
  /** Did a person let it in? If not, no command is ever sent to it. */
  readonly admitted: boolean;
  /** Its own account, or the enrolment account for a handset nobody knows yet. */
  readonly account: Account;
  readonly own: boolean;
  /** Why nothing of it is taken in. A retryable one passes by itself: the handset is told to come again later. */
  readonly refused?: Failure;
}
