/** A line that says why something cannot be done now, or what to mind, before it is tried. */
import type { ReactNode } from 'react';
import styles from './Remark.module.css';
import { StateShape } from './StateShape.tsx';

/** Shows the remark with the shape of something that waits for a person. */
export function Remark({ children }: { readonly children: ReactNode }) {
  return (
    <output className={styles.remark}>
      <StateShape shape="bang" tone="waiting" />
      <span>{children}</span>
    </output>
  );
}
