/** Use cases around cables. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { ok } from '../../../shared/result.ts';
import type { Services } from '../services.ts';

type CableHandlers = Pick<Handlers, Extract<keyof Handlers, `cables.${string}`>>;

/** The handlers of area `cables`. */
export function cableHandlers({ cables }: Services): CableHandlers {
  return {
    'cables.list': () => ok([...cables().list()]),
    'cables.notices': () => ok([...cables().notices()]),
    'cables.add': ({ port, ...line }) => cables().add(port, line),
    'cables.remove': async ({ port }) => {
      const removed = await cables().remove(port);
      return removed.ok ? ok({}) : removed;
    },
    'cables.retry': ({ port }) => {
      const begun = cables().retry(port);
      return begun.ok ? ok({}) : begun;
    },
    'cables.modes': () => ok([...cables().modes.list()]),
    'cables.saveMode': (mode) => cables().modes.save(mode),
    'cables.removeMode': ({ id }) => {
      const removed = cables().modes.remove(id);
      return removed.ok ? ok({}) : removed;
    },
  };
}
