/** Step: show the person who holds the handset what was done (Alert 1100). It never stops a run. */
import { assertNever, ok, type Result } from '../../../../shared/result.ts';
import type { Reaction } from '../../../../shared/dm/user-answer.ts';
import type { RunCommand, StepAction } from '../../../../shared/runbook/run.ts';
import { withStatus } from '../asking.ts';
import type { StepContext, StepDone } from '../step-context.ts';

/** The text stays on the handset this long, seconds. */
const SHOWN_SECONDS = 10;

/** Shows the text; the proof says whether the handset took it. Fails only when there is no session. */
export async function tellUserStep(
  context: StepContext,
  action: Extract<StepAction, { kind: 'tell-user' }>,
): Promise<Result<StepDone>> {
  return context.inSession(async (dm) => {
    const command: RunCommand = { cmd: 'Alert', uri: '', value: action.text, asks: false };
    context.journal({ type: 'sending', step: context.step().id, commands: [command] });
    const shown = await dm.display(action.text, { maxSeconds: SHOWN_SECONDS });
    if (!shown.ok) return shown;
    const { code, reaction } = shown.value;
    context.journal({ type: 'answered', step: context.step().id, commands: [withStatus(command, code)] });
    return ok({ proof: wordsOf(reaction) });
  });
}

function wordsOf({ kind }: Reaction<undefined>): string {
  switch (kind) {
    case 'answered':
      return 'The handset has taken the text';
    case 'no':
    case 'cancelled':
    case 'no-answer':
      return 'The handset has shown the text; nobody has confirmed it';
    case 'cannot-show':
    case 'cannot-ask':
    case 'odd':
      return 'This handset does not show texts; nothing was shown';
    default:
      return assertNever(kind);
  }
}
