/** The one door to the use cases: a name and an unchecked value in, a Result out. Nothing throws through it. */
import { checkInput } from '../../shared/contract/check.ts';
import type { Handlers, MethodName } from '../../shared/contract/contract.ts';
import { internalFailure } from '../../shared/contract/internal-failure.ts';
import type { Result } from '../../shared/result.ts';
import { alertHandlers } from './handlers/alerts.ts';
import { appHandlers } from './handlers/app.ts';
import { cableHandlers } from './handlers/cables.ts';
import { consoleHandlers } from './handlers/console.ts';
import { doctorHandlers } from './handlers/doctor.ts';
import { handsetHandlers } from './handlers/handsets.ts';
import { packageHandlers } from './handlers/packages.ts';
import { reachHandlers } from './handlers/reach.ts';
import { runHandlers } from './handlers/runs.ts';
import { traceHandlers } from './handlers/trace.ts';
import { treeHandlers } from './handlers/tree.ts';
import { writeFailure } from '../storage/sql.ts';
import { JournalError } from './runs/run-store.ts';
import type { Services } from './services.ts';

/** Puts the handlers of all areas behind one function; inputs are checked against the contract here. */
export function openDoor(services: Services): (name: string, input: unknown) => Promise<Result<unknown>> {
  const handlers: Handlers = {
    ...appHandlers(services),
    ...handsetHandlers(services),
    ...cableHandlers(services),
    ...doctorHandlers(services),
    ...reachHandlers(services),
    ...treeHandlers(services),
    ...packageHandlers(services),
    ...runHandlers(services),
    ...traceHandlers(services),
    ...alertHandlers(services),
    ...consoleHandlers(services),
  };
  return async (name, input) => {
    const checked = checkInput(name, input);
    if (!checked.ok) return checked;
    const handler = handlers[name as MethodName] as (value: unknown) => Promise<Result<unknown>> | Result<unknown>;
    try {
      return await handler(checked.value);
    } catch (error) {
      const unwritten = error instanceof JournalError ? error.failure : writeFailure(error);
      return unwritten === undefined ? internalFailure(error) : { ok: false, error: unwritten };
    }
  };
}
