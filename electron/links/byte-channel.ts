/**
 * ByteChannel: what serial and USB offer to OBEX. Octets go in and come out in order; where they are cut means nothing.
 * A channel is lost once, with a reason, and never comes back: the next plug is another channel.
 */
import type { Failure, Result } from '../../shared/result.ts';

export interface ChannelListener {
  /** The memory of the chunk is the channel's: who keeps octets copies them. */
  data(chunk: Uint8Array): void;
  /** The other end has gone, or the system took the channel away. Told once, also to who listens later. */
  lost(failure: Failure): void;
}

export interface ByteChannel {
  /** What the system calls it, e.g. `/dev/ttyUSB0`. */
  readonly name: string;
  /**
   * Writes all octets; settles when the system has taken them.
   * Errors: `channel-lost`; `channel-stuck` when the other end takes nothing for too long.
   */
  write(bytes: Uint8Array): Promise<Result<void>>;
  /** Hears what comes in from now on; one listener at a time, undefined for none. What nobody hears is dropped. */
  listen(listener: ChannelListener | undefined): void;
  /** Lets go of it. Idempotent; whoever listens is not told. */
  close(): Promise<void>;
}
