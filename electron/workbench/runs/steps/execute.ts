/**
 * Step: execute one operation node and prove its effect.
 *
 * In one session: read, check that the operation is allowed now, write the command to the journal, send it with a
 * Correlator. The handset answers with the final result, or with 202 and a generic alert in a later session (facts
 * 1.6); either way the step is done only when a read-back shows the effect. A step that had sent its command before
 * (crash, lost session, retry) reads back first: it finds the effect there, something still under way, or nothing,
 * and only in the last case sends again.
 */
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { checkPrecondition } from '../../../../shared/runbook/precondition.ts';
import { checkExpectations, planCommands, resolveTargets } from '../../../../shared/runbook/resolve.ts';
import type { RunCommand, StepAction } from '../../../../shared/runbook/run.ts';
import { hasUnknownOutcome } from '../../../../shared/runbook/selectors.ts';
import type { Inventory } from '../../../../shared/scomo/inventory-types.ts';
import { resultNext, resultWord } from '../../../../shared/scomo/result-codes.ts';
import { statusWord } from '../../../../shared/syncml/status-codes.ts';
import type { Conversation } from '../../../server/conversation.ts';
import { askFirst } from '../asking.ts';
import { waitForResult } from '../result-waiting.ts';
import { readAgain, withAnswer, type StepContext, type StepDone } from '../step-context.ts';

type Execute = Extract<StepAction, { kind: 'execute' }>;

/** proven: the read-back shows it. accepted: 202, or something is under way: wait for the result. */
type Sent = { readonly kind: 'proven'; readonly proof: string } | { readonly kind: 'accepted' };

/** Runs the operation; fails with what the handset said, `not-proven`, or `no-result` when time is up. */
export async function executeStep(context: StepContext, action: Execute): Promise<Result<StepDone>> {
  const sent = await context.inSession(async (dm) => {
    const result = await sendOnce(context, action, dm);
    if (result.ok && result.value.kind === 'accepted') context.letGo();
    return result;
  });
  if (!sent.ok) return sent;
  if (sent.value.kind === 'proven') return ok({ proof: sent.value.proof });
  const waited = await waitForResult(context, (inventory) => {
    const effect = checkExpectations(action.expect, context.run().facts, inventory);
    return effect.proven && !isUnderWayOn(inventory, action, context) ? 'met' : undefined;
  });
  if (!waited.ok) return waited;
  return context.inSession(async (dm) => {
    const proven = await prove(context, action, dm);
    return proven.ok ? ok({ proof: proven.value }) : proven;
  });
}

async function sendOnce(context: StepContext, action: Execute, dm: Conversation): Promise<Result<Sent>> {
  const before = await readAgain(context, dm);
  if (!before.ok) return before;
  const { facts } = context.run();
  const step = context.step();
  if (step.sent && isUnderWayOn(before.value, action, context)) return ok({ kind: 'accepted' });
  // A command of this attempt that nobody has answered may have got lost: the read-back has shown that nothing runs.
  const execs = step.commands.filter((command) => command.cmd === 'Exec');
  const answered = step.sent && execs.every((command) => command.result !== undefined || command.status?.code === 202);
  if (execs.length > 0 && answered) return ok({ kind: 'accepted' });
  const allowed = checkPrecondition({ ...step, unknownOutcome: hasUnknownOutcome(step) }, facts, before.value);
  if (!allowed.ok) return allowed;
  if (allowed.value.kind === 'already-met') return ok({ kind: 'proven', proof: allowed.value.text });
  const planned = planCommands(step, {
    facts,
    inventory: before.value,
    root: before.value.root,
    correlator: correlatorOf(context),
  });
  if (!planned.ok) return planned;
  const agreed = await askFirst(context, dm, planned.value);
  if (!agreed.ok) return agreed;
  context.journal({ type: 'sending', step: step.id, commands: agreed.value });
  return send(context, action, dm, agreed.value);
}

/** Does the handset still work on one of the entries this step is about? */
function isUnderWayOn(inventory: Inventory, action: Execute, context: StepContext): boolean {
  const targets = resolveTargets(action.target, context.run().facts, inventory);
  return targets.ok && targets.value.some((entry) => entry.status?.tone === 'busy');
}

/** One Exec per command, in order; the first refusal ends it. */
async function send(
  context: StepContext,
  action: Execute,
  dm: Conversation,
  commands: readonly RunCommand[],
): Promise<Result<Sent>> {
  let accepted = false;
  for (const [index, command] of commands.entries()) {
    if (command.cmd !== 'Exec') continue;
    const executed = await dm.exec(command.uri, { correlator: command.correlator ?? correlatorOf(context) });
    if (!executed.ok) return executed;
    const code = executed.value.code ?? executed.value.statuses[0]?.code;
    if (code === undefined) {
      accepted = true;
      continue;
    }
    // A report may have come with the same message as the status: keep it.
    const reported = context.step().commands[index]?.result;
    const final = code >= 1200 && code < 1600 ? { code, word: resultWord(code) } : reported;
    const status = { code, word: final === undefined || code < 1200 ? statusWord(code) : resultWord(code) };
    answer(context, index, { status, ...(final === undefined ? {} : { result: final }) });
    if (isRefusal(code)) {
      await readAgain(context, dm);
      return refused(action, command.uri, code);
    }
    accepted ||= code === 202 && final === undefined;
  }
  if (accepted) return ok({ kind: 'accepted' });
  const proven = await prove(context, action, dm);
  return proven.ok ? ok({ kind: 'proven', proof: proven.value }) : proven;
}

/** Journals what came for one command; a report that came for another one meanwhile stays. */
function answer(context: StepContext, index: number, what: Pick<RunCommand, 'status' | 'result'>): void {
  context.journal({
    type: 'answered',
    step: context.step().id,
    commands: withAnswer(context.step().commands, index, what),
  });
}

async function prove(context: StepContext, action: Execute, dm: Conversation): Promise<Result<string>> {
  const after = await readAgain(context, dm);
  if (!after.ok) return after;
  const checked = checkExpectations(action.expect, context.run().facts, after.value);
  const failed = context.step().commands.find((command) => command.result !== undefined && command.result.code >= 1400);
  if (failed?.result !== undefined) {
    return fail(
      'operation-failed',
      `The handset reports ${failed.result.code}: ${failed.result.word}. Read back: ${checked.text}.`,
      resultNext(failed.result.code),
      { retryable: true },
    );
  }
  if (checked.met) return ok(checked.text);
  return fail(
    'not-proven',
    `The handset reports success, but the read-back shows otherwise: ${checked.text}.`,
    'Look at the tree and the trace, then retry the step.',
    { retryable: true },
  );
}

function refused(action: Execute, uri: string, code: number): Result<never> {
  const word = code >= 1200 ? resultWord(code) : statusWord(code);
  const next =
    code >= 1400 && code < 1600 ? resultNext(code) : 'Look at the handset and the trace, then retry the step.';
  return fail('operation-refused', `The handset answers ${action.operation} (${uri}) with ${code}: ${word}.`, next, {
    retryable: true,
  });
}

function isRefusal(code: number): boolean {
  return (code >= 300 && code < 600) || code >= 1400;
}

/** Names this attempt of this step of this run; the handset echoes it in its report. */
function correlatorOf(context: StepContext): string {
  return `${context.run().id}.${context.step().id}.${context.step().attempt}`;
}
