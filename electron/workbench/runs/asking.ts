/** Asking the person who holds the handset before an operation (Alert 1101, facts 2.5). Only a yes goes on. */
import { assertNever, fail, ok, type Result } from '../../../shared/result.ts';
import { consentOf, questionItems, type Consent } from '../../../shared/dm/user-interaction.ts';
import type { RunCommand } from '../../../shared/runbook/run.ts';
import { statusWord } from '../../../shared/syncml/status-codes.ts';
import type { Conversation } from '../../server/conversation.ts';
import type { StepContext } from './step-context.ts';

/** How long the handset waits for the person, seconds. */
const ASK_SECONDS = 120;

/**
 * Sends the question that the commands begin with, if they do, and answers the commands with what is known then. Fails
 * unless the person agrees; what comes behind the question was then never sent, and the journal says so.
 */
export async function askFirst(
  context: StepContext,
  dm: Conversation,
  commands: readonly RunCommand[],
): Promise<Result<readonly RunCommand[]>> {
  const [question, ...operations] = commands;
  if (question?.cmd !== 'Alert') return ok(commands);
  const step = context.step().id;
  context.journal({ type: 'sending', step, commands: [question] });
  const items = questionItems({ text: question.value ?? '', maxSeconds: ASK_SECONDS, defaultAnswer: 'no' });
  const asked = await dm.confirm(items);
  if (!asked.ok) return asked;
  const { code } = asked.value;
  const answered: RunCommand =
    code === undefined ? question : { ...question, status: { code, word: statusWord(code) } };
  context.journal({ type: 'answered', step, commands: [answered] });
  const consent = judge(consentOf(code));
  return consent.ok ? ok([answered, ...operations]) : consent;
}

function judge(consent: Consent): Result<void> {
  switch (consent) {
    case 'yes':
      return ok(undefined);
    case 'no':
      return fail(
        'user-refused',
        'The person who holds the handset said no.',
        'Talk to them, then retry; it asks again.',
        {
          retryable: true,
        },
      );
    case 'cancelled':
    case 'no-answer':
      return fail(
        'user-silent',
        'The person who holds the handset did not answer.',
        'Ask them to look at the handset, then retry.',
        {
          retryable: true,
        },
      );
    case 'cannot-ask':
      return fail(
        'cannot-ask',
        'This handset cannot ask its user.',
        'Start the run again without asking on the handset.',
      );
    default:
      return assertNever(consent);
  }
}
