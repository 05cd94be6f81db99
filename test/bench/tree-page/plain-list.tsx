/**
 * The peer of the tree grid: what one writes first. All rows are objects in one React state, an update makes a new
 * array, and a virtual list draws the rows on the screen again.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { TreeRow } from '../../../shared/contract/tree.ts';

interface PlainRow {
  readonly uri: string;
  readonly value: string;
  readonly depth: number;
}

/** Mounts the list; `update` changes the value of one row. */
export function mountPlainList(
  into: HTMLElement,
  rows: readonly TreeRow[],
): { update(row: number, value: string): void } {
  const handle: { update(row: number, value: string): void } = { update: () => undefined };
  createRoot(into).render(<PlainList rows={rows} handle={handle} />);
  return { update: (row, value) => handle.update(row, value) };
}

function PlainList({
  rows,
  handle,
}: {
  readonly rows: readonly TreeRow[];
  readonly handle: { update(row: number, value: string): void };
}) {
  const [shown, setShown] = useState<readonly PlainRow[]>(() =>
    rows.map(([uri, , value]) => ({ uri, value: value ?? '', depth: uri.split('/').length })),
  );
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library
  const list = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 25,
    overscan: 10,
  });
  handle.update = (row, value) =>
    setShown((before) => before.map((each, index) => (index === row ? { ...each, value } : each)));
  return (
    <div ref={scroller} style={{ flex: 1, overflow: 'auto' }}>
      <div style={{ position: 'relative', height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            data-peer={index}
            style={{ position: 'absolute', top: start, paddingLeft: 16 * (shown[index]?.depth ?? 0) }}
          >
            {shown[index]?.uri} {shown[index]?.value}
          </div>
        ))}
      </div>
    </div>
  );
}
