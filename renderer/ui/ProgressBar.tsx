/** A thin bar of progress; without a share it moves to show that something goes on. */
import styles from './ProgressBar.module.css';

export interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; absent when nobody knows how much is left. */
  readonly share?: number;
}

/** Draws the bar. */
export function ProgressBar({ label, share }: ProgressBarProps) {
  return (
    <progress
      className={styles.bar}
      aria-label={label}
      {...(share === undefined ? {} : { value: Math.min(1, Math.max(0, share)) })}
    />
  );
}
