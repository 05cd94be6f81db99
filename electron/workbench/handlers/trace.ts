/** Use cases around the trace: list by range, show one entry decoded with credentials masked. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { fail, ok } from '../../../shared/result.ts';
import { CODECS, encodingOf } from '../../../shared/syncml/codec.ts';
import type { Services } from '../services.ts';

type TraceHandlers = Pick<Handlers, Extract<keyof Handlers, `trace.${string}`>>;

/** The handlers of area `trace`. */
export function traceHandlers({ storage, events }: Services): TraceHandlers {
  return {
    'trace.list': (query) => ok(storage.trace.list(query)),
    'trace.get': ({ id }) => {
      const found = storage.trace.get(id);
      if (found === undefined)
        return fail(
          'trace-gone',
          'This entry is no longer in the trace.',
          'Older entries make room for newer ones; choose another.',
        );
      const { entry, contentType, body, notes } = found;
      return ok({
        entry,
        text: body === undefined ? entry.summary : CODECS[encodingOf(body, contentType)].format(body),
        notes: [...notes],
        ...(contentType === undefined ? {} : { contentType }),
      });
    },
    'trace.clear': () => {
      storage.trace.clear();
      events.emit({ type: 'trace-cleared' });
      return ok({});
    },
  };
}
