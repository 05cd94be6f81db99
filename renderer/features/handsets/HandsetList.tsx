/** The handsets, grouped by state. Arrow keys walk the list, and what is walked over is selected. */
import { useMemo } from 'react';
import { useWindow } from '../../app/store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { CableGroup } from '../cables/CableGroup.tsx';
import { groupCables, looseCables } from '../cables/cable-state.ts';
import { AddHandset } from './AddHandset.tsx';
import { groupHandsets, type HandsetGroup } from './groups.ts';
import { HandsetItem } from './HandsetItem.tsx';
import styles from './HandsetList.module.css';

/** The left column's first section. */
export function HandsetList() {
  const handsets = useWindow((state) => state.handsets);
  const loaded = useWindow((state) => state.loaded);
  const selectedPort = useWindow((state) => state.selection.port);
  const cables = useWindow((state) => state.cables);
  const loose = useMemo(() => looseCables(cables, handsets), [cables, handsets]);
  const { needsALook, onACable, notAsked } = useMemo(() => groupCables(loose), [loose]);
  const groups = useMemo(() => groupHandsets(handsets.values()), [handsets]);
  const isSimple = loose.length === 0 && groups.length === 1 && groups[0]?.key === 'here';
  const cableProps = { selected: selectedPort, headingClass: styles.group };
  return (
    <section className={styles.section} aria-labelledby="handsets-heading">
      <header className={styles.header}>
        <h2 id="handsets-heading">Handsets</h2>
        <span>{handsets.size}</span>
      </header>
      {handsets.size === 0 && loose.length === 0 && loaded ? (
        <EmptyState compact title="No handset yet">
          Start with a virtual handset: one click, nothing to set up. Or connect a real one; this window shows what to
          type into it.
        </EmptyState>
      ) : (
        <div className={styles.scroll} data-walk-list>
          <Groups groups={groups.filter(({ key }) => key === 'new')} />
          <CableGroup heading="Needs a look" cables={needsALook} {...cableProps} />
          <Groups groups={groups.filter(({ key }) => key !== 'new')} isHeaded={!isSimple} />
          <CableGroup heading="On a cable" cables={onACable} {...cableProps} />
          <CableGroup heading="Ports not asked" cables={notAsked} {...cableProps} />
        </div>
      )}
      <AddHandset />
    </section>
  );
}

function Groups({
  groups,
  isHeaded = true,
}: {
  readonly groups: readonly HandsetGroup[];
  readonly isHeaded?: boolean;
}) {
  const selected = useWindow((state) => state.selection.devId);
  return groups.map(({ key, heading, handsets }) => (
    <div key={key}>
      {isHeaded ? <h3 className={styles.group}>{heading}</h3> : null}
      <ul aria-label={heading}>
        {handsets.map((handset) => (
          <HandsetItem
            key={handset.devId}
            handset={handset}
            selected={handset.devId === selected}
            stateSaid={key !== 'here'}
          />
        ))}
      </ul>
    </div>
  ));
}
