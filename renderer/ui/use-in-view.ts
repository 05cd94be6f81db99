/** Keeping what is selected where it can be seen. */
import { useEffect, useRef, type RefObject } from 'react';

/** For the element of a list row: brings it into view when it becomes selected, wherever that was done. */
export function useInView<T extends HTMLElement>(selected: boolean): RefObject<T | null> {
  const row = useRef<T>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return row;
}
