/** Keys to actions. A key is matched by what it is called in the action list, e.g. `F5` or `Ctrl+Shift+N`. */
import { useEffect } from 'react';
import { perform, whyNot, type Action } from './action.ts';
import { windowStore } from './store.ts';

/** Performs the action whose shortcut is pressed, wherever the focus is; not while a dialog is open. */
export function useShortcuts(actions: readonly Action[]): void {
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const chord = chordOf(event);
      const action = actions.find((each) => each.shortcut === chord);
      if (action === undefined || event.repeat) return;
      if (isTyping(event.target) && !/^(Ctrl|Alt|F\d)/.test(chord)) return;
      event.preventDefault();
      const state = windowStore.getState();
      if (state.dialog === undefined && whyNot(action, state) === undefined) void perform(action);
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [actions]);
}

/** The chord of a key event as actions write it; Cmd counts as Ctrl. */
export function chordOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  // With Alt some layouts give another character; the key's place says which letter was meant.
  const letter = event.altKey && event.code.startsWith('Key') ? event.code.slice(3) : event.key;
  const key = letter.length === 1 ? letter.toUpperCase() : letter;
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', event.shiftKey ? 'Shift' : '', key]
    .filter((part) => part !== '')
    .join('+');
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
