/**
 * Long lists whose rows are all of one height: which rows are drawn, and bringing one into view.
 *
 * Because of the one height nothing is measured or kept per row, so a list of 100,000 costs what one of ten does.
 */
import { useLayoutEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';

export interface RowList {
  readonly count: number;
  /** Of a row, px. */
  readonly height: number;
  /** Rows drawn beyond each edge of what is in view, so that scrolling finds them there. */
  readonly beyond: number;
}

/** Rows from `first` until before `end`. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/** The rows to draw now. The scrolling element is there whenever the component is. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, list: RowList): RowWindow {
  const { height } = list;
  const [top, setTop] = useState(0);
  const [room, setRoom] = useState<number>();
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null) return undefined;
    // At once: later, a frame would show the place without its rows.
    const scrolled = () => flushSync(() => setTop(Math.floor(current.scrollTop / height)));
    const observer = new ResizeObserver(() => setRoom(Math.ceil(current.clientHeight / height)));
    observer.observe(current);
    current.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener('scroll', scrolled);
    };
  }, [scroller, height]);
  // Before it is laid out it may be as high as the window; then no row but those in view makes a person wait.
  if (room === undefined) return rowWindow({ ...list, beyond: 0 }, top, Math.ceil(window.innerHeight / height));
  return rowWindow(list, top, room);
}

/** The window of a list whose row `top` is the first in view, with room for `room` rows. */
export function rowWindow({ count, beyond }: RowList, top: number, room: number): RowWindow {
  // A list that became shorter is not scrolled back yet. The row at the lower edge may be cut.
  const first = Math.max(0, Math.min(top, count - room));
  return { first: Math.max(0, first - beyond), end: Math.min(count, first + room + 1 + beyond) };
}

/** Scrolls no further than needed; `head` is the height of what stands fixed above the rows, px. */
export function bringRowIntoView(scroller: HTMLElement | null, row: number, height: number, head = 0): void {
  if (scroller === null) return;
  const room = scroller.clientHeight - head;
  const top = row * height;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + height > scroller.scrollTop + room) scroller.scrollTop = top + height - room;
}
