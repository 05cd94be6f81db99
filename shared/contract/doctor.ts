/** The connection doctor: for everything that is plugged in or may call and is not ready, what is missing and what to do. */
import * as z from 'zod';
import { method, nothing, time } from './method.ts';

/** Something to copy for one of the steps: a file to write, or a command to type. */
const copyable = z.strictObject({
  title: z.string(),
  /** The file that it is the content of; absent for a command. */
  path: z.string().exactOptional(),
  content: z.string(),
});

export const finding = z.strictObject({
  /** Stable, e.g. `port-busy`. */
  code: z.string(),
  /** trouble: something cannot work before it is put right. remark: worth knowing; nothing has to be done. */
  weight: z.enum(['trouble', 'remark']),
  /** What it is about, for a person: `/dev/ttyUSB0`, `USB 1-2`, `This machine`. */
  about: z.string(),
  /** The cable it is about, as area `cables` calls it. */
  port: z.string().exactOptional(),
  /** One sentence each: what was found, and what is missing. */
  found: z.string(),
  missing: z.string(),
  /** What to do on this platform, in order. */
  steps: z.array(z.string()),
  copy: z.array(copyable),
  /** Technical detail, or absent. */
  detail: z.string().exactOptional(),
});
export type Finding = z.infer<typeof finding>;

/** One thing that was looked at, and how it is in a few words. */
const looked = z.strictObject({ about: z.string(), port: z.string().exactOptional(), is: z.string() });
export type Looked = z.infer<typeof looked>;

const doctorReport = z.strictObject({
  platform: z.enum(['linux', 'darwin', 'win32']),
  at: time,
  /** Troubles first. */
  findings: z.array(finding),
  looked: z.array(looked),
});
export type DoctorReport = z.infer<typeof doctorReport>;

export const doctor = {
  /** Looks at everything now; changes nothing, and opens no port. */
  run: method(nothing, doctorReport),
};
