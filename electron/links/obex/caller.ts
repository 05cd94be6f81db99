/**
 * A handset that begins by itself on a quiet channel (facts 3.2, "device initiated"): it connects as the OBEX client.
 * Whatever else comes while nobody asked, the results of a modem above all, is dropped.
 */
import type { Failure } from '../../../shared/result.ts';
import type { ByteChannel } from '../byte-channel.ts';

export interface CallerListener {
  /** Somebody connects; the channel begins with the CONNECT. */
  called(channel: ByteChannel): void;
  lost(failure: Failure): void;
}

/** Code, two octets of length, version 1.0, flags, two octets of packet size. */
const SHORTEST = 7;
const LONGEST = 1_024;
const CONNECT = 0x80;
const VERSION = 0x10;

/** Listens to the channel until somebody calls, or somebody else listens. */
export function awaitCaller(channel: ByteChannel, { called, lost }: CallerListener): void {
  let kept: Uint8Array = new Uint8Array();
  channel.listen({
    data(chunk): void {
      const all = Buffer.concat([kept, chunk]);
      const at = startOfConnect(all);
      kept = at === undefined ? new Uint8Array() : all.subarray(at);
      if (kept.length >= SHORTEST) called(withStart(channel, kept));
    },
    lost,
  });
}

/** Where a CONNECT begins, as far as it is there; undefined when none does. */
export function startOfConnect(octets: Uint8Array): number | undefined {
  const found = octets.findIndex((_octet, at) => mayBegin(octets.subarray(at)));
  return found === -1 ? undefined : found;
}

function mayBegin([code, high, low, version, flags]: Uint8Array): boolean {
  if (code !== CONNECT) return false;
  const length = high === undefined || low === undefined ? SHORTEST : (high << 8) | low;
  const isLength = length >= SHORTEST && length <= LONGEST && (high ?? 0) <= LONGEST >> 8;
  return isLength && (version ?? VERSION) === VERSION && (flags ?? 0) === 0;
}

/** The channel as if these octets were still to come. */
function withStart(channel: ByteChannel, start: Uint8Array): ByteChannel {
  let isGiven = false;
  return {
    name: channel.name,
    write: channel.write,
    close: channel.close,
    listen(listener): void {
      channel.listen(listener);
      if (listener === undefined || isGiven) return;
      isGiven = true;
      listener.data(start);
    },
  };
}
