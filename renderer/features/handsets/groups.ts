/** The order of the handset list: who waits for a person first, who is silent last. */
import type { Handset } from '../../../shared/contract/handsets.ts';

export interface HandsetGroup {
  readonly key: string;
  readonly heading: string;
  readonly handsets: readonly Handset[];
}

/** Groups handsets by state and sorts each group by name; empty groups are left out. */
export function groupHandsets(handsets: Iterable<Handset>): readonly HandsetGroup[] {
  const all = [...handsets].toSorted((a, b) => a.name.localeCompare(b.name) || a.devId.localeCompare(b.devId));
  return GROUPS.map(({ key, heading, states }) => ({
    key,
    heading,
    handsets: all.filter((each) => states.includes(each.state)),
  })).filter((group) => group.handsets.length > 0);
}

const GROUPS: readonly {
  readonly key: string;
  readonly heading: string;
  readonly states: readonly Handset['state'][];
}[] = [
  { key: 'new', heading: 'Waiting to be admitted', states: ['new'] },
  { key: 'here', heading: 'Here', states: ['in-session', 'ready'] },
  { key: 'expected', heading: 'Has not called yet', states: ['expected'] },
  { key: 'silent', heading: 'Silent', states: ['silent'] },
];
