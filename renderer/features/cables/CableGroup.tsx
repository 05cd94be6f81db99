/** The cables without a known handset, among the handsets: those that somebody has to look at, and those not asked. */
import type { Cable } from '../../../shared/contract/cables.ts';
import { CableItem } from './CableItem.tsx';

export interface CableGroupProps {
  readonly cables: readonly Cable[];
  /** The port of the selected one. */
  readonly selected: string | undefined;
  readonly headingClass: string | undefined;
}

/** Up to two lists; none when there is no such cable. */
export function CableGroup({ cables, selected, headingClass }: CableGroupProps) {
  const isLeftAlone = ({ state, notAsked }: Cable): boolean => state === 'plugged' && notAsked !== undefined;
  const groups = [
    { heading: 'On a cable', rows: cables.filter((cable) => !isLeftAlone(cable)) },
    { heading: 'Ports not asked', rows: cables.filter(isLeftAlone) },
  ].filter(({ rows }) => rows.length > 0);
  return groups.map(({ heading, rows }) => (
    <div key={heading}>
      <h3 className={headingClass}>{heading}</h3>
      <ul aria-label={heading}>
        {rows.map((cable) => (
          <CableItem key={cable.port} cable={cable} selected={cable.port === selected} />
        ))}
      </ul>
    </div>
  ));
}
