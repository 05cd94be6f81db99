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

/**
 * Why a package is best written into the session: the handset has no Download list, or it is tethered (the next session
 * goes over a cable), where it has no way to fetch anything. Undefined when it can fetch, or has no other list.
 */
export function whyInSession(inventory: Inventory | null | undefined, isTethered: boolean): string | undefined {
  const { Download, Delivered } = inventory?.lists ?? {};
  if (Download === undefined && Delivered !== undefined)
    return 'This handset has no Download list: it takes packages in the session only.';
  const hasOnlyDownload = Download !== undefined && Delivered === undefined;
  return isTethered && !hasOnlyDownload
    ? 'This handset hangs on a cable, over which it cannot fetch anything from a URL.'
    : undefined;
}

/** The way that a person has chosen, else the one that the handset has. */
function deliveryOf({ params, inventory, isTethered = false }: Omit<Bringing, 'nodeName'>): ChosenDelivery {
  const { delivery } = params;
  if (delivery !== undefined) return { method: delivery };
  const why = whyInSession(inventory, isTethered);
  return why === undefined ? { method: 'direct-url' } : { method: 'in-session', why };
}

/** What a plan knows when it asks for these steps. */
export interface Bringing {
  readonly params: RunParams;
  readonly inventory?: Inventory;
  /** The next session goes over a cable. */
  readonly isTethered?: boolean;
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
  bringing: Bringing,
  pkg: RunPackage,
  effect: Effect,
  expect: readonly Expectation[],
): readonly step.Draft[] {
  const { nodeName } = bringing;
  const { method, why } = deliveryOf(bringing);
  if (method !== 'in-session')
    return [step.describe(pkg, nodeName), step.fetch(FETCHES[effect], pkg, nodeName, expect)];
  const deliver = step.deliver(pkg, nodeName, why);
  if (effect === 'delivered') return [deliver];
  return [deliver, step.install(pkg.pkgId, step.packageName(pkg), effect === 'active', expect, nodeName)];
}

/** Tidies up what the way has left behind; a package in Data leaves nothing. */
export function tidySteps(bringing: Bringing, pkg: RunPackage): readonly step.Draft[] {
  return deliveryOf(bringing).method === 'in-session' ? [] : [step.cleanUp(pkg, bringing.nodeName)];
}
