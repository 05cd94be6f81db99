/**
 * The last words of sessions that are over: all that is kept of them, for a handset that did not hear them and says its
 * last message again. One for each handset, until it has a new session.
 */
import type { SyncHdr } from '../../shared/syncml/message.ts';
import { isSameMessage, type WireMessage } from './wire-message.ts';

/** A reply that may have to be given once more. */
export interface Said {
  readonly to: WireMessage;
  readonly reply: WireMessage;
}

export interface LastWords {
  /** The session of this handset, which came from this address, is over with these words, or without any. */
  keep(devId: string, sessionId: string, address: string, said: Said | undefined): void;
  /** The handset has a new session. */
  forget(devId: string): void;
  /** The words once more, when this is the message that they answered. */
  again(hdr: SyncHdr, wire: WireMessage, address: string): WireMessage | undefined;
}

/** Keeps none yet. The names that are kept words for stay: session-shelf.ts says why. */
export function createLastWords(): LastWords {
  const words = new Map<string, { sessionId: string; address: string; said: Said } | undefined>();
  return {
    keep: (devId, sessionId, address, said) =>
      void words.set(devId, said === undefined ? undefined : { sessionId, address, said }),
    forget: (devId) => void words.set(devId, undefined),
    again({ source, sessionId }, wire, address) {
      const last = words.get(source.locURI);
      if (last === undefined || last.sessionId !== sessionId || last.address !== address) return undefined;
      return isSameMessage(last.said.to, wire) ? last.said.reply : undefined;
    },
  };
}
