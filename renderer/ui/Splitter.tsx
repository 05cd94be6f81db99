/** A bar between two panes that can be dragged, or moved with the arrow keys. */
import { useRef } from 'react';
import styles from './Splitter.module.css';

export interface SplitterProps {
  readonly label: string;
  /** `vertical`: a bar between left and right. */
  readonly orientation: 'vertical' | 'horizontal';
  /** Size in px of the pane it sizes. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** True when the sized pane is right of or below the bar. */
  readonly after?: boolean;
  readonly onChange: (value: number) => void;
  /** A double click goes back to the first size. */
  readonly onReset?: () => void;
}

/** A WAI-ARIA window splitter; arrow keys move it by 16 px, Home and End to its limits. */
export function Splitter({ label, orientation, value, min, max, after = false, onChange, onReset }: SplitterProps) {
  const drag = useRef<{ readonly at: number; readonly value: number } | undefined>(undefined);
  const sign = after ? -1 : 1;
  const vertical = orientation === 'vertical';
  const set = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next))));
  return (
    <div
      // A separator with a value is interactive by WAI-ARIA ("window splitter"); an hr cannot be.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="separator"
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={`${styles.splitter} ${styles[orientation]}`}
      onDoubleClick={onReset}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { at: vertical ? event.clientX : event.clientY, value };
      }}
      onPointerMove={(event) => {
        if (drag.current === undefined) return;
        set(drag.current.value + sign * ((vertical ? event.clientX : event.clientY) - drag.current.at));
      }}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onPointerCancel={() => {
        drag.current = undefined;
      }}
      onKeyDown={(event) => {
        const step = KEYS[event.key];
        if (event.key === 'Home') set(min);
        else if (event.key === 'End') set(max);
        else if (step !== undefined && step.vertical === vertical) set(value + sign * step.by);
        else return;
        event.preventDefault();
      }}
    />
  );
}

const KEYS: Readonly<Record<string, { readonly vertical: boolean; readonly by: number }>> = {
  ArrowLeft: { vertical: true, by: -16 },
  ArrowRight: { vertical: true, by: 16 },
  ArrowUp: { vertical: false, by: -16 },
  ArrowDown: { vertical: false, by: 16 },
};
