/**
 * Waiting for the final result of an operation that was answered 202. The report comes as a generic alert in a later
 * session and is journaled by the executor; here we only wait for it. Meanwhile the handset is woken now and then,
 * so that the tree shows how far it is, and a result that only the tree shows (a report that got lost) is found.
 */
import { fail, ok, type Result } from '../../../shared/result.ts';
import { resultNext } from '../../../shared/scomo/result-codes.ts';
import type { Inventory } from '../../../shared/scomo/inventory-types.ts';
import { resolveTarget } from '../../../shared/runbook/resolve.ts';
import { readAgain, type StepContext } from './step-context.ts';

/** How often a waiting step looks at the handset, milliseconds. */
const LOOK_EVERY_MS = 3_000;
/**
 * When it looks first, milliseconds. A handset on the network reports by itself; on a cable it is us who begin, and what
 * is done in a moment is not waited for longer than that.
 */
const FIRST_LOOK_MS = { network: 1_000, cable: 200 } as const;
/** How often it is seen whether the report has come, milliseconds. */
const SEE_EVERY_MS = 200;
/** A result that only the tree shows counts after the report is this late, milliseconds. */
const REPORT_LATE_MS = 15_000;

/** Resolves when every sent command has its result, or the tree has shown the effect for a while; fails with `no-result`. */
export async function waitForResult(
  context: StepContext,
  isMet: (inventory: Inventory) => boolean,
): Promise<Result<void>> {
  const { ports, signal, until } = context;
  const before = context.step().waiting;
  const since = before?.kind === 'result' ? before.since : ports.now();
  if (before?.kind !== 'result') {
    context.journal({
      type: 'waiting',
      step: context.step().id,
      waiting: { what: "the handset's report", kind: 'result', since, until },
    });
  }
  let seenSince: number | undefined;
  const isTethered = ports.isTethered(context.run().devId);
  let restMs: number = FIRST_LOOK_MS[isTethered ? 'cable' : 'network'];
  let lookAt = ports.now() + restMs;
  while (!hasResults(context)) {
    if (signal.aborted)
      return fail('cancelled', 'The step was given up while it waited.', 'Start the run again when it is wanted.');
    if (ports.now() >= until) return noResult(context, since);
    const refused = refusedByAgent(context);
    if (refused !== undefined) return refused;
    await pause(Math.min(SEE_EVERY_MS, Math.max(1, until - ports.now())));
    if (ports.now() < lookAt || hasResults(context)) continue;
    const began = ports.now();
    const look = await lookOnce(context, Math.min(until, began + LOOK_EVERY_MS));
    // Ever later, and never so often that a slow line does nothing else.
    restMs = isTethered ? Math.min(LOOK_EVERY_MS, 2 * Math.max(restMs, ports.now() - began)) : LOOK_EVERY_MS;
    lookAt = ports.now() + restMs;
    if (look !== undefined && isMet(look)) {
      seenSince ??= ports.now();
      if (ports.now() - seenSince >= REPORT_LATE_MS) return ok(undefined);
    } else seenSince = undefined;
  }
  return ok(undefined);
}

/** One short reading in whatever session comes; nothing when none does. */
async function lookOnce(context: StepContext, until: number): Promise<Inventory | undefined> {
  const { desk } = context.ports;
  const look = await desk.inSession(
    context.run().devId,
    { what: 'looking how far it is', until, holdMs: () => 0, signal: context.signal },
    (dm) => readAgain(context, dm),
  );
  return look.ok ? look.value : undefined;
}

/** Has every operation its result? One that was refused at once will never have one. */
function hasResults(context: StepContext): boolean {
  const { commands } = context.step();
  return (
    commands.length > 0 &&
    commands.every(
      ({ cmd, result, status }) =>
        cmd !== 'Exec' || result !== undefined || (status !== undefined && status.code >= 300),
    )
  );
}

/** The download agent has reported a failure, and the operation's own report is late: nothing more will come. */
function refusedByAgent(context: StepContext): Result<never> | undefined {
  const { notify } = context.step();
  if (notify?.result === undefined || context.ports.now() - notify.at < REPORT_LATE_MS) return undefined;
  return fail(
    'download-failed',
    `${notify.word}: its download agent reported ${notify.code} ${notify.name}, and no report of the operation followed. ${lastKnown(context)}`,
    resultNext(notify.result),
    { detail: `install-notify ${notify.code}, stands for ${notify.result}`, retryable: true },
  );
}

function noResult(context: StepContext, since: number): Result<never> {
  const seconds = Math.round((context.ports.now() - since) / 1000);
  return fail(
    'no-result',
    `The handset has not reported for ${seconds} s. ${lastKnown(context)}`,
    'Look at the handset; retry reads back first and sends again only when nothing happened.',
    {
      retryable: true,
    },
  );
}

/** What was known last of the thing the step works on. */
export function lastKnown(context: StepContext): string {
  const { action } = context.step();
  const inventory = context.ports.mirrors.inventory(context.run().devId);
  if (inventory === undefined || (action.kind !== 'execute' && action.kind !== 'delete-node'))
    return 'Nothing was read since.';
  const entry = resolveTarget(action.target, context.run().facts, inventory);
  const read = new Date(inventory.readAt).toISOString().slice(11, 19);
  if (!entry.ok) return `Last known (read at ${read} UTC): it is not there.`;
  const { status } = entry.value;
  return `Last known (read at ${read} UTC): ${entry.value.nodeName}, status ${status?.code ?? '?'} ${status?.word ?? 'unknown'}.`;
}

/** Waits, milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
