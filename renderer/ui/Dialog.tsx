/**
 * A modal dialog. The backdrop is a plain element instead of Radix's Overlay: that one locks scrolling with an
 * injected style element, which our Content-Security-Policy refuses, and the page itself never scrolls.
 */
import { Dialog as Primitive } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import styles from './Dialog.module.css';
import { useReturnFocus } from './use-return-focus.ts';

export interface DialogProps {
  readonly title: string;
  /** One or two sentences under the title. */
  readonly description?: ReactNode;
  readonly width?: number;
  readonly onClose: () => void;
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly footer?: ReactNode;
}

/** An open dialog; render it only while it is open. Escape and a click beside it close it. */
export function Dialog({ title, description, width = 480, onClose, children, footer }: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  const returnFocus = useReturnFocus();
  return (
    <Primitive.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Primitive.Portal>
        <div className={styles.backdrop} />
        <Primitive.Content
          className={styles.dialog}
          style={{ width }}
          ref={content}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            focusFirst(content.current);
          }}
          onCloseAutoFocus={returnFocus}
          // Radix gives Escape to the topmost layer alone: an open tooltip would take the first one.
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose();
          }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className={styles.header}>
            <Primitive.Title className={styles.title}>{title}</Primitive.Title>
            {description === undefined ? null : (
              <Primitive.Description asChild>
                <div className={styles.description}>{description}</div>
              </Primitive.Description>
            )}
            <Primitive.Close className={styles.close} aria-label="Close">
              <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
              </svg>
            </Primitive.Close>
          </header>
          <div className={styles.body}>{children}</div>
          {footer === undefined ? null : <footer className={styles.footer}>{footer}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** The first thing to fill in, else the main button: Enter must never mean Close. */
function focusFirst(content: HTMLElement | null): void {
  const fields = content?.querySelectorAll<HTMLElement>('form :is(input, select, textarea):not([disabled])') ?? [];
  const field = [...fields].find((each) => each.closest('details:not([open])') === null);
  const buttons = content?.querySelectorAll<HTMLElement>('footer button') ?? [];
  (field ?? [...buttons].at(-1) ?? content)?.focus();
}
