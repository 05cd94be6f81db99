/** What can go wrong with OBEX on a cable, in words and with the next step for a person. */
import { fail, type Result } from '../../../shared/result.ts';
import { durationWords } from '../../../shared/runbook/words.ts';
import { responseWord } from '../../../shared/obex/codes.ts';

/** No answer within the time limit, milliseconds. */
export function silent(what: string, ms: number): Result<never> {
  return fail(
    'obex-silent',
    `The handset did not answer ${what} within ${durationWords(ms)}.`,
    'Look at the handset: it may ask its user. Then try again, or pull the cable and plug it in again.',
    { retryable: true },
  );
}

/** The handset answered with a code that ends what was asked for. */
export function refused(what: string, code: number): Result<never> {
  return fail(
    'obex-refused',
    `The handset refuses ${what}: ${responseWord(code)}.`,
    'Look at the handset and at the mode of its cable, then try again.',
    { detail: responseWord(code), retryable: true },
  );
}

/** Somebody took the session back. */
export function cancelled(): Result<never> {
  return fail('cancelled', 'The exchange was given up.', 'Start it again when you want it.', { retryable: true });
}
