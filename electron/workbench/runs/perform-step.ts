/** Which function does which kind of step, and how its failure is told. */
import { assertNever, fail, type Failure, type Result } from '../../../shared/result.ts';
import { JournalError } from './run-store.ts';
import { lastKnown } from './result-waiting.ts';
import type { StepContext, StepDone } from './step-context.ts';
import { checkPackageStep } from './steps/check-package.ts';
import { deleteNodeStep } from './steps/delete-node.ts';
import { deliverDataStep } from './steps/deliver-data.ts';
import { describeDownloadStep } from './steps/describe-download.ts';
import { executeStep } from './steps/execute.ts';
import { readInventoryStep } from './steps/read-inventory.ts';
import { tellUserStep } from './steps/tell-user.ts';
import { verifyStep } from './steps/verify.ts';

/** Does the context's step. A bug in it is a failure of the step too; only a journal that cannot be written throws. */
export async function performStep(context: StepContext): Promise<Result<StepDone>> {
  const result = await perform(context).catch((error: unknown) => {
    if (error instanceof JournalError) throw error;
    return unexpected(error);
  });
  return result.ok ? result : { ok: false, error: explain(result.error, context) };
}

function perform(context: StepContext): Promise<Result<StepDone>> {
  const { action } = context.step();
  switch (action.kind) {
    case 'read-inventory':
      return readInventoryStep(context, action);
    case 'check-package':
      return checkPackageStep(context, action);
    case 'describe-download':
      return describeDownloadStep(context, action);
    case 'deliver-data':
      return deliverDataStep(context, action);
    case 'execute':
      return executeStep(context, action);
    case 'delete-node':
      return deleteNodeStep(context, action);
    case 'verify':
      return verifyStep(context, action);
    case 'tell-user':
      return tellUserStep(context, action);
    default:
      return assertNever(action);
  }
}

const NOT_ON_CABLE = {
  message: 'The handset did not answer on its cable in time.',
  next: 'Look at its cable and at the handset; the connection doctor says what is wrong. Then retry.',
};

/** A handset that was not there in time: say what was known last. */
function explain(error: Failure, context: StepContext): Failure {
  if (error.code !== 'handset-not-there' && error.code !== 'handset-gone') return error;
  const isOnCable = error.code === 'handset-not-there' && context.ports.isTethered(context.run().devId);
  const { message, next } = isOnCable ? NOT_ON_CABLE : error;
  return { ...error, message: `${message} ${lastKnown(context)}`, next };
}

function unexpected(error: unknown): Result<never> {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return fail(
    'unexpected',
    'Something unexpected happened in the workbench.',
    'Retry the step; if it happens again, report the detail.',
    { detail, retryable: true },
  );
}
