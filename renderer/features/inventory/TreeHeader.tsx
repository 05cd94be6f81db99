/** The heads of the columns, with bars between them to drag. */
// Virtual rows stand in a scrolled canvas, where table elements have no layout: roles say what they are.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { useLayoutEffect, useRef, useState } from 'react';
import { Splitter } from '../../ui/Splitter.tsx';
import styles from './TreeHeader.module.css';
import { preferTree, useTreePreferences, type ColumnWidths } from './tree-preferences.ts';

type Column = keyof ColumnWidths;

const HEADS: readonly { readonly column: Column; readonly head: string; readonly left?: Column }[] = [
  { column: 'value', head: 'Value' },
  { column: 'means', head: 'Means', left: 'value' },
  { column: 'read', head: 'Read', left: 'means' },
];

const LEAST = 44;

/** The header row. A bar moves the border of its two columns; a double click lets all columns share the room again. */
export function TreeHeader() {
  const row = useRef<HTMLDivElement>(null);
  const widths = useMeasuredWidths(row);
  return (
    <div ref={row} role="row" aria-rowindex={1} className={styles.header}>
      <div role="columnheader" className={styles.head}>
        Node
      </div>
      {HEADS.map(({ column, head, left }) => (
        <div
          key={column}
          role="columnheader"
          // Its content names it otherwise, and the bar is in it.
          aria-label={head}
          data-column={column}
          className={`${styles.head} ${styles[column]}`}
        >
          <span className={styles.bar}>
            <Splitter
              label={`Border left of ${head}`}
              orientation="vertical"
              after
              value={widths[column]}
              min={LEAST}
              max={left === undefined ? 640 : widths[column] + widths[left] - LEAST}
              onChange={(next) =>
                preferTree({
                  widths: {
                    ...widths,
                    [column]: next,
                    ...(left === undefined ? {} : { [left]: widths[left] + widths[column] - next }),
                  },
                })
              }
              onReset={() => preferTree({ widths: undefined })}
            />
          </span>
          {head}
        </div>
      ))}
    </div>
  );
}

/** The columns as CSS variables of the grid; empty while they share the room. */
export function useColumnStyle(): Readonly<Record<string, string>> {
  const widths = useTreePreferences((preferences) => preferences.widths);
  if (widths === undefined) return {};
  return {
    '--tree-value': `minmax(72px, ${widths.value}px)`,
    '--tree-means': `minmax(72px, ${widths.means}px)`,
    '--tree-read': `${widths.read}px`,
  };
}

function useMeasuredWidths(row: React.RefObject<HTMLDivElement | null>): ColumnWidths {
  const [widths, setWidths] = useState<ColumnWidths>({ value: 176, means: 196, read: 62 });
  useLayoutEffect(() => {
    const { current } = row;
    if (current === null) return undefined;
    const measure = () => {
      const of = (column: Column) =>
        Math.round(current.querySelector(`[data-column=${column}]`)?.getBoundingClientRect().width ?? 0);
      const next = { value: of('value'), means: of('means'), read: of('read') };
      setWidths((before) =>
        before.value === next.value && before.means === next.means && before.read === next.read ? before : next,
      );
    };
    const observer = new ResizeObserver(measure);
    for (const cell of current.children) observer.observe(cell);
    return () => observer.disconnect();
  }, [row]);
  return widths;
}
