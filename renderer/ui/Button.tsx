/** Buttons. A button that cannot be used now stays reachable and says why. */
import type { ComponentProps, MouseEvent } from 'react';
import styles from './Button.module.css';
import { Kbd } from './Kbd.tsx';
import { Tooltip } from './Tooltip.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'disabled'> {
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'normal' | 'small';
  /** Shown in the tooltip. */
  readonly hint?: string | undefined;
  /** e.g. `F10`; shown in the tooltip, and on the button with `showShortcut`. */
  readonly shortcut?: string | undefined;
  readonly showShortcut?: boolean;
  /** Why it cannot be used now. The button is then shown disabled, with the reason as tooltip. */
  readonly whyNot?: string | undefined;
  readonly submits?: boolean;
}

/** A button of one of four kinds: primary (one per view), plain, quiet, danger. */
export function Button({
  kind = 'plain',
  size = 'normal',
  hint,
  shortcut,
  showShortcut = false,
  whyNot,
  submits = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const off = whyNot !== undefined;
  const classes = [styles.button, styles[kind], size === 'small' ? styles.small : '', className ?? ''].join(' ');
  const button = (
    <button
      {...rest}
      type={submits ? 'submit' : 'button'}
      className={classes}
      aria-disabled={off || undefined}
      aria-keyshortcuts={shortcut?.replace('Ctrl', 'Control')}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {children}
      {showShortcut && shortcut !== undefined ? <Kbd keys={shortcut} /> : null}
    </button>
  );
  const text = whyNot ?? hint;
  if (text === undefined && shortcut === undefined) return button;
  return (
    <Tooltip text={text ?? children} shortcut={shortcut}>
      {button}
    </Tooltip>
  );
}
