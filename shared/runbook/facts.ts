/** What a reading at the start of a run teaches: what was there before, and what an update replaces. */
import { type Result, fail, ok } from '../result.ts';
import { findComponent } from '../scomo/inventory.ts';
import type { Inventory } from '../scomo/inventory-types.ts';
import type { StepAction } from './run.ts';
import type { Facts } from './target.ts';

/** Facts that hold a list carry it as a JSON array of texts. */
export const DEPLOYED_BEFORE = 'deployedBefore';
export const DELIVERED_BEFORE = 'deliveredBefore';

/**
 * The facts of a reading, to be handed over with the step's `done`: `deployedBefore` and `deliveredBefore` (only the
 * first reading of a run sets them; undoing takes back what is not in them), and for an update `replacedPkgId` and
 * `replacedVersion`. Empty for other actions. Errors: `component-absent` when the component to learn of is not there.
 */
export function learnFacts(action: StepAction, inventory: Inventory, facts: Facts): Result<Facts> {
  if (action.kind !== 'read-inventory') return ok({});
  const before = Object.hasOwn(facts, DEPLOYED_BEFORE)
    ? {}
    : {
        [DEPLOYED_BEFORE]: JSON.stringify(inventory.deployed.map((entry) => entry.id ?? entry.nodeName)),
        [DELIVERED_BEFORE]: JSON.stringify(inventory.delivered.map((entry) => entry.pkgId ?? entry.nodeName)),
      };
  if (action.learn === undefined) return ok(before);

  const { componentId, newPkgId } = action.learn;
  const component = findComponent(inventory, componentId);
  if (component === undefined)
    return fail(
      'component-absent',
      `${componentId} is not on this handset.`,
      'Push the package instead of updating, or choose a component that is there.',
    );
  const { pkgIdRef, version } = component;
  const isReplaced = pkgIdRef !== undefined && pkgIdRef !== '' && pkgIdRef !== newPkgId;
  return ok({
    ...before,
    ...(isReplaced ? { replacedPkgId: pkgIdRef } : {}),
    ...(version === undefined ? {} : { replacedVersion: version }),
  });
}

/** What was deployed or delivered before the run changed anything; undefined when no reading has said. */
export function listFact(
  facts: Facts,
  name: typeof DEPLOYED_BEFORE | typeof DELIVERED_BEFORE,
): readonly string[] | undefined {
  const text = Object.hasOwn(facts, name) ? facts[name] : undefined;
  if (text === undefined) return undefined;
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : undefined;
}
