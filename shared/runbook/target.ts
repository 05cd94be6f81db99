/** From what a plan names to what is on the handset now: facts and targets, looked up when a step runs. */
import { type Result, fail, ok } from '../result.ts';
import { findComponent, findDelivered, findDownload } from '../scomo/inventory.ts';
import type { Inventory, InventoryEntry } from '../scomo/inventory-types.ts';
import type { Known, StepTarget } from './run.ts';

export type Facts = Readonly<Record<string, string>>;

/** The text itself, or the fact that an earlier step learnt; undefined when no step has learnt it. */
export function resolveKnown(known: Known, facts: Facts): string | undefined {
  if (typeof known === 'string') return known;
  return Object.hasOwn(facts, known.fact) ? facts[known.fact] : undefined;
}

/**
 * The entries of the inventory that a step works on: one, or every component of a package.
 * Errors: `fact-missing` when no step has learnt what the target names, `not-there` when the handset does not have it.
 */
export function resolveTargets(
  target: StepTarget,
  facts: Facts,
  inventory: Inventory,
): Result<readonly [InventoryEntry, ...InventoryEntry[]]> {
  const id = resolveKnown(knownOf(target), facts);
  if (id === undefined)
    return fail('fact-missing', 'The run has not found out which one it is.', 'Skip this step.', {
      detail: JSON.stringify(target),
    });
  const [first, ...others] = entriesOf(target, id, inventory);
  if (first === undefined) return notThere(target, id);
  return ok([first, ...others]);
}

/** Like `resolveTargets`, for targets that name one entry; of several the first. */
export function resolveTarget(target: StepTarget, facts: Facts, inventory: Inventory): Result<InventoryEntry> {
  const found = resolveTargets(target, facts, inventory);
  return found.ok ? ok(found.value[0]) : found;
}

/** The identifier that a target names, for messages: the text, or the name of the fact. */
export function targetName(target: StepTarget, facts: Facts): string {
  const known = knownOf(target);
  return resolveKnown(known, facts) ?? (typeof known === 'string' ? known : `(${known.fact})`);
}

function knownOf(target: StepTarget): Known {
  if (target.subtree !== 'Deployed') return target.pkgId;
  return 'componentId' in target ? target.componentId : target.componentsOf;
}

function entriesOf(target: StepTarget, id: string, inventory: Inventory): readonly InventoryEntry[] {
  switch (target.subtree) {
    case 'Download':
      return present(findDownload(inventory, id, target.nodeName));
    case 'Delivered':
      return present(findDelivered(inventory, id, target.nodeName));
    case 'Deployed':
      return 'componentId' in target
        ? present(findComponent(inventory, id))
        : inventory.deployed.filter(({ pkgIdRef }) => pkgIdRef === id);
  }
}

function present<T>(entry: T | undefined): readonly T[] {
  return entry === undefined ? [] : [entry];
}

function notThere(target: StepTarget, id: string): Result<never> {
  switch (target.subtree) {
    case 'Download':
      return fail('not-there', `No node under Download describes ${id}.`, 'Abort this run and push the package again.');
    case 'Delivered':
      return fail('not-there', `Package ${id} is not on the handset.`, 'Deliver the package first.');
    case 'Deployed':
      return 'componentId' in target
        ? fail(
            'not-there',
            `Component ${id} is not on the handset.`,
            'Read the inventory; push the package if it is missing.',
          )
        : fail(
            'not-there',
            `No component on the handset names package ${id}.`,
            'Read the inventory; activate by hand.',
          );
  }
}
