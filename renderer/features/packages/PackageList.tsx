/** The package library: what can be pushed to a handset. */
import { useMemo } from 'react';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useWindow } from '../../app/store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { addPackage } from './actions/add-package.ts';
import { PackageItem } from './PackageItem.tsx';
import styles from './PackageList.module.css';

/** The left column's second section. */
export function PackageList() {
  const packages = useWindow((state) => state.packages);
  const uploads = useWindow((state) => state.uploads);
  const loaded = useWindow((state) => state.loaded);
  const selected = useWindow((state) => state.selection.digest);
  const sorted = useMemo(
    () =>
      [...packages.values()].toSorted(
        (a, b) =>
          a.name.localeCompare(b.name) || (b.version ?? '').localeCompare(a.version ?? '', 'en', { numeric: true }),
      ),
    [packages],
  );
  return (
    <section className={styles.section} aria-labelledby="packages-heading">
      <header className={styles.header}>
        <h2 id="packages-heading">Packages</h2>
        <span>{packages.size}</span>
      </header>
      <div className={styles.scroll} data-walk-list>
        {packages.size === 0 && uploads.length === 0 && loaded ? (
          <EmptyState compact title="No package yet">
            Drop a file anywhere on this window, or add it below. It is copied and identified by its SHA‑256.
          </EmptyState>
        ) : (
          <ul aria-label="Packages">
            {sorted.map((each) => (
              <PackageItem key={each.digest} package={each} selected={each.digest === selected} />
            ))}
          </ul>
        )}
        {uploads.map((upload) => (
          <output key={upload.id} className={styles.upload}>
            <span className={styles.fileName}>{upload.fileName}</span>
            <span>{upload.share < 1 ? `${Math.floor(upload.share * 100)} %` : 'checking…'}</span>
            <ProgressBar label={`Adding ${upload.fileName}`} {...(upload.share < 1 ? { share: upload.share } : {})} />
          </output>
        ))}
      </div>
      <div className={styles.add}>
        <ActionButton action={addPackage} className={styles.wide} />
      </div>
    </section>
  );
}
