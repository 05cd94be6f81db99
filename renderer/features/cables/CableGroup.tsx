/** Cables without a known handset, among the handsets. */
import type { Cable } from '../../../shared/contract/cables.ts';
import { CableItem } from './CableItem.tsx';

export interface CableGroupProps {
  readonly heading: string;
  readonly cables: readonly Cable[];
  /** The port of the selected one. */
  readonly selected: string | undefined;
  readonly headingClass: string | undefined;
}

/** A list under its heading; nothing when there is no such cable. */
export function CableGroup({ heading, cables, selected, headingClass }: CableGroupProps) {
  if (cables.length === 0) return null;
  return (
    <div>
      <h3 className={headingClass}>{heading}</h3>
      <ul aria-label={heading}>
        {cables.map((cable) => (
          <CableItem key={cable.port} cable={cable} selected={cable.port === selected} />
        ))}
      </ul>
    </div>
  );
}
