/** Use cases around getting a handset to talk to us: notifications and bootstrap files. */
import { splitIntoSMS } from '../../../shared/dm/push-sms.ts';
import { PUSH_PORT } from '../../../shared/dm/wap-push.ts';
import type { AppStatus } from '../../../shared/contract/app.ts';
import type { Handlers, Input } from '../../../shared/contract/contract.ts';
import type { MadeFile } from '../../../shared/contract/reach.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { bootstrapFile } from '../bootstrap-file.ts';
import { handsetAccount } from '../handset-account.ts';
import { certificateFile } from '../certificate-file.ts';
import { fileNameOf, hexLines, madeFile } from '../made-file.ts';
import { secureOff } from '../secure-door.ts';
import type { Services } from '../services.ts';
import { notificationPush } from '../waker.ts';

type ReachHandlers = Pick<Handlers, Extract<keyof Handlers, `reach.${string}`>>;

/** The handlers of area `reach`. */
export function reachHandlers(services: Services): ReachHandlers {
  const { registry, waker, secure, setupCodes, status } = services;
  const statusAfter = (done: Result<void>): Result<AppStatus> => (done.ok ? ok(status()) : done);
  return {
    'reach.setWake': ({ devId, form, host, port }) => {
      if (registry.get(devId) === undefined) return unknown();
      registry.setWake(
        devId,
        form === 'as-told'
          ? undefined
          : { form, ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) },
      );
      return ok({});
    },
    'reach.notify': async ({ devId, form, host, port = PUSH_PORT }) => {
      if (registry.get(devId) === undefined) return unknown();
      const sent = await waker.send(devId, { form, host, port });
      return sent.ok ? ok({ host, port }) : sent;
    },
    'reach.notification': (wanted) => {
      if (registry.get(wanted.devId) === undefined) return unknown();
      const made = waker.notification(wanted.devId, wanted.uiMode ?? 'background');
      return made.ok ? notificationFile(wanted, made.value) : made;
    },
    'reach.bootstrap': (wanted) => {
      const isAdmitted = registry.get(wanted.devId)?.admitted === true;
      if (!isAdmitted) return notAdmitted();
      const account = handsetAccount(services, wanted.devId);
      if (wanted.scheme !== 'https') return bootstrapFile(account, wanted);
      const { secureURL } = account;
      return secureURL === undefined ? secureOff() : bootstrapFile({ ...account, serverURL: secureURL }, wanted);
    },
    'reach.setupCode': ({ devId }) => {
      if (devId !== undefined && registry.get(devId) === undefined) return unknown();
      return ok({ ...setupCodes.issue(devId), url: new URL('/setup', services.serverURL()).href });
    },
    'reach.setSecure': async (wanted) => statusAfter(await secure.set(wanted)),
    'reach.certificate': ({ form }) => {
      const serving = secure.state()?.certificate;
      return serving === undefined ? secureOff() : ok(certificateFile(serving, form));
    },
    'reach.useCertificate': async (own) => statusAfter(await secure.useCertificate(own)),
    'reach.dropCertificate': async () => statusAfter(await secure.useCertificate(undefined)),
  };
}

function notificationFile(
  { devId, form }: Pick<Input<'reach.notification'>, 'devId' | 'form'>,
  notification: Uint8Array,
): Result<MadeFile> {
  const name = `${fileNameOf(devId)}.notification`;
  if (form === 'raw')
    return ok(madeFile(`${name}.bin`, 'application/vnd.syncml.notification', Buffer.from(notification)));
  const push = notificationPush(notification);
  if (form === 'push') return ok(madeFile(`${name}.push.bin`, 'application/octet-stream', Buffer.from(push)));
  const messages = splitIntoSMS(push);
  return messages.ok ? ok(madeFile(`${name}.sms.txt`, 'text/plain', hexLines(messages.value))) : messages;
}

function unknown(): Result<never> {
  return fail('handset-unknown', 'There is no such handset.', 'Choose one of the list, or admit it first.');
}

function notAdmitted(): Result<never> {
  return fail(
    'handset-not-admitted',
    'This handset has no account here yet.',
    'Admit it first; that can be done before it has ever called.',
  );
}
