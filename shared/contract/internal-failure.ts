import { fail, type Result } from '../result.ts';

/** What a carrier answers when the workbench threw: a bug of ours, told as one, never as silence. */
export function internalFailure(error: unknown): Result<never> {
  return fail(
    'internal',
    'Something went wrong inside the workbench.',
    'Try once more; if it happens again, report it with the detail.',
    { detail: error instanceof Error ? error.message : String(error), retryable: true },
  );
}
