/** The trace: every message of every session, as bytes and decoded. Long, so it is pulled by range. */
import * as z from 'zod';
import { devId, done, method, time } from './method.ts';

export const traceEntry = z.strictObject({
  id: z.number().int(),
  at: time,
  devId: z.string().exactOptional(),
  sessionId: z.string().exactOptional(),
  msgId: z.string().exactOptional(),
  link: z.enum(['http', 'serial', 'usb']),
  /** in: handset to workbench; out: workbench to handset; none: something that happened in between. */
  direction: z.enum(['in', 'out', 'none']),
  /** message: SyncML. rejected: bytes refused before they reached a session. delivery: a package download. */
  kind: z.enum(['message', 'rejected', 'delivery', 'notification', 'session']),
  bytes: z.number().int(),
  /** One line, e.g. `Add ./SCM/Download/pkg42 +2`. */
  summary: z.string(),
  /** The statuses a message carries, in order, without repetitions; words are technician's words. */
  statuses: z.array(z.strictObject({ code: z.number().int(), word: z.string() })),
});
export type TraceEntry = z.infer<typeof traceEntry>;

export const traceDetail = z.strictObject({
  entry: traceEntry,
  contentType: z.string().exactOptional(),
  /** The message, XML or WBXML, as indented markup with credentials masked; for other kinds a description. */
  text: z.string(),
  /** What decoding tolerated or why the bytes were refused. */
  notes: z.array(z.string()),
});
export type TraceDetail = z.infer<typeof traceDetail>;

export const trace = {
  /** Newest first. `before`: only entries with a smaller id; `total` counts all that match. */
  list: method(
    z.strictObject({
      devId: devId.exactOptional(),
      before: z.number().int().positive().exactOptional(),
      limit: z.number().int().min(1).max(500),
    }),
    z.strictObject({ entries: z.array(traceEntry), total: z.number().int() }),
  ),
  get: method(z.strictObject({ id: z.number().int().positive() }), traceDetail),
  clear: method(z.strictObject({}), done),
};
