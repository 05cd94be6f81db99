/** Use cases around the package library. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { ok } from '../../../shared/result.ts';
import type { Services } from '../services.ts';

type PackageHandlers = Pick<Handlers, Extract<keyof Handlers, `packages.${string}`>>;

/** The handlers of area `packages`. */
export function packageHandlers({ library, events }: Services): PackageHandlers {
  return {
    'packages.list': () => ok([...library.list()]),
    'packages.add': async ({ handle, facts }) => {
      const added = await library.add(handle, facts);
      if (added.ok) events.emit({ type: 'package', package: added.value });
      return added;
    },
    'packages.edit': async ({ digest, facts }) => {
      const edited = await library.edit(digest, facts);
      if (edited.ok) events.emit({ type: 'package', package: edited.value });
      return edited;
    },
    'packages.remove': async ({ digest }) => {
      const removed = await library.remove(digest);
      if (!removed.ok) return removed;
      events.emit({ type: 'package-removed', digest });
      return ok({});
    },
  };
}
