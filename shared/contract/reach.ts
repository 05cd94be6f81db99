/** Getting a handset to talk to us: notifications, bootstrap documents, and how the server is reached. */
import * as z from 'zod';
import { SECS } from '../dm/bootstrap/proof.ts';
import { appStatus } from './app.ts';
import { devId, done, method, nothing, text, time } from './method.ts';

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
const pem = z.string().min(1).max(24_000);
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
  /**
   * The account of an admitted handset as a bootstrap file. It holds the passwords: made only when a person asks.
   * Errors: `not-admitted`, `proof-key`, `bootstrap-server-id`, `secure-off`.
   */
  bootstrap: method(
    z.strictObject({
      devId,
      profile: z.enum(['cp', 'dm']),
      /** cp: the document itself. dm: the TNDS in the message, which is WBXML always. */
      encoding: z.enum(['xml', 'wbxml']),
      /** document: alone. header: behind a Content-Type line. push: as WAP push. sms: that in hexadecimal. */
      form: z.enum(['document', 'header', 'push', 'sms']),
      sec: z.enum(SECS).exactOptional(),
      pin: z.string().min(1).max(32).exactOptional(),
      imsi: z.string().min(6).max(15).exactOptional(),
      /** Which address of the server it names; http when absent. */
      scheme: z.enum(['http', 'https']).exactOptional(),
      /** Access point name for NAPDEF; Client Provisioning only. */
      apn: z.string().min(1).max(100).exactOptional(),
    }),
    madeFile.extend({
      /** The header that must go with the document. */
      header: text,
      /** What the user of the handset will be asked for. */
      typed: z.string().exactOptional(),
    }),
  ),
  /**
   * A one-time code with which the setup page at `url` shows an account: of a handset, or the enrolment account. The
   * code before it ends.
   */
  setupCode: method(
    z.strictObject({ devId: devId.exactOptional() }),
    z.strictObject({ code: text, until: time, url: text }),
  ),
  /**
   * HTTPS beside HTTP, on a port of its own, from now on. Old TLS is a matter of each handset:
   * `handsets.setLegacyTls`. Errors: as listening does, `certificate-unwritable`, `certificate-expired`.
   */
  setSecure: method(z.strictObject({ on: z.boolean() }), appStatus),
  /** What a handset must trust: the CA certificate, or a person's own certificate. Errors: `secure-off`. */
  certificate: method(z.strictObject({ form: z.enum(['pem', 'der']) }), madeFile),
  /** Serves with a person's own certificate (PEM, its chain behind it) and key from now on. Errors: `certificate-invalid`, `certificate-expired`. */
  useCertificate: method(z.strictObject({ certificate: pem, key: pem }), appStatus),
  /** Goes back to the private CA of the workbench. */
  dropCertificate: method(nothing, appStatus),
};
