/** Arrow keys in a list of buttons: inside an element with `data-walk-list`, between elements with `data-walk`. */
import type { KeyboardEvent } from 'react';

/** Key handler of each button: Up, Down, Home and End focus another one and press it, so selection follows focus. */
export function walkList(event: KeyboardEvent<HTMLElement>): void {
  const list = event.currentTarget.closest('[data-walk-list]');
  const items = [...(list?.querySelectorAll<HTMLElement>('[data-walk]') ?? [])];
  const here = items.indexOf(event.currentTarget);
  const goal = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  const next = goal === undefined ? undefined : items[goal];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}
