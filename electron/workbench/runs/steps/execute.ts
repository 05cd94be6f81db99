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
import { planCommands, resolveTarget } from '../../../../shared/runbook/resolve.ts';
import type { RunCommand, StepAction } from '../../../../shared/runbook/run.ts';
import type { InventoryEntry } from '../../../../shared/scomo/inventory-types.ts';
import { resultNext, resultWord } from '../../../../shared/scomo/result-codes.ts';
import { statusWord } from '../../../../shared/syncml/status-codes.ts';
import type { Conversation } from '../../../server/conversation.ts';
import { waitForResult } from '../result-waiting.ts';
import { checkAll, readAgain, withAnswer, type StepContext, type StepDone } from '../step-context.ts';

type Execute = Extract<StepAction, { kind: 'execute' }>;

/** proven: the read-back shows it. accepted: 202, or something is under way: wait for the result. */
type Sent = { readonly kind: 'proven'; readonly proof: string } | { readonly kind: 'accepted' };

/** Runs the operation; fails with what the handset said, `not-proven`, or `no-result` when time is up. */
export async function executeStep(context: StepContext, action: Execute): Promise<Result<StepDone>> {
  const sent = await context.inSession((dm) => sendOnce(context, action, dm));
  if (!sent.ok) return sent;
  if (sent.value.kind === 'proven') return ok({ proof: sent.value.proof });
  const waited = await waitForResult(context, (inventory) => {
    if (!checkAll(context, action.expect, inventory).met) return undefined;
    const entry = resolveTarget(action.target, context.run().facts, inventory);
    return entry.ok && entry.value.status?.tone === 'busy' ? undefined : 'met';
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
  const target = resolveTarget(action.target, facts, before.value);
  const step = context.step();
  const sentBefore = step.sent || step.attempt > 1;
  const already = checkAll(context, action.expect, before.value);
  if (!target.ok) {
    // What an operation removes is gone: done, whether this step or somebody else did it.
    if (action.skipIfAbsent === true) return ok({ kind: 'proven', proof: 'Nothing to do: it is not there' });
    if (sentBefore && already.met) return ok({ kind: 'proven', proof: `${already.text} (found at the read-back)` });
    return target;
  }
  const busy = target.value.status?.tone === 'busy';
  if (step.sent && busy) return ok({ kind: 'accepted' });
  if (already.met && !busy && (sentBefore || isDirect(action))) return ok({ kind: 'proven', proof: `${already.text} (already so at the read-back)` });
  if (step.sent && step.commands.some((command) => command.status?.code === 202 && command.result === undefined)) return ok({ kind: 'accepted' });
  const allowed = checkPrecondition(step, facts, before.value);
  if (!allowed.ok) return allowed;
  const planned = planCommands(step, { facts, inventory: before.value, root: before.value.root, packageURL: '', correlator: correlatorOf(context) });
  if (!planned.ok) return planned;
  context.journal({ type: 'sending', step: step.id, commands: planned.value });
  return send(context, action, dm, planned.value, target.value);
}

/** One Exec per command, in order; the first refusal ends it. */
async function send(context: StepContext, action: Execute, dm: Conversation, commands: readonly RunCommand[], target: InventoryEntry): Promise<Result<Sent>> {
  let known = commands;
  let accepted = false;
  for (const [index, command] of commands.entries()) {
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
    known = withAnswer(known, index, { status, ...(final === undefined ? {} : { result: final }) });
    context.journal({ type: 'answered', step: context.step().id, commands: known });
    if (isRefusal(code)) {
      await readAgain(context, dm);
      return refused(action, target, code);
    }
    accepted ||= code === 202 && final === undefined;
  }
  if (accepted) return ok({ kind: 'accepted' });
  const proven = await prove(context, action, dm);
  return proven.ok ? ok({ kind: 'proven', proof: proven.value }) : proven;
}

async function prove(context: StepContext, action: Execute, dm: Conversation): Promise<Result<string>> {
  const after = await readAgain(context, dm);
  if (!after.ok) return after;
  const checked = checkAll(context, action.expect, after.value);
  const failed = context.step().commands.find((command) => command.result !== undefined && command.result.code >= 1400);
  if (failed?.result !== undefined) {
    return fail('operation-failed', `The handset reports ${failed.result.code} ${failed.result.word}: ${checked.text}.`, resultNext(failed.result.code), { retryable: true });
  }
  if (checked.met) return ok(checked.text);
  return fail('not-proven', `The handset reports success, but the read-back shows otherwise: ${checked.text}.`, 'Look at the tree and the trace, then retry the step.', { retryable: true });
}

function refused(action: Execute, target: InventoryEntry, code: number): Result<never> {
  const word = code >= 1200 ? resultWord(code) : statusWord(code);
  const next = code >= 1400 && code < 1600 ? resultNext(code) : 'Look at the handset and the trace, then retry the step.';
  return fail('operation-refused', `The handset answers ${action.operation} on ${target.name ?? target.nodeName} with ${code} ${word}.`, next, { retryable: true });
}

function isRefusal(code: number): boolean {
  return (code >= 300 && code < 600) || code >= 1400;
}

/** Activate, Deactivate and removals have an effect that can be there already; an install must really be done. */
function isDirect(action: Execute): boolean {
  return action.operation === 'Activate' || action.operation === 'Deactivate';
}

/** Names this attempt of this step of this run; the handset echoes it in its report. */
function correlatorOf(context: StepContext): string {
  return `${context.run().id}.${context.step().id}.${context.step().attempt}`;
}
