/** What a report says of an operation that has ended, in the ways that handsets have (facts 1.7, 7). */
import { lastSegment } from '../../../shared/dm/uri.ts';
import type { ReportingTraits } from '../personalities/personality.ts';
import type { RunningOperation } from '../state-file.ts';
import type { Target } from './inventory.ts';
import { entryURI, type Layout, type Place } from './layout.ts';

/** The targets of a report. `pkgId`: the package of the entry that was worked on. */
export function reportTargets(
  traits: ReportingTraits,
  layout: Layout,
  { name }: Place,
  pkgId: string,
  targets: readonly Target[],
): readonly Target[] {
  const [first] = targets;
  const named =
    traits.target === 'affected' || first === undefined
      ? targets
      : [{ ...first, uri: entryURI(layout, 'Deployed', name) }];
  return named.map((target) => ({ ...target, identifier: identifierOf(traits, target, pkgId) }));
}

function identifierOf({ identifier }: ReportingTraits, target: Target, pkgId: string): string {
  switch (identifier) {
    case 'component':
      return target.identifier;
    case 'package':
      return pkgId;
    case 'last-segment':
      return lastSegment(target.uri);
    default:
      return identifier satisfies never;
  }
}

/**
 * The correlator that a report carries, taken from the operations under way: its own, or, where a handset keeps them in
 * a queue, the oldest; then the operation that had it goes on with ours. Undefined when there is none.
 */
export function takeCorrelator(
  { correlator: rule }: ReportingTraits,
  running: RunningOperation,
  underWay: readonly RunningOperation[],
): string | undefined {
  const own = running.correlator;
  if (rule === 'echoed') return own;
  const oldest = underWay.find(({ correlator }) => correlator !== undefined);
  const taken = oldest?.correlator;
  if (oldest === undefined || oldest === running) return taken;
  if (own === undefined) delete oldest.correlator;
  else oldest.correlator = own;
  return taken;
}

/** Does this handset report such an end? */
export function isReported({ correlator: rule }: ReportingTraits, correlator: string | undefined): boolean {
  return rule === 'echoed' || correlator !== undefined;
}
