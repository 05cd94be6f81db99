/** Use cases around handsets: admit, rename, forget, wake, and the virtual ones. */
import { randomInt } from 'node:crypto';
import type { Handlers } from '../../../shared/contract/contract.ts';
import { personalityRow } from '../../../shared/contract/virtual-handset.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AccountRecord, Credentials } from '../../storage/accounts.ts';
import type { Services } from '../services.ts';
import { raised, tooWeak } from '../auth-policy.ts';
import { makeCredentials, word } from '../credentials.ts';
import { handsetAccount, secureAddress } from '../handset-account.ts';

type HandsetHandlers = Pick<Handlers, Extract<keyof Handlers, `handsets.${string}`>>;

/** The handlers of area `handsets`. */
export function handsetHandlers(services: Services): HandsetHandlers {
  const { registry, storage, virtual, desk, mirrors, store } = services;

  async function startVirtual(devId: string): Promise<Result<Record<string, never>>> {
    const record = registry.get(devId);
    if (record?.virtual === undefined) return notVirtual();
    const started = await virtual.start(
      devId,
      record.virtual.options,
      storage.accounts.get(devId) ?? services.enrolment(),
    );
    return started.ok ? ok({}) : started;
  }

  return {
    'handsets.list': () => ok([...registry.summaries()]),
    'handsets.admit': async ({ devId, ...given }) => {
      const known = registry.get(devId);
      const before = storage.accounts.get(devId);
      const both = given.auth === undefined ? {} : { serverAuth: given.auth };
      // A virtual handset was started with the enrolment credential, so it needs no new one even before its first call.
      const isEnrolled = known?.authenticated === 'enrolment' || known?.virtual !== undefined;
      const { weakestAuth } = services.settings();
      const base: Credentials =
        before ?? raised(isEnrolled ? services.enrolment() : makeCredentials(userNameOf(devId)), weakestAuth);
      const account: AccountRecord = { ...base, ...both, ...given, devId };
      const error = tooWeak(account, weakestAuth);
      if (error !== undefined) return { ok: false, error };
      registry.change(devId, { admitted: true, ...(known === undefined ? { link: 'http' as const } : {}) });
      storage.accounts.put(account);
      services.lockOut.unlock(devId);
      // Nobody else can type the account into a virtual handset.
      const isOther = CREDENTIALS.some((key) => account[key] !== (before ?? services.enrolment())[key]);
      if (known?.virtual !== undefined && virtual.isRunning(devId) && isOther) {
        await virtual.stop(devId);
        const started = await startVirtual(devId);
        if (!started.ok) return started;
      }
      registry.change(devId, {});
      void desk.wakeNow(devId);
      return ok(handsetAccount(services, devId));
    },
    'handsets.account': ({ devId }) =>
      registry.get(devId) === undefined ? unknown() : ok(handsetAccount(services, devId)),
    'handsets.rename': ({ devId, name }) => {
      if (registry.get(devId) === undefined) return unknown();
      registry.rename(devId, name.trim());
      return ok({});
    },
    'handsets.preferLink': ({ devId, link }) => {
      if (registry.get(devId) === undefined) return unknown();
      registry.setPreferredLink(devId, link === 'any' ? undefined : link);
      return ok({});
    },
    'handsets.setLegacyTls': async ({ devId, allowed }) => {
      const record = registry.get(devId);
      if (record === undefined) return unknown();
      if (allowed && !record.admitted)
        return fail(
          'handset-not-admitted',
          'Only a handset that was admitted may use legacy TLS.',
          'Admit it first; that can be done before it has ever called.',
        );
      registry.setLegacyTls(devId, allowed);
      const followed = await services.secure.follow();
      return followed.ok ? ok({}) : followed;
    },
    'handsets.forget': async ({ devId }) => {
      const record = registry.get(devId);
      if (record === undefined) return unknown();
      if (desk.hasSession(devId))
        return fail('in-session', 'The handset is in session.', 'Wait until the session has ended, then forget it.', {
          retryable: true,
        });
      if (store.list(devId).some((run) => services.executor().isDriving(run.id)))
        return fail('run-unfinished', 'A run is under way on this handset.', 'Abort the run first.');
      await virtual.forget(devId);
      mirrors.forget(devId);
      store.forget(devId);
      registry.remove(devId);
      if (record.legacyTls !== true) return ok({});
      // It may have been the only one that asked for it.
      const followed = await services.secure.follow();
      return followed.ok ? ok({}) : followed;
    },
    'handsets.unlock': ({ devId }) => {
      if (registry.get(devId) === undefined) return unknown();
      services.lockOut.unlock(devId);
      return ok({});
    },
    'handsets.wake': async ({ devId }) => {
      if (registry.get(devId) === undefined) return unknown();
      const woken = await desk.wakeNow(devId);
      return woken
        ? ok({})
        : fail(
            'cannot-wake',
            'This handset has given no address for notifications.',
            'Let the handset call by itself: start its update check, or wait for its next poll.',
          );
    },
    'handsets.addVirtual': async (options) => {
      const prefix = personalityRow(options.personality ?? 'spec-1.0').devIdPrefix ?? 'IMEI:';
      const devId = options.devId ?? `${prefix}${virtualIMEI()}`;
      if (registry.get(devId) !== undefined)
        return fail('handset-known', `${devId} is here already.`, 'Choose another DevId, or none.');
      registry.change(devId, { link: 'http', virtual: { options } });
      const started = await startVirtual(devId);
      if (!started.ok) {
        registry.remove(devId);
        return started;
      }
      return ok({ devId });
    },
    'handsets.startVirtual': ({ devId }) => startVirtual(devId),
    'handsets.setFaults': async ({ devId, faults, seed }) => {
      const virtualRecord = registry.get(devId)?.virtual;
      if (virtualRecord === undefined) return notVirtual();
      registry.change(devId, { virtual: { options: { ...virtualRecord.options, faults, seed } } });
      if (!virtual.isRunning(devId)) return ok({});
      await virtual.stop(devId);
      return startVirtual(devId);
    },
    'handsets.stopVirtual': async ({ devId }) => {
      await virtual.stop(devId);
      return ok({});
    },
    'handsets.enrolment': () => {
      const { user, password, serverId, serverPassword } = services.enrolment();
      return ok({
        serverURL: services.serverURL(),
        ...secureAddress(services.secure.state()),
        user,
        password,
        serverId,
        serverPassword,
      });
    },
  };
}

const CREDENTIALS = ['user', 'password', 'serverId', 'serverPassword', 'auth', 'serverAuth'] as const;

function notVirtual(): Result<never> {
  return fail('not-virtual', 'This is not a virtual handset of this workbench.', 'Switch the handset on by hand.');
}

function unknown(): Result<never> {
  return fail('handset-unknown', 'There is no such handset.', 'Choose one of the list, or let it call once.');
}

/** Test TAC 00-1017xx: no real handset has it. The last digit is the Luhn check digit. */
function virtualIMEI(): string {
  const digits = `00101700${String(randomInt(1_000_000)).padStart(6, '0')}`;
  let sum = 0;
  for (const [index, digit] of Array.from(digits).entries()) {
    const n = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += n > 9 ? n - 9 : n;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

function userNameOf(devId: string): string {
  const digits = devId
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(-6)
    .toLowerCase();
  return `handset-${digits === '' ? word(6) : digits}`;
}
