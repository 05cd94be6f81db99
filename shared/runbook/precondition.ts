/** Whether a step can be sent now, before anything is sent. */
import { type Result, fail, ok } from '../result.ts';
import type { Inventory, InventoryEntry, OperationName } from '../scomo/inventory-types.ts';
import { checkExpectations } from './expectation.ts';
import type { Step, StepAction } from './run.ts';
import { type Facts, resolveTargets, targetName } from './target.ts';

/** `ready`: send. `already-met`: nothing needs to be sent, and why; `text` is the step's proof. */
export type Precondition = { readonly kind: 'ready' } | { readonly kind: 'already-met'; readonly text: string };

/** Operations that bring something: that the same is there already is no proof that this push has worked. */
const BRINGS: readonly OperationName[] = [
  'Download',
  'DownloadInstall',
  'DownloadInstallInactive',
  'Install',
  'InstallInactive',
];

/**
 * Checks a step against the last reading.
 *
 * An effect that is there already is reported as met: Activate on an active component, a removal of what is gone.
 * For operations that bring a package this holds only after an attempt whose outcome is not known
 * (`step.unknownOutcome`), or when the effect was not there before an earlier attempt (`step.metBefore`): a handset may
 * refuse an operation and do it all the same. Pushing the same version again is what a person may want.
 *
 * Errors: `not-read`; `not-there`, `fact-missing` when the target is not found; `busy` (retryable) while the handset
 * works on it; `not-allowed` with the reason and the next step.
 */
export function checkPrecondition(
  step: Pick<Step, 'action' | 'unknownOutcome' | 'metBefore'>,
  facts: Facts,
  inventory: Inventory | undefined,
): Result<Precondition> {
  const { action } = step;
  switch (action.kind) {
    case 'read-inventory':
    case 'check-package':
    case 'verify':
    case 'tell-user':
      return ok({ kind: 'ready' });
    case 'describe-download':
      return withReading(inventory, (read) => checkDescribe(action.nodeName, read));
    case 'deliver-data':
      return withReading(inventory, (read) => checkDeliver(action.nodeName, read));
    case 'delete-node':
      return withReading(inventory, (read) => checkDelete(action, facts, read));
    case 'execute':
      return withReading(inventory, (read) => checkExecute(step, action, facts, read));
  }
}

function withReading(
  inventory: Inventory | undefined,
  check: (inventory: Inventory) => Result<Precondition>,
): Result<Precondition> {
  return inventory === undefined
    ? fail('not-read', 'The inventory has not been read yet.', 'Read the inventory first.')
    : check(inventory);
}

function checkDescribe(nodeName: string, inventory: Inventory): Result<Precondition> {
  const existing = inventory.downloads.find((entry) => entry.nodeName === nodeName);
  return existing?.status?.tone === 'busy' ? busy(existing) : ok({ kind: 'ready' });
}

/** What was delivered of it before does not count: `Data` cannot be read, only written again (facts 1.3.3). */
function checkDeliver(nodeName: string, inventory: Inventory): Result<Precondition> {
  const existing = inventory.delivered.find((entry) => entry.nodeName === nodeName);
  return existing?.status?.tone === 'busy' ? busy(existing) : ok({ kind: 'ready' });
}

function checkDelete(
  { target, skipIfAbsent }: Extract<StepAction, { kind: 'delete-node' }>,
  facts: Facts,
  inventory: Inventory,
): Result<Precondition> {
  const found = resolveTargets(target, facts, inventory);
  if (found.ok) return ok({ kind: 'ready' });
  return skipIfAbsent ? ok({ kind: 'already-met', text: 'Nothing to delete: it is not there' }) : found;
}

function checkExecute(
  step: Pick<Step, 'unknownOutcome' | 'metBefore'>,
  action: Extract<StepAction, { kind: 'execute' }>,
  facts: Facts,
  inventory: Inventory,
): Result<Precondition> {
  const found = resolveTargets(action.target, facts, inventory);
  if (!found.ok && action.skipIfAbsent === true)
    return ok({ kind: 'already-met', text: `Nothing to do: ${absentName(action, facts)} is not on the handset` });

  const effect = checkExpectations(action.expect, facts, inventory);
  const mayBeMet = !BRINGS.includes(action.operation) || step.unknownOutcome === true || step.metBefore === false;
  if (mayBeMet && effect.proven && action.expect.length > 0) return ok({ kind: 'already-met', text: effect.text });
  if (!found.ok) return found;

  for (const entry of found.value) {
    const operation = entry.operations.find(({ name }) => name === action.operation);
    if (operation?.allowed === true) continue;
    if (entry.status?.tone === 'busy') return busy(entry);
    const why = operation?.why ?? 'The handset has no such operation';
    const name = entry.name ?? entry.nodeName;
    return fail('not-allowed', `${action.operation} of ${name} is not possible now: ${why}.`, nextAfter(why));
  }
  return ok({ kind: 'ready' });
}

/** What a person can do about a reason of operations.ts. */
// oxfmt-ignore
const NEXT: readonly { readonly why: RegExp; readonly next: string }[] = [
  { why: /^Already/, next: 'Skip this step: there is nothing to do.' },
  { why: /no such operation/, next: 'Choose a runbook whose operations this handset has.' },
  { why: /is not set$/, next: 'Describe the download again.' },
  { why: /package is gone/i, next: 'Push the package again.' },
];

function nextAfter(why: string): string {
  return NEXT.find((row) => row.why.test(why))?.next ?? 'Read the inventory again, then retry.';
}

function busy(entry: InventoryEntry): Result<never> {
  return fail(
    'busy',
    `The handset still works on ${entry.name ?? entry.nodeName}: ${entry.status?.word ?? ''}.`,
    'Wait until it has finished, then retry.',
    { retryable: true },
  );
}

function absentName({ target }: Extract<StepAction, { kind: 'execute' }>, facts: Facts): string {
  return targetName(target, facts);
}
