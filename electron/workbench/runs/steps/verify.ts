/** Step: only read back. */
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { checkExpectations } from '../../../../shared/runbook/resolve.ts';
import type { StepAction } from '../../../../shared/runbook/run.ts';
import { inventoryOf, readAsCommand, type StepContext, type StepDone } from '../step-context.ts';

/** Reads the SCOMO object and holds the expectations against it; fails with `not-proven`. */
export async function verifyStep(
  context: StepContext,
  action: Extract<StepAction, { kind: 'verify' }>,
): Promise<Result<StepDone>> {
  const read = await readAsCommand(context);
  const inventory = read.ok ? inventoryOf(context) : read;
  if (!inventory.ok) return inventory;
  const checked = checkExpectations(action.expect, context.run().facts, inventory.value);
  if (checked.met) return ok({ proof: checked.text });
  return fail(
    'not-proven',
    `The read-back does not show what it should: ${checked.text}.`,
    'Look at the tree and the trace, then retry the step.',
    { retryable: true },
  );
}
