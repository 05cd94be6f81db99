/** A failure in place: what happened, what to do next, and the technical detail on request. */
import type { ReactNode } from 'react';
import type { Failure } from '../../shared/result.ts';
import styles from './ErrorNotice.module.css';
import { StateShape } from './StateShape.tsx';

export interface ErrorNoticeProps {
  readonly failure: Failure;
  /** Buttons, e.g. Retry. */
  readonly actions?: ReactNode;
}

/** Shows a failure as it stands in a Result. */
export function ErrorNotice({ failure, actions }: ErrorNoticeProps) {
  return (
    <div className={styles.notice} role="alert">
      <StateShape shape="triangle" tone="failed" size={12} />
      <div className={styles.text}>
        <p className={styles.what}>{failure.message}</p>
        <p className={styles.next}>{failure.next}</p>
        {failure.detail === undefined ? null : (
          <details className={styles.detail}>
            <summary>Technical detail</summary>
            <code>
              {failure.code}: {failure.detail}
            </code>
          </details>
        )}
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
