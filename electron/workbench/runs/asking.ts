/** Talking to the person who holds the handset during a run: the question before an operation (Alert 1101, facts 2.5). */
import { assertNever, fail, ok, type Result } from '../../../shared/result.ts';
import type { Reaction } from '../../../shared/dm/user-answer.ts';
import type { RunCommand } from '../../../shared/runbook/run.ts';
import { statusWord } from '../../../shared/syncml/status-codes.ts';
import type { Conversation } from '../../server/conversation.ts';
import type { StepContext } from './step-context.ts';

/** How long the handset waits for the person unless the run says otherwise, seconds. */
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
  const { action } = context.step();
  const maxSeconds = ('askSeconds' in action ? action.askSeconds : undefined) ?? ASK_SECONDS;
  context.journal({ type: 'sending', step, commands: [question] });
  const asked = await dm.confirm(question.value ?? '', { maxSeconds, defaultAnswer: 'no' });
  if (!asked.ok) return asked;
  const answered = withStatus(question, asked.value.code);
  context.journal({ type: 'answered', step, commands: [answered] });
  const consent = judge(asked.value.reaction);
  return consent.ok ? ok([answered, ...operations]) : consent;
}

/** The command with the Status that came for it, if one came. */
export function withStatus(command: RunCommand, code: number | undefined): RunCommand {
  return code === undefined ? command : { ...command, status: { code, word: statusWord(code) } };
}

function judge(reaction: Reaction<undefined>): Result<void> {
  switch (reaction.kind) {
    case 'answered':
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
    case 'cannot-show':
      return fail(
        'cannot-ask',
        'This handset cannot show the question.',
        'Start the run again with a shorter question, or without asking on the handset.',
      );
    case 'cannot-ask':
    case 'odd':
      return fail(
        'cannot-ask',
        'This handset cannot ask its user.',
        'Start the run again without asking on the handset.',
      );
    default:
      return assertNever(reaction);
  }
}
