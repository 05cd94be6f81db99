/** Step: the stored file is still the file that was added. Nothing is sent before this has passed. */
import { ok, type Result } from '../../../../shared/result.ts';
import type { StepAction } from '../../../../shared/runbook/run.ts';
import type { StepContext, StepDone } from '../step-context.ts';

/** Re-hashes the file; fails with `package-missing` or `package-changed`. */
export async function checkPackageStep(
  context: StepContext,
  action: Extract<StepAction, { kind: 'check-package' }>,
): Promise<Result<StepDone>> {
  const verified = await context.ports.verifyPackage(action.digest);
  if (!verified.ok) return verified;
  const size = context.run().package?.size ?? 0;
  return ok({ proof: `SHA-256 ${action.digest.slice(0, 12)}… matches, ${size.toLocaleString('en')} octets` });
}
