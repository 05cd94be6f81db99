/** Whether a person has just moved the focus with a key, rather than a dialog that opened or closed. */
const MOVES: ReadonlySet<string> = new Set([
  'Tab',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

let lastKey = '';

// Before anybody else hears of the key: who handles it may move the focus at once.
if (typeof window !== 'undefined')
  window.addEventListener('keydown', (event) => (lastKey = event.key), { capture: true });

/** The last key that was pressed moves the focus. */
export function isFocusMoved(): boolean {
  return MOVES.has(lastKey);
}
