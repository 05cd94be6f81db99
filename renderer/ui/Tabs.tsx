/** Tabs: one list, one panel. */
import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

export interface Tab<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Shown small after the label, e.g. a count. */
  readonly remark?: string | undefined;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** The panel of the selected tab. */
  readonly children: ReactNode;
}

/** A tab list with the panel of the selected tab below it; arrow keys move between tabs. */
export function Tabs<T extends string>({ label, tabs, value, onChange, children }: TabsProps<T>) {
  return (
    <Primitive.Root
      className={styles.root}
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((each) => each.value === next);
        if (tab !== undefined) onChange(tab.value);
      }}
    >
      <Primitive.List className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Primitive.Trigger key={tab.value} value={tab.value} className={styles.tab}>
            {tab.label}
            {tab.remark === undefined ? null : <span className={styles.remark}>{tab.remark}</span>}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      <Primitive.Content value={value} className={styles.panel} tabIndex={-1}>
        {children}
      </Primitive.Content>
    </Primitive.Root>
  );
}
