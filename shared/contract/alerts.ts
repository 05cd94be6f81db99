/** What handsets told on their own: alerts that no run waited for. What they mean stands in shared/scomo/alert-words.ts. */
import * as z from 'zod';
import { devId, done, method, time } from './method.ts';

export const keptAlert = z.strictObject({
  /** Grows with time, over all handsets. */
  id: z.number().int(),
  devId: z.string(),
  at: time,
  sessionId: z.string(),
  /** nobody: no run waits for it. late: the run that waited for it, `runId`, has given up waiting. */
  fate: z.enum(['nobody', 'late']),
  runId: z.string().exactOptional(),
  /** Has a person looked at it? */
  seen: z.boolean(),
  /** 1224 client event, 1226 generic alert; one entry per Item. */
  code: z.union([z.literal(1224), z.literal(1226)]),
  type: z.string().exactOptional(),
  format: z.string().exactOptional(),
  mark: z.string().exactOptional(),
  correlator: z.string().exactOptional(),
  source: z.string().exactOptional(),
  target: z.string().exactOptional(),
  /** At most 2,000 characters of it. */
  data: z.string(),
});
export type KeptAlert = z.infer<typeof keptAlert>;

export const alerts = {
  /** The alerts of one handset, newest first; the oldest make room for new ones. */
  list: method(z.strictObject({ devId }), z.array(keptAlert)),
  /** A person has looked at everything up to this one. */
  seen: method(z.strictObject({ devId, upTo: z.number().int().min(0) }), done),
};
