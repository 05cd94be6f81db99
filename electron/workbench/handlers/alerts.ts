/** Use cases around what handsets tell on their own. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Services } from '../services.ts';

type AlertHandlers = Pick<Handlers, Extract<keyof Handlers, `alerts.${string}`>>;

/** The handlers of area `alerts`. */
export function alertHandlers({ storage, registry, alerts }: Services): AlertHandlers {
  const unknown = fail('handset-unknown', 'There is no such handset.', 'Choose one of the list, or let it call once.');
  return {
    'alerts.list': ({ devId }) => (registry.get(devId) === undefined ? unknown : ok([...storage.alerts.list(devId)])),
    'alerts.seen': ({ devId, upTo }) => {
      if (registry.get(devId) === undefined) return unknown;
      alerts.markSeen(devId, upTo);
      return ok({});
    },
  };
}
