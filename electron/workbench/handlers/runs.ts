/** Use cases around runs: thin doors to the executor. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Services } from '../services.ts';

type RunHandlers = Pick<Handlers, Extract<keyof Handlers, `runs.${string}`>>;

/** The handlers of area `runs`. */
export function runHandlers(services: Services): RunHandlers {
  const { store, registry } = services;
  const executor = services.executor();
  return {
    'runs.list': ({ devId }) => ok([...store.list(devId)]),
    'runs.get': ({ runId }) => {
      const run = store.get(runId);
      return run === undefined ? fail('run-unknown', 'There is no such run.', 'Choose a run of the list.') : ok(run);
    },
    'runs.start': ({ devId, runbook, params }) => {
      const record = registry.get(devId);
      if (record === undefined)
        return fail('handset-unknown', 'There is no such handset.', 'Choose one of the list, or let it call once.');
      if (!record.admitted)
        return fail('handset-not-admitted', 'This handset has not been admitted.', 'Admit it first.');
      return executor.start(devId, runbook, params);
    },
    'runs.runStep': ({ runId }) => executor.run(runId, 'step'),
    'runs.runAll': ({ runId }) => executor.run(runId, 'all'),
    'runs.pause': ({ runId }) => executor.pause(runId),
    'runs.retry': ({ runId }) => executor.retry(runId),
    'runs.skip': ({ runId, reason }) => executor.skip(runId, reason),
    'runs.abort': ({ runId, reason, undo }) => executor.abort(runId, reason, undo),
  };
}
