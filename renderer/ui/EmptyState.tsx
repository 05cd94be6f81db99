/** What stands where there is nothing yet: says so, and what to do next. */
import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

export interface EmptyStateProps {
  readonly title: string;
  /** What to do next. */
  readonly children?: ReactNode;
  /** Buttons for it. */
  readonly actions?: ReactNode;
  /** In a narrow column: left-aligned, less air. */
  readonly compact?: boolean;
}

/** An empty place that leads on. */
export function EmptyState({ title, children, actions, compact = false }: EmptyStateProps) {
  return (
    <div className={`${styles.empty} ${compact ? styles.compact : ''}`}>
      <p className={styles.title}>{title}</p>
      {children === undefined ? null : <div className={styles.text}>{children}</div>}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
