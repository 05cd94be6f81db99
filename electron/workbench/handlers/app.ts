/** Use cases around the workbench itself: snapshot, status, settings. */
import type { AppStatus, Settings } from '../../../shared/contract/app.ts';
import type { Handlers } from '../../../shared/contract/contract.ts';
import { ok } from '../../../shared/result.ts';
import type { Services } from '../services.ts';

type AppHandlers = Pick<Handlers, Extract<keyof Handlers, `app.${string}`>>;

/** The handlers of area `app`. */
export function appHandlers(services: Services): AppHandlers {
  const { events, registry, library, store, storage, network } = services;
  return {
    'app.snapshot': () =>
      ok({
        seq: events.seq(),
        status: services.status(),
        handsets: [...registry.summaries()],
        cables: [...services.cables().list()],
        cableNotices: [...services.cables().notices()],
        packages: [...library.list()],
        runs: [...store.list()],
      }),
    'app.status': () => ok(services.status()),
    'app.changeSettings': (change) => {
      const settings: Settings = { ...services.settings(), ...withoutUndefined(change) };
      storage.settings.put('settings', settings);
      const status: AppStatus = services.status();
      events.emit({ type: 'status', status });
      registry.sweep();
      services.cables().ask();
      return ok(status);
    },
    'app.interfaces': () => ok([...network.interfaces()]),
    'app.openNetwork': async ({ address, minutes }) => {
      const opened = await network.open(address, minutes);
      return opened.ok ? ok(services.status()) : opened;
    },
    'app.closeNetwork': async () => {
      await network.close();
      return ok(services.status());
    },
  };
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
