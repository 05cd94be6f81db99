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
import { createOperation, isThere } from '../../../server/leaf-writer.ts';
import { askFirst } from '../asking.ts';
import { beginCommandLog, logWrites, type CommandLog } from '../command-log.ts';
import { pause, waitForResult } from '../result-waiting.ts';
import { readAgain, type StepContext, type StepDone } from '../step-context.ts';

type Execute = Extract<StepAction, { kind: 'execute' }>;

/** How often a reported operation that still goes on is looked at, milliseconds. */
const SETTLE_EVERY_MS = 1_000;

/** Status of a Download node whose package has come (facts 1.4). */
const FETCHED = 40;

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
  const waited = await waitForResult(
    context,
    (inventory) =>
      checkExpectations(action.expect, context.run().facts, inventory).proven &&
      !isUnderWayOn(inventory, action, context),
  );
  if (!waited.ok) return waited;
  for (;;) {
    const settled = await context.inSession((dm) => settle(context, action, dm));
    if (!settled.ok) return settled;
    if (settled.value !== undefined) return ok({ proof: settled.value });
    await pause(SETTLE_EVERY_MS);
  }
}

/**
 * The proof; undefined while the handset still works on it. A package with several components may bring a report for
 * each (facts 1.7), so the first one is not always the end.
 */
async function settle(context: StepContext, action: Execute, dm: Conversation): Promise<Result<string | undefined>> {
  const after = await readAgain(context, dm);
  if (!after.ok) return after;
  const hasFailed = context.step().commands.some(({ result }) => result !== undefined && result.code >= 1400);
  const mayWait = !hasFailed && context.ports.now() < context.until && !context.signal.aborted;
  if (!mayWait || !isUnderWayOn(after.value, action, context)) return judge(context, action, after.value);
  context.letGo();
  return ok(undefined);
}

async function sendOnce(context: StepContext, action: Execute, dm: Conversation): Promise<Result<Sent>> {
  const before = await readAgain(context, dm);
  if (!before.ok) return before;
  const { facts } = context.run();
  const step = context.step();
  // Also after a refusal: a handset may refuse an operation and do it all the same.
  if (step.touched === true && isUnderWayOn(before.value, action, context)) return ok({ kind: 'accepted' });
  // A command of this attempt that nobody has answered may have got lost: the read-back has shown that nothing runs.
  const execs = step.commands.filter(
    ({ cmd, status }) => cmd === 'Exec' && (status === undefined || status.code < 300),
  );
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
  return send(context, action, dm, agreed.value, before.value);
}

/**
 * Does the handset still work on one of the entries this step is about? A package that was fetched and shows no effect
 * yet is on its way: a Download node does not rest there (facts 1.5).
 */
function isUnderWayOn(inventory: Inventory, action: Execute, context: StepContext): boolean {
  const { facts } = context.run();
  const targets = resolveTargets(action.target, facts, inventory);
  if (!targets.ok) return false;
  const isFetched = targets.value.some(({ subtree, status }) => subtree === 'Download' && status?.code === FETCHED);
  if (isFetched && !checkExpectations(action.expect, facts, inventory).met) return true;
  return targets.value.some((entry) => entry.status?.tone === 'busy');
}

/** One Exec per command, in order; the first refusal ends it. */
async function send(
  context: StepContext,
  action: Execute,
  dm: Conversation,
  commands: readonly RunCommand[],
  inventory: Inventory,
): Promise<Result<Sent>> {
  const metBefore = checkExpectations(action.expect, context.run().facts, inventory).met;
  const log = beginCommandLog(context, commands, metBefore);
  let accepted = false;
  for (const [index, command] of commands.entries()) {
    if (command.cmd !== 'Exec') continue;
    const executed = await executeOne(context, dm, log, command, index);
    if (!executed.ok) return executed;
    let answer = executed.value;
    if (answer.code === 404 && expectsOperations(inventory, command.uri)) {
      const again = await executeOnMade(context, dm, log, command);
      if (!again.ok) return again;
      answer = again.value ?? answer;
    }
    const { code, isFinal } = answer;
    if (code !== undefined && isRefusal(code)) return refused(context, action, dm, command.uri, code);
    accepted ||= code === undefined || (code === 202 && !isFinal);
  }
  if (accepted) return ok({ kind: 'accepted' });
  const after = await readAgain(context, dm);
  if (!after.ok) return after;
  // Answered 200 or 1200, and still at it: what it comes to will show.
  if (isUnderWayOn(after.value, action, context)) return ok({ kind: 'accepted' });
  const proven = judge(context, action, after.value);
  return proven.ok ? ok({ kind: 'proven', proof: proven.value }) : proven;
}

interface Answered {
  readonly code: number | undefined;
  /** Its final result is there: in the Status (facts 1.6), or reported in the same message. */
  readonly isFinal: boolean;
}

async function executeOne(
  context: StepContext,
  dm: Conversation,
  log: CommandLog,
  command: RunCommand,
  index: number,
): Promise<Result<Answered>> {
  const executed = await dm.exec(command.uri, { correlator: command.correlator ?? correlatorOf(context) });
  if (!executed.ok) return executed;
  const code = executed.value.code ?? executed.value.statuses[0]?.code;
  if (code === undefined) return ok({ code, isFinal: false });
  // A report may have come with the same message as the status: keep it.
  const reported = context.step().commands[index]?.result;
  const final = code >= 1200 && code < 1600 ? { code, word: resultWord(code) } : reported;
  const status = { code, word: code < 1200 ? statusWord(code) : resultWord(code) };
  log.answer(index, { status, ...(final === undefined ? {} : { result: final }) });
  return ok({ code, isFinal: final !== undefined });
}

/** Makes the operation node and executes it once more; undefined when the handset does not let it be made. */
async function executeOnMade(
  context: StepContext,
  dm: Conversation,
  log: CommandLog,
  command: RunCommand,
): Promise<Result<Answered | undefined>> {
  const { before, answered } = logWrites(log);
  const made = await createOperation(dm, command.uri, before);
  if (!made.ok) return made;
  answered(made.value);
  const leaf = made.value.at(-1);
  if (leaf?.uri !== command.uri || !isThere(leaf.code)) return ok(undefined);
  const { correlator, uri } = command;
  const index = log.add({ cmd: 'Exec', uri, ...(correlator === undefined ? {} : { correlator }) });
  return executeOne(context, dm, log, command, index);
}

/** A handset that shows no operation at all of a package expects its server to add them (facts 6.6). */
function expectsOperations(inventory: Inventory, uri: string): boolean {
  const entry = [...inventory.downloads, ...inventory.delivered].find((one) => uri.startsWith(`${one.uri}/`));
  return entry !== undefined && entry.operations.every(({ present }) => !present);
}

function judge(context: StepContext, action: Execute, after: Inventory): Result<string> {
  const checked = checkExpectations(action.expect, context.run().facts, after);
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

/** Read back also after a refusal: what is there now is what a person needs to know. */
async function refused(
  context: StepContext,
  action: Execute,
  dm: Conversation,
  uri: string,
  code: number,
): Promise<Result<never>> {
  const after = await readAgain(context, dm);
  const found = after.ok
    ? ` Read back: ${checkExpectations(action.expect, context.run().facts, after.value).text}.`
    : '';
  const word = code >= 1200 ? resultWord(code) : statusWord(code);
  const next = code >= 1400 && code < 1600 ? resultNext(code) : nextAfterRefusal(context, action, after);
  return fail(
    'operation-refused',
    `The handset answers ${action.operation} (${uri}) with ${code}: ${word}.${found}`,
    next,
    { retryable: true },
  );
}

/** Some handsets remove only what is inactive (facts 1.5). */
function nextAfterRefusal(context: StepContext, action: Execute, after: Result<Inventory>): string {
  const targets = after.ok ? resolveTargets(action.target, context.run().facts, after.value) : after;
  const isActive = targets.ok && targets.value.some((entry) => entry.subtree === 'Deployed' && entry.active === true);
  return action.operation === 'Remove' && isActive
    ? 'It is active: abort this run, and remove it with deactivating it first.'
    : 'Look at the handset and the trace, then retry the step.';
}

function isRefusal(code: number): boolean {
  return (code >= 300 && code < 600) || code >= 1400;
}

/** Names this attempt of this step of this run; the handset echoes it in its report. */
function correlatorOf(context: StepContext): string {
  return `${context.run().id}.${context.step().id}.${context.step().attempt}`;
}
