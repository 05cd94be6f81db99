/**
 * The ways in which a package gets onto a handset, and the steps of each (facts 1.2).
 *
 * Indirect: a node under Download says where the package is, and an operation of that node fetches it. Direct: its
 * octets are written into `Data` under Delivered in the session itself, and an operation of that node installs it.
 * Which way a run goes is a person's choice; a handset without a Download list can only take the second.
 */
import type { Inventory } from '../scomo/inventory-types.ts';
import * as step from './plan-steps.ts';
import type { Expectation, RunPackage, RunParams } from './run.ts';

export type DeliveryMethod = NonNullable<RunParams['delivery']>;

/** What shall be there once the package has come. */
export type Effect = 'delivered' | 'active' | 'inactive';

/** The way of a run, and why it is that one when nobody has chosen it. */
interface ChosenDelivery {
  readonly method: DeliveryMethod;
  readonly why?: string;
}

/** What a handset says by having no Download list; undefined when it has one, or shows nothing of its lists. */
export function whyInSession(inventory: Inventory | null | undefined): string | undefined {
  const hasOnlyDelivered = inventory?.lists.Download === undefined && inventory?.lists.Delivered !== undefined;
  return hasOnlyDelivered ? 'This handset has no Download list: it takes packages in the session only.' : undefined;
}

/** The way that a person has chosen, else the one that the handset has. */
function deliveryOf({ delivery }: RunParams, inventory: Inventory | undefined): ChosenDelivery {
  if (delivery !== undefined) return { method: delivery };
  const why = whyInSession(inventory);
  return why === undefined ? { method: 'direct-url' } : { method: 'in-session', why };
}

/** What a plan knows when it asks for these steps. */
export interface Bringing {
  readonly params: RunParams;
  readonly inventory?: Inventory;
  /** The node that the run makes for the package; unique on the handset. */
  readonly nodeName: string;
}

const FETCHES = {
  delivered: 'Download',
  active: 'DownloadInstall',
  inactive: 'DownloadInstallInactive',
} as const satisfies Record<Effect, string>;

/** Brings the package onto the handset and leaves it as `effect` says; `expect` is what then proves it. */
export function bringSteps(
  { params, inventory, nodeName }: Bringing,
  pkg: RunPackage,
  effect: Effect,
  expect: readonly Expectation[],
): readonly step.Draft[] {
  const { method, why } = deliveryOf(params, inventory);
  if (method !== 'in-session')
    return [step.describe(pkg, nodeName), step.fetch(FETCHES[effect], pkg, nodeName, expect)];
  const deliver = step.deliver(pkg, nodeName, why);
  if (effect === 'delivered') return [deliver];
  return [deliver, step.install(pkg.pkgId, step.packageName(pkg), effect === 'active', expect, nodeName)];
}

/** Tidies up what the way has left behind; a package in Data leaves nothing. */
export function tidySteps({ params, inventory, nodeName }: Bringing, pkg: RunPackage): readonly step.Draft[] {
  return deliveryOf(params, inventory).method === 'in-session' ? [] : [step.cleanUp(pkg, nodeName)];
}
