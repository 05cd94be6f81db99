/** Cables: the ports of this machine that handsets hang on, and how each of them is doing. */
import * as z from 'zod';
import { done, method, nothing } from './method.ts';

/** A port as the system calls it: a whole path without `..`, or `COM3`. */
const port = z.string().regex(/^(?:\/(?!.*\.\.)[\w./:-]{1,180}|COM\d{1,4})$/);

const failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  next: z.string(),
  detail: z.string().exactOptional(),
  retryable: z.boolean(),
});

/**
 * plugged: there, not asked yet. identifying: asked who it is. ready: a handset that talks. in-session: talking right
 * now. busy: another program has the port. trouble: something is there, but no handset that we can talk to. gone: pulled;
 * while `backUntil` lies ahead it is expected back.
 */
export const cable = z.strictObject({
  port: z.string(),
  link: z.enum(['serial', 'usb']),
  state: z.enum(['plugged', 'identifying', 'ready', 'in-session', 'busy', 'trouble', 'gone']),
  /** What it says of itself, e.g. `Acme A1`. */
  name: z.string().exactOptional(),
  devId: z.string().exactOptional(),
  failure: failure.exactOptional(),
  backUntil: z.number().int().nonnegative().exactOptional(),
  /** Named by a person, not found by the system. */
  named: z.boolean(),
});
export type Cable = z.infer<typeof cable>;

export const cables = {
  list: method(nothing, z.array(cable)),
  /** Looks at a port that the system does not list, e.g. a pty; it is remembered. */
  add: method(z.strictObject({ port }), cable),
  /** Lets go of a port and forgets it. */
  remove: method(z.strictObject({ port }), done),
  /** Tries again now, whatever the state. */
  retry: method(z.strictObject({ port }), done),
};
