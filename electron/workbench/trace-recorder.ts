/**
 * Writes every message, refusal, delivery and notification to the trace and tells the user interfaces. Secrets are
 * overwritten before anything is written: what is not on the disk can be in no export of it.
 */
import type { TraceEntry } from '../../shared/contract/trace.ts';
import type { Failure } from '../../shared/result.ts';
import { CODECS, encodingOf } from '../../shared/syncml/codec.ts';
import { withoutCredentials, withoutSecrets } from '../../shared/syncml/secrets.ts';
import { summarize } from '../../shared/syncml/summary.ts';
import type { TraceOfMessage } from '../server/session-trace.ts';
import type { Storage } from '../storage/storage.ts';
import type { EventHub } from './event-hub.ts';

export interface TraceRecorder {
  message(entry: TraceOfMessage): void;
  /** Bytes the HTTP listener refused before decoding. */
  refused(refusal: {
    readonly at: number;
    readonly address: string;
    readonly status: number;
    readonly failure: Failure;
    readonly bytes: Uint8Array;
  }): void;
  /** Something without a body: a session's end, a notification, a package on its way. */
  note(entry: {
    readonly at: number;
    readonly devId?: string;
    readonly sessionId?: string;
    readonly kind: TraceEntry['kind'];
    readonly direction: TraceEntry['direction'];
    readonly bytes: number;
    readonly summary: string;
    readonly statuses?: TraceEntry['statuses'];
  }): void;
}

const NOT_KEPT = 'The octets are not kept: a secret stands in them in a form that cannot be overwritten.';

/** Makes a recorder over a storage. */
export function createTraceRecorder(storage: Storage, events: EventHub): TraceRecorder {
  function append(
    entry: Omit<TraceEntry, 'id'>,
    body: Uint8Array | undefined,
    contentType: string | undefined,
    notes: readonly string[],
  ): void {
    const id = storage.trace.append({ ...entry, body, notes, ...(contentType === undefined ? {} : { contentType }) });
    if (id > 0) events.emit({ type: 'trace', entry: { ...entry, id } });
  }

  return {
    message({ at, direction, bytes, encoding, link, devId, sessionId, msgId, message, notes, refused }): void {
      const said = message === undefined ? undefined : summarize(message);
      const kept =
        message === undefined ? withoutCredentials(bytes, encoding) : withoutSecrets(bytes, encoding, message);
      append(
        {
          at,
          ...(devId === undefined ? {} : { devId }),
          ...(sessionId === undefined ? {} : { sessionId }),
          ...(msgId === undefined ? {} : { msgId }),
          link,
          direction,
          kind: refused === undefined ? 'message' : 'rejected',
          bytes: bytes.length,
          summary: refused === undefined ? (said?.summary ?? '') : `Refused: ${refused.message}`,
          statuses: said === undefined ? [] : [...said.statuses],
        },
        kept,
        CODECS[encoding].contentType,
        refused === undefined
          ? [...notes, ...(kept === undefined ? [NOT_KEPT] : [])]
          : [refused.message, refused.next, ...(refused.detail === undefined ? [] : [refused.detail])],
      );
    },
    refused({ at, address, status, failure, bytes }): void {
      append(
        {
          at,
          link: 'http',
          direction: 'in',
          kind: 'rejected',
          bytes: bytes.length,
          summary: `Refused${refusedWhere(status, address)}: ${failure.message}`,
          statuses: [],
        },
        withoutCredentials(bytes, encodingOf(bytes)),
        undefined,
        [`from ${address}`, failure.message, failure.next],
      );
    },
    note({ at, devId, sessionId, kind, direction, bytes, summary, statuses = [] }): void {
      append(
        {
          at,
          ...(devId === undefined ? {} : { devId }),
          ...(sessionId === undefined ? {} : { sessionId }),
          link: 'http',
          direction,
          kind,
          bytes,
          summary,
          statuses,
        },
        undefined,
        undefined,
        [],
      );
    },
  };
}

/** Status 0: it did not come as far as HTTP, and has no name; where it came from is all that is known of it. */
function refusedWhere(status: number, address: string): string {
  if (status !== 0) return ` with HTTP ${status}`;
  return address === '' ? '' : `, from ${address}`;
}
