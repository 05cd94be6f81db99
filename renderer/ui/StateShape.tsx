/** The shape of a state. It always stands beside its word, so that no state is told by colour alone. */
import styles from './StateShape.module.css';

export type Tone = 'ok' | 'busy' | 'waiting' | 'failed' | 'neutral';

export type Shape = 'dot' | 'ring' | 'square' | 'clock' | 'check' | 'bang' | 'triangle' | 'dash' | 'plus' | 'pause';

export interface StateShapeProps {
  readonly shape: Shape;
  readonly tone: Tone;
  /** Edge in px; 10 fits a line of text. */
  readonly size?: number;
}

/** Draws the shape of a state, hidden from screen readers because the word beside it says the same. */
export function StateShape({ shape, tone, size = 10 }: StateShapeProps) {
  return (
    <svg
      className={`${styles.shape} ${styles[tone]}`}
      width={size}
      height={size}
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      {OUTLINES[shape]}
    </svg>
  );
}

const OUTLINES: Readonly<Record<Shape, React.ReactNode>> = {
  dot: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  ring: <circle cx="5" cy="5" r="3.4" className={styles.line} />,
  square: <rect x="1" y="1" width="8" height="8" rx="1.5" fill="currentColor" />,
  clock: (
    <>
      <circle cx="5" cy="5" r="4.2" className={styles.line} />
      <path d="M5 5V2.4A2.6 2.6 0 0 1 7.6 5z" fill="currentColor" />
    </>
  ),
  check: <path d="M1.4 5.4 4 8l4.8-6" className={styles.line} />,
  bang: <path d="M5 .8v5.2M5 8.4v.8" className={styles.heavy} />,
  triangle: <path d="M5 .6 9.7 9.2H.3z" fill="currentColor" />,
  dash: <path d="M1.5 5h7" className={styles.line} />,
  plus: <path d="M5 1.2v7.6M1.2 5h7.6" className={styles.line} />,
  pause: <path d="M3.2 1.5v7M6.8 1.5v7" className={styles.heavy} />,
};
