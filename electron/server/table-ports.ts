/** What a session table asks of its owner, and what it is to whoever carries messages to it. */
import type { Failure, Result } from '../../shared/result.ts';
import type { DecodeLimits } from '../../shared/syncml/message.ts';
import type { Peer } from './account.ts';
import type { Conversation } from './conversation.ts';
import type { LockOut } from './lock-out.ts';
import type { SessionEvent, SessionPorts, SessionSettings } from './session-events.ts';
import type { TraceOfMessage } from './session-trace.ts';
import type { LinkKind, WireMessage } from './wire-message.ts';

export interface TablePorts extends SessionPorts {
  /** Who it is, and whether it may talk at this place. */
  peer(devId: string, place: Place): Peer;
  /** A session's event; `via` is where its last message came from. */
  event(session: OpenSession, event: SessionEvent): void;
  traced(entry: TraceOfMessage): void;
  readonly lockOut: LockOut;
}

export interface OpenSession {
  readonly devId: string;
  readonly sessionId: string;
  readonly conversation: Conversation;
  /** Address the last message came from, e.g. `127.0.0.1` or `/dev/ttyUSB0`. */
  readonly address: string;
  readonly link: LinkKind;
  /** Has the caller shown that it is this handset? */
  isProven(): boolean;
  /** The version of TLS it came over, e.g. `TLSv1.3`; absent on a plain connection. */
  readonly tls?: string;
  end(): void;
  abort(): void;
}

export interface TableSettings extends SessionSettings {
  readonly limits: DecodeLimits;
  /** A session whose handset sends nothing for this long is lost, milliseconds. */
  readonly silenceMs: number;
  /** No reply is held longer than this, milliseconds. */
  readonly holdMs: number;
}

/** Where a message comes from. */
export interface From {
  readonly address: string;
  /** What the transport says the message is, e.g. `application/vnd.syncml.dm+wbxml`. */
  readonly contentType?: string;
  readonly tls?: string;
  /** The text of x-syncml-hmac that came with it. */
  readonly hmac?: string;
  /** The way it came; http when not said. */
  readonly link?: LinkKind;
  /** Told who it is from, before anything follows from it; answers why nothing shall. */
  readonly heard?: (devId: string) => Failure | undefined;
  /** Aborted when the handset hung up before it had its reply. Asked for only when the reply is held. */
  readonly gone?: () => AbortSignal;
}

export interface SessionTable {
  /**
   * One message in, one message out, in the same encoding. Fails (and changes nothing) when the bytes are no SyncML message; the failure's
   * code is the codec's. An empty message means: nothing to answer.
   */
  exchange(bytes: Uint8Array, from: From): Promise<Result<WireMessage>>;
  readonly count: () => number;
  /** The session a handset has now. */
  of(devId: string): OpenSession | undefined;
  /** Nothing more comes from this address in the connection that was there: a session that is not over is lost. */
  left(address: string): void;
  /** Ends every session; those held get their last reply. */
  close(): void;
}

/** Where a session's messages come from. */
export interface Place {
  readonly address: string;
  readonly link: LinkKind;
  /** The version of TLS, e.g. `TLSv1.3`; absent on a plain connection. */
  readonly tls?: string;
}
