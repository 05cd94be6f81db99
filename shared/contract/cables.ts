/** Cables: the ports of this machine that handsets hang on, and how each of them is doing. */
import * as z from 'zod';
import { done, id, method, nothing, time } from './method.ts';

/**
 * What a cable is called in every method: the port as the system calls it (a whole path without `..`, or `COM3`), or
 * `usb:` and who the device is (vendor, product, serial number, and its place where that is not enough).
 */
const port = z
  .string()
  .regex(
    /^(?:\/(?!.*\.\.)[\w./:-]{1,180}|COM\d{1,4}|usb:[0-9a-f]{4}:[0-9a-f]{4}:[\w.!~*'()%-]{0,120}(?:@[\d.-]{1,40})?)$/,
  );

const failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  next: z.string(),
  detail: z.string().exactOptional(),
  retryable: z.boolean(),
});

/**
 * plugged: there, not asked yet. identifying: asked who it is. ready: a handset that talks. in-session: talking right
 * now. silent: there, but it answers nothing. busy: another program has the port. trouble: something is there, but no
 * handset that we can talk to. gone: pulled; while `backUntil` lies ahead it is expected back.
 */
export const cableState = z.enum([
  'plugged',
  'identifying',
  'ready',
  'in-session',
  'silent',
  'busy',
  'trouble',
  'gone',
]);

/** How a serial line is driven; a port of a USB handset takes any. */
const line = {
  /** Baud; 115,200 unless said. */
  speed: z.number().int().min(300).max(4_000_000).exactOptional(),
  /** Flow control with RTS and CTS, where the cable has these wires; off unless said. */
  rtscts: z.boolean().exactOptional(),
};

/** What the system knows about a cable without asking the handset. */
const systemFacts = z.strictObject({
  manufacturer: z.string().exactOptional(),
  product: z.string().exactOptional(),
  /** Four hexadecimal digits, lower case. */
  vendorId: z.string().exactOptional(),
  productId: z.string().exactOptional(),
  serialNumber: z.string().exactOptional(),
  /** Where it hangs: bus and ports from the root, e.g. `1-2.4`. */
  portPath: z.string().exactOptional(),
});
export type SystemFacts = z.infer<typeof systemFacts>;

export const cable = z.strictObject({
  port: z.string(),
  link: z.enum(['serial', 'usb']),
  state: cableState,
  /** For a person: `/dev/ttyUSB0`, or `USB 1-2`. */
  where: z.string(),
  /** What it says of itself, e.g. `Acme A1`; else what the system knows. */
  name: z.string().exactOptional(),
  devId: z.string().exactOptional(),
  system: systemFacts.exactOptional(),
  failure: failure.exactOptional(),
  /** Who has it while it is `busy`, where the system tells. */
  holder: z.strictObject({ pid: z.number().int(), name: z.string() }).exactOptional(),
  /** Whose members may open it, where this user may not. */
  group: z.string().exactOptional(),
  /** When a handset last spoke here. */
  heardAt: time.exactOptional(),
  /** The handset begins its sessions here by itself: it is waited for. */
  calls: z.boolean().exactOptional(),
  backUntil: time.exactOptional(),
  /** Named by a person, not found by the system. */
  named: z.boolean(),
  /** As a person has said. */
  ...line,
  /**
   * Why it is not asked by itself: a person has switched that off, or it may be anything and be disturbed by the
   * question. `retry` asks it.
   */
  notAsked: z.enum(['switched-off', 'may-be-anything']).exactOptional(),
});
export type Cable = z.infer<typeof cable>;

/** Why not every cable of this machine can be found, e.g. `no-usb`; each a line for a person. */
export const cableNotice = failure;
export type CableNotice = z.infer<typeof cableNotice>;

/** An AT command, as it is sent. */
const command = z.string().regex(/^AT[ -~]{0,78}$/);

/** A way to switch a handset from modem to OBEX. */
const newObexMode = z.strictObject({
  /** Absent: a new one. */
  id: id.exactOptional(),
  name: z.string().min(1).max(80),
  /** Tried where the handset names a manufacturer with this in it; for every handset when absent. */
  manufacturer: z.string().min(1).max(80).exactOptional(),
  /** In order; each must be agreed to. */
  commands: z.array(command).min(1).max(6),
  /** How the last one is agreed to. */
  agreedBy: z
    .array(z.enum(['connect', 'ok', 'silence']))
    .min(1)
    .max(3),
  /** How long the handset needs before it takes OBEX, milliseconds. */
  settleMs: z.number().int().min(0).max(10_000),
  /** How it becomes a modem again after the session: by itself, or with `+++` between two pauses. */
  leave: z.enum(['disconnect', 'escape']),
});
export type NewObexMode = z.infer<typeof newObexMode>;

const obexMode = newObexMode.extend({
  id: z.string(),
  /** Added by a person. */
  own: z.boolean(),
  /** Manufacturer and model for which it worked last. */
  worksFor: z.array(z.string()),
});
export type ObexModeRow = z.infer<typeof obexMode>;

export const cables = {
  list: method(nothing, z.array(cable)),
  notices: method(nothing, z.array(cableNotice)),
  /**
   * Looks at a port that the system does not list, e.g. a pty, or that needs another speed; it is remembered with both.
   * Errors: `port-missing`.
   */
  add: method(z.strictObject({ port, ...line }), cable),
  /** Lets go of a port and forgets it; one that the system finds is left alone until it is plugged in again. */
  remove: method(z.strictObject({ port }), done),
  /** Tries again now, whatever the state. */
  retry: method(z.strictObject({ port }), done),
  /** The ways to switch handsets to OBEX: those that a person has added first. */
  modes: method(nothing, z.array(obexMode)),
  /** Adds one, or changes one that a person has added. Errors: `mode-unknown`. */
  saveMode: method(newObexMode, obexMode),
  /** Errors: `mode-unknown`, `mode-built-in`. */
  removeMode: method(z.strictObject({ id }), done),
};
