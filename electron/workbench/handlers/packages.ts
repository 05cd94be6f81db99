/** Use cases around the package library. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { ok } from '../../../shared/result.ts';
import { isTerminal } from '../../../shared/runbook/selectors.ts';
import type { Services } from '../services.ts';

type PackageHandlers = Pick<Handlers, Extract<keyof Handlers, `packages.${string}`>>;

/** The handlers of area `packages`. */
export function packageHandlers({ library, events, store }: Services): PackageHandlers {
  /** The unfinished run that still needs this package, in words. */
  function neededBy(digest: string): string | undefined {
    const run = store.list().find((one) => !isTerminal(one) && one.package?.digest === digest);
    return run === undefined ? undefined : `the run “${run.title}” on ${run.devId}`;
  }

  return {
    'packages.list': () => ok([...library.list()]),
    'packages.add': async ({ handle, facts }) => {
      const added = await library.add(handle, facts);
      if (added.ok) events.emit({ type: 'package', package: added.value });
      return added;
    },
    'packages.edit': ({ digest, facts }) => {
      const edited = library.edit(digest, facts);
      if (edited.ok) events.emit({ type: 'package', package: edited.value });
      return edited;
    },
    'packages.remove': async ({ digest }) => {
      const removed = await library.remove(digest, neededBy);
      if (!removed.ok) return removed;
      events.emit({ type: 'package-removed', digest });
      return ok({});
    },
  };
}
