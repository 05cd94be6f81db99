/** The handsets, grouped by state. Arrow keys walk the list, and what is walked over is selected. */
import { useMemo } from 'react';
import { useWindow } from '../../app/store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { CableGroup } from '../cables/CableGroup.tsx';
import { looseCables } from '../cables/cable-state.ts';
import { AddHandset } from './AddHandset.tsx';
import { groupHandsets } from './groups.ts';
import { HandsetItem } from './HandsetItem.tsx';
import styles from './HandsetList.module.css';

/** The left column's first section. */
export function HandsetList() {
  const handsets = useWindow((state) => state.handsets);
  const loaded = useWindow((state) => state.loaded);
  const selected = useWindow((state) => state.selection.devId);
  const selectedPort = useWindow((state) => state.selection.port);
  const cables = useWindow((state) => state.cables);
  const loose = useMemo(() => looseCables(cables, handsets), [cables, handsets]);
  const groups = useMemo(() => groupHandsets(handsets.values()), [handsets]);
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
          {groups.map((group) => (
            <div key={group.key}>
              {groups.length > 1 || loose.length > 0 || group.key !== 'here' ? (
                <h3 className={styles.group}>{group.heading}</h3>
              ) : null}
              <ul aria-label={group.heading}>
                {group.handsets.map((handset) => (
                  <HandsetItem
                    key={handset.devId}
                    handset={handset}
                    selected={handset.devId === selected}
                    stateSaid={group.key !== 'here'}
                  />
                ))}
              </ul>
            </div>
          ))}
          <CableGroup cables={loose} selected={selectedPort} headingClass={styles.group} />
        </div>
      )}
      <AddHandset />
    </section>
  );
}
