/** Handsets: who is here, who may come in, and the virtual ones. */
import * as z from 'zod';
import { parseFault } from './fault.ts';
import { AUTHS } from '../syncml/auth.ts';
import { cableState } from './cables.ts';
import { devId, done, method, nothing, text, time } from './method.ts';
import { PERSONALITY_NAMES } from './virtual-handset.ts';

/**
 * new: called, but nobody admitted it yet. ready: admitted and heard of lately. in-session: talking right now.
 * expected: admitted before it ever called. silent: admitted, not heard of for longer than its time limit.
 */
const handsetState = z.enum(['new', 'expected', 'ready', 'in-session', 'silent']);

const linkKind = z.enum(['http', 'serial', 'usb']);

/** One way to a handset. */
const handsetLink = z.strictObject({
  link: linkKind,
  /** Of a cable: its name in the area `cables`. */
  port: z.string().exactOptional(),
  /** For a person: an address, a port, or `USB 1-2`. */
  where: z.string(),
  /** As of a cable; over the network ready, in-session or silent. */
  state: cableState,
  /** It begins its sessions there by itself: we wait for it, or ask it with a notification. */
  calls: z.boolean(),
  backUntil: time.exactOptional(),
  /** A person wants it to be used first. */
  preferred: z.boolean(),
});
export type HandsetLink = z.infer<typeof handsetLink>;

const authType = z.enum(AUTHS);

/** How a handset is woken, when a person has said so. */
export const wakeRule = z.strictObject({
  /** raw: package 0 as it is. push: as WAP push. none: it calls by itself. */
  form: z.enum(['raw', 'push', 'none']),
  /** Absent: where it last called from. */
  host: z.string().exactOptional(),
  /** Absent: the port it told, else 2948. */
  port: z.number().int().exactOptional(),
});
export type WakeRule = z.infer<typeof wakeRule>;

export const handset = z.strictObject({
  devId: z.string(),
  /** Alias, else manufacturer and model, else the DevId. */
  name: z.string(),
  man: z.string().exactOptional(),
  mod: z.string().exactOptional(),
  dmV: z.string().exactOptional(),
  lang: z.string().exactOptional(),
  state: handsetState,
  /** The link of its last session. */
  link: linkKind,
  /** All its links, in the order in which they are used. */
  links: z.array(handsetLink),
  /** The link that a person wants to be used first. */
  preferredLink: linkKind.exactOptional(),
  /** The next session goes over a cable. */
  tethered: z.boolean(),
  /** Where it called from, e.g. `127.0.0.1`. */
  address: z.string().exactOptional(),
  /** The version of TLS it called with last, e.g. `TLSv1.3`; empty when it called without. */
  tls: z.string().exactOptional(),
  firstSeen: time.exactOptional(),
  lastSeen: time.exactOptional(),
  /** How it proved who it is when it last called: not at all, with the enrolment credential, or with its own. */
  authenticated: z.enum(['no', 'enrolment', 'own']),
  /** How it proves itself to the workbench, and the workbench to it. */
  auth: authType,
  serverAuth: authType,
  /** Its policy allows TLS 1.0 and 1.1. */
  legacyTls: z.boolean(),
  /**
   * The version of TLS with which it was refused last, and when, because its policy does not allow it. Gone once the
   * handset has proven itself in a new session over the network, or may use it.
   */
  refusedTls: z.strictObject({ version: z.string(), at: time }).exactOptional(),
  /** Callers that used its name with wrong credentials and may not try again before `until`. */
  locks: z.array(z.strictObject({ address: z.string(), until: time, failures: z.number().int() })).exactOptional(),
  /** Can it be woken with a notification (package 0)? Otherwise we wait for it to call. */
  canWake: z.boolean(),
  wake: wakeRule.exactOptional(),
  /** Present for handsets this workbench simulates. */
  virtual: z
    .strictObject({
      running: z.boolean(),
      personality: z.enum(PERSONALITY_NAMES).exactOptional(),
      /** What was asked to go wrong with it, as it is written. */
      faults: z.array(z.string()).exactOptional(),
      /** What it leaves to chance depends on this. */
      seed: z.number().exactOptional(),
    })
    .exactOptional(),
  /** What the session works on right now, and how many nodes a reading has brought so far. */
  activity: z.strictObject({ what: z.string(), nodes: z.number().int().exactOptional() }).exactOptional(),
  /** What last went wrong with it, for a person. */
  problem: z.string().exactOptional(),
  /** Nodes in the mirror, 0 when nothing was read yet. */
  nodes: z.number().int(),
  /** Alerts that it sent on its own and that nobody has looked at (area `alerts`). */
  unseenAlerts: z.number().int(),
  /** Name of the reading method that worked last. */
  readMethod: z.enum(['StructData', 'Struct', 'TNDS', 'child-lists']).exactOptional(),
});
export type Handset = z.infer<typeof handset>;

/** What must be typed into a handset so that it talks to this workbench. */
export const account = z.strictObject({
  devId: z.string(),
  serverURL: z.string(),
  /** The same over HTTPS, when that is on. */
  secureURL: z.string().exactOptional(),
  serverId: z.string(),
  serverPassword: z.string(),
  user: z.string(),
  password: z.string(),
  /** How the handset proves itself, and how the server does. */
  auth: authType,
  serverAuth: authType,
});
export type Account = z.infer<typeof account>;

const secret = z.string().min(1).max(255);

const fault = z
  .string()
  .regex(/^[a-z0-9-]{1,40}(?:@[A-Za-z]{1,40}(?:#(?:\d{1,6}|\*))?)?$/)
  .check(({ value, issues }) => {
    const parsed = parseFault(value);
    if (parsed.ok) return;
    issues.push({ code: 'custom', input: value, message: `${parsed.error.message} ${parsed.error.next}` });
  });

const faults = z.array(fault).max(32);
const seed = z.number().int().min(0).max(0xffff_ffff);

export const virtualOptions = z.strictObject({
  devId: devId.exactOptional(),
  /** Nodes beside the SCOMO object, to try large trees. */
  extraNodes: z.number().int().min(0).max(100_000).exactOptional(),
  /** Extra delay before each message, milliseconds. */
  latencyMs: z.number().int().min(0).max(60_000).exactOptional(),
  refuseList: z.boolean().exactOptional(),
  /** Refuses `?list=Struct` and `StructData` only: the tree is read as TNDS. */
  refuseStruct: z.boolean().exactOptional(),
  results: z.enum(['sync', 'async']).exactOptional(),
  encoding: z.enum(['xml', 'wbxml']).exactOptional(),
  /** Largest message it takes and sends, octets. */
  maxMsgSize: z
    .number()
    .int()
    .min(1_200)
    .max(4 * 1024 * 1024)
    .exactOptional(),
  /** Which kind of handset it stands for; by the book with SCOMO 1.0 when absent. */
  personality: z.enum(PERSONALITY_NAMES).exactOptional(),
  /** What goes wrong, and when: `NAME`, `NAME@POINT` or `NAME@POINT#N`. */
  faults: faults.exactOptional(),
  /** What is left to chance is the same whenever this is. */
  seed: seed.exactOptional(),
  /** How long an install, activation or removal takes, milliseconds. */
  installMs: z.number().int().min(0).max(600_000).exactOptional(),
  /** What the simulated person answers when asked. */
  confirm: z.enum(['accept', 'reject', 'cancel', 'ignore']).exactOptional(),
});
export type VirtualOptions = z.infer<typeof virtualOptions>;

export const handsets = {
  list: method(nothing, z.array(handset)),
  /**
   * Admits a handset, known or not yet. Without credentials a handset that proved itself with the enrolment
   * credential keeps it, any other gets generated ones; the account says what to type into it.
   */
  admit: method(
    z.strictObject({
      devId,
      user: secret.exactOptional(),
      password: secret.exactOptional(),
      serverId: secret.exactOptional(),
      serverPassword: secret.exactOptional(),
      auth: authType.exactOptional(),
      /** As `auth` when only that is given. */
      serverAuth: authType.exactOptional(),
    }),
    account,
  ),
  account: method(z.strictObject({ devId }), account),
  rename: method(z.strictObject({ devId, name: z.string().max(80) }), done),
  /** Uses this link first where it works; `any` takes that back. */
  preferLink: method(z.strictObject({ devId, link: z.enum(['http', 'serial', 'usb', 'any']) }), done),
  /**
   * Whether it may call over TLS 1.0 and 1.1, which are not safe: HTTPS takes them while the policy of any handset
   * asks for it, and refuses every other handset that uses them. Errors: `handset-unknown`, `handset-not-admitted`.
   */
  setLegacyTls: method(z.strictObject({ devId, allowed: z.boolean() }), done),
  /** Removes a handset with its tree and runs; refused while it is in session. */
  forget: method(z.strictObject({ devId }), done),
  /** Lets every caller with this DevId try its credentials again. */
  unlock: method(z.strictObject({ devId }), done),
  /** Sends a notification; fails with `cannot-wake` when the handset gave no address for it. */
  wake: method(z.strictObject({ devId }), done),
  /** Starts a virtual handset as a process of its own; it calls within a second. */
  addVirtual: method(virtualOptions, z.strictObject({ devId: z.string() })),
  stopVirtual: method(z.strictObject({ devId }), done),
  startVirtual: method(z.strictObject({ devId }), done),
  /**
   * Says anew what goes wrong with a virtual handset; one that runs is restarted, and counts from then on. Fails with
   * `not-virtual`, and like `startVirtual`.
   */
  setFaults: method(z.strictObject({ devId, faults, seed }), done),
  /** The credential with which unknown handsets may introduce themselves. */
  enrolment: method(
    nothing,
    z.strictObject({
      serverURL: text,
      secureURL: text.exactOptional(),
      user: text,
      password: text,
      serverId: text,
      serverPassword: text,
    }),
  ),
};
