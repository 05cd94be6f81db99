/** What a management session tells its owner, and what it must ask of it. No I/O happens in the server itself. */
import type { Failure } from '../../shared/result.ts';
import type { Peer } from './account.ts';
import type { BegunWith } from './asked-sessions.ts';

/** A generic alert (1226) or client event (1224), one per Item. */
export interface HandsetAlert {
  readonly code: 1224 | 1226;
  readonly correlator?: string;
  readonly source?: string;
  readonly target?: string;
  readonly type?: string;
  readonly format?: string;
  readonly mark?: string;
  readonly data: string;
}

export type SessionEvent =
  /** DevInfo of package 1: full URI without `./DevInfo/` → value. `trusted` once the handset has proven itself. */
  | { readonly type: 'devinfo'; readonly values: ReadonlyMap<string, string>; readonly trusted: boolean }
  | { readonly type: 'proven'; readonly own: boolean }
  /** A message did not count; `wrong` when it showed a wrong credential. `own`: the DevId has an account here. */
  | { readonly type: 'challenged'; readonly wrong: boolean; readonly own: boolean }
  /** One message of a proven session does not count, and why; the session goes on as if it had not come. */
  | { readonly type: 'passed-over'; readonly failure: Failure }
  | { readonly type: 'alert'; readonly alert: HandsetAlert }
  /** Its first package is complete, it has proven itself and it is admitted: commands may be sent. */
  | { readonly type: 'open' }
  /** Results keep coming while a package is under way; `items` so far in this session. */
  | { readonly type: 'results'; readonly items: number }
  | { readonly type: 'ended'; readonly how: SessionEnd };

export type SessionEnd =
  /** No more work: Statuses and Final, as facts 2.1 say. */
  | { readonly kind: 'complete' }
  | { readonly kind: 'aborted'; readonly by: 'handset' | 'workbench' }
  | { readonly kind: 'lost'; readonly failure: Failure }
  | { readonly kind: 'refused'; readonly failure: Failure };

/** What all sessions ask. */
export interface SessionPorts {
  /** Sixteen unpredictable octets, base64. */
  newNonce(): string;
  /** The nonce the handset will use in its next session (base64). */
  keepClientNonce(devId: string, nonce: string): void;
  /** The nonce we will use towards the handset next time (base64); only ever from a proven handset. */
  keepServerNonce(devId: string, nonce: string): void;
  /** The fixed nonce that this session was asked for with, if it was (resync.ts). */
  resyncNonce(devId: string, sessionId: string): Uint8Array | undefined;
  /** The account that this session was asked for with, if it was (asked-sessions.ts). */
  askedWith(devId: string, sessionId: string): BegunWith | undefined;
}

/** Whose session it is. */
export interface SessionOwner {
  /** Who the handset is, as far as the workbench knows now. */
  peer(): Peer;
  /** May the caller not try to prove itself now (lock-out.ts)? */
  isLockedOut(): boolean;
  /** Does it talk over another version of TLS than the one that it began with? */
  hasMoved(): boolean;
  event(event: SessionEvent): void;
  /** There is something to send now (commands, or the end of the session). */
  wake(): void;
}

export interface SessionSettings {
  /** Our own address as the handset knows it; Source of every message. */
  readonly serverURL: string;
  /** Largest message we accept, octets; announced in SyncHdr. */
  readonly maxMsgSize: number;
  /** Largest object we accept, octets; announced in SyncHdr. */
  readonly maxObjSize: number;
}
