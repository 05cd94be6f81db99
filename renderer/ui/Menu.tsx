/** A drop-down menu. */
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';

export interface MenuProps {
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
}

/** Opens `children` (MenuItem, MenuSeparator, MenuLabel) below `trigger`. Not modal: see Dialog on scroll locks. */
export function Menu({ trigger, children, align = 'start' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export interface MenuItemProps {
  readonly onSelect: () => void;
  readonly shortcut?: string | undefined;
  /** Why it cannot be chosen now; shown under the label. */
  readonly whyNot?: string | undefined;
  readonly danger?: boolean;
  readonly children: ReactNode;
}

/** One entry of a menu. */
export function MenuItem({ onSelect, shortcut, whyNot, danger = false, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      className={`${styles.item} ${danger ? styles.danger : ''}`}
      disabled={whyNot !== undefined}
      onSelect={onSelect}
    >
      <span className={styles.label}>
        {children}
        {whyNot === undefined ? null : <span className={styles.why}>{whyNot}</span>}
      </span>
      {shortcut === undefined ? null : <Kbd keys={shortcut} />}
    </DropdownMenu.Item>
  );
}

/** A line between groups of entries. */
export function MenuSeparator() {
  return <DropdownMenu.Separator className={styles.separator} />;
}
