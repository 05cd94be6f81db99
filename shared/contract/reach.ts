/** Getting a handset to talk to us: notifications, bootstrap documents, and how the server is reached. */
import * as z from 'zod';
import { devId, done, method, text } from './method.ts';

/** A file for the person, who decides where it goes. */
export const madeFile = z.strictObject({
  fileName: text,
  /** Media type. */
  type: text,
  /** The octets, base64. */
  content: z.string(),
});
export type MadeFile = z.infer<typeof madeFile>;

const host = z.string().min(1).max(253);
const port = z.number().int().min(1).max(65_535);

/** raw: package 0 as it is. push: as WAP push. sms: the user data of each SMS in hexadecimal, one per line. */
const notificationForm = z.enum(['raw', 'push', 'sms']);

export const reach = {
  /** How the handset is woken from now on; `as-told` leaves it to what the handset told. */
  setWake: method(
    z.strictObject({
      devId,
      form: z.enum(['as-told', 'raw', 'push', 'none']),
      host: host.exactOptional(),
      port: port.exactOptional(),
    }),
    done,
  ),
  /** Sends a notification to an address by UDP, whatever the handset told; port 2948 when none is given. */
  notify: method(
    z.strictObject({ devId, form: z.enum(['raw', 'push']), host, port: port.exactOptional() }),
    z.strictObject({ host: z.string(), port: z.number().int() }),
  ),
  /** A notification as a file. */
  notification: method(
    z.strictObject({
      devId,
      form: notificationForm,
      uiMode: z.enum(['not-specified', 'background', 'informative', 'user-interaction']).exactOptional(),
    }),
    madeFile,
  ),
};
