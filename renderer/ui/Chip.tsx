/** A state as a small pill: shape and word. */
import type { ReactNode } from 'react';
import styles from './Chip.module.css';
import { StateShape, type Shape, type Tone } from './StateShape.tsx';

export interface ChipProps {
  readonly tone: Tone;
  /** Left out only where the chip is a count or a plain remark, not a state. */
  readonly shape?: Shape;
  readonly children: ReactNode;
  readonly title?: string;
}

/** Shows a state or a short remark. */
export function Chip({ tone, shape, children, title }: ChipProps) {
  return (
    <span className={`${styles.chip} ${styles[tone]}`} title={title}>
      {shape === undefined ? null : <StateShape shape={shape} tone={tone} size={8} />}
      {children}
    </span>
  );
}
