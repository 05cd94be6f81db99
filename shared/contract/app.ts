/** The workbench itself: where it listens, its settings, and one snapshot to start from. */
import * as z from 'zod';
import type { Run } from '../runbook/run.ts';
import { cable, cableNotice } from './cables.ts';
import { handset } from './handsets.ts';
import { method, nothing, outline, time } from './method.ts';
import { libraryPackage } from './packages.ts';

export const settings = z.strictObject({
  /** How long a session is held open between two steps of a run, seconds. */
  holdSeconds: z.number().int().min(0).max(120),
  /** How long a step waits for handset and result, seconds. */
  stepTimeLimitSeconds: z.number().int().min(5).max(86_400),
  /** A handset not heard of for this long is silent, seconds. */
  silentAfterSeconds: z.number().int().min(10).max(86_400),
  /**
   * The weakest way in which handset and server may prove themselves. At the lowest level `none` is allowed as well,
   * where the account of a handset says so.
   */
  weakestAuth: z.enum(['basic', 'md5', 'mac']),
  /** Ask what is plugged in who it is, without a person saying so. */
  askCables: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
});
export type Settings = z.infer<typeof settings>;
export type WeakestAuth = Settings['weakestAuth'];

/** HTTPS, while it is on. */
const secure = z.strictObject({
  url: z.string(),
  /** What handsets on the network call, while they may. */
  networkURL: z.string().exactOptional(),
  /** The DevIds for which TLS 1.0 and 1.1 are taken as well; from nobody when it is empty. */
  legacyFor: z.array(z.string()),
  /** Who came lately with nothing newer than TLS 1.1 and was refused before it said its name, the latest first. */
  tooOld: z.array(z.strictObject({ address: z.string(), at: time })),
  certificate: z.strictObject({
    names: z.array(z.string()),
    notAfter: time,
    /** SHA-256 of what a handset must trust: the authority, or a person's own certificate. */
    fingerprint: z.string(),
    own: z.boolean(),
  }),
});

export const appStatus = z.strictObject({
  version: z.string(),
  /** Face that serves this window. */
  host: z.enum(['electron', 'browser', 'in-process']),
  dataFolder: z.string(),
  listener: z.strictObject({
    address: z.string(),
    port: z.number().int(),
    url: z.string(),
    /** `this machine only`, or the name of the network interface. */
    scope: z.string(),
    /** Open for handsets on the network as well: which interface, and until when. */
    secure: secure.exactOptional(),
    network: z.strictObject({ name: z.string(), address: z.string(), url: z.string(), until: time }).exactOptional(),
  }),
  sessions: z.number().int(),
  waitingRuns: z.number().int(),
  settings,
  /** What is wrong with the workbench itself, e.g. a full disk, and what to do. */
  problem: z.string().exactOptional(),
});
export type AppStatus = z.infer<typeof appStatus>;

export const snapshot = z.strictObject({
  /** Sequence number of the last event that is part of this snapshot. */
  seq: z.number().int(),
  status: appStatus,
  handsets: z.array(handset),
  cables: z.array(cable),
  cableNotices: z.array(cableNotice),
  packages: z.array(libraryPackage),
  runs: z.array(outline<Run>(z.looseObject({ id: z.string() }))),
});
export type Snapshot = z.infer<typeof snapshot>;

export const app = {
  snapshot: method(nothing, snapshot),
  status: method(nothing, appStatus),
  changeSettings: method(settings.partial(), appStatus),
  /** Interfaces of this machine on which handsets on the network could be let in. */
  interfaces: method(nothing, z.array(z.strictObject({ name: z.string(), address: z.string() }))),
  /** Lets handsets on the network call for a limited time. */
  openNetwork: method(
    z.strictObject({ address: z.string().min(3).max(45), minutes: z.number().int().min(1).max(1440) }),
    appStatus,
  ),
  closeNetwork: method(nothing, appStatus),
};
