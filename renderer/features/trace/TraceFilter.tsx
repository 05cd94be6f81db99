/** Which handset's messages the trace shows. */
import { useMemo } from 'react';
import { useWindow } from '../../app/store.ts';
import styles from './TraceFilter.module.css';

/** A quiet choice in the trace's header. */
export function TraceFilter({ onChange }: { readonly onChange: (devId: string | undefined) => void }) {
  const handsets = useWindow((state) => state.handsets);
  const devId = useWindow((state) => state.trace.devId);
  const sorted = useMemo(() => [...handsets.values()].toSorted((a, b) => a.name.localeCompare(b.name)), [handsets]);
  return (
    <select
      className={styles.filter}
      aria-label="Handset whose messages are shown"
      value={devId ?? ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    >
      <option value="">All handsets</option>
      {sorted.map((handset) => (
        <option key={handset.devId} value={handset.devId}>
          {handset.name}
        </option>
      ))}
    </select>
  );
}
