/**
 * Gives the focus back to where it was before a dialog opened. Radix gives it to the dialog's own trigger, but dialogs
 * here open from anywhere: buttons, menus, shortcuts, the palette and other dialogs.
 */
import { useState } from 'react';

let opener: HTMLElement | undefined;

/** Notes what has the focus while the dialog is made; the answer is for its `onCloseAutoFocus`. */
export function useReturnFocus(): (event: Event) => void {
  useState(noteOpener);
  return returnFocus;
}

function noteOpener(): void {
  const active = document.activeElement;
  // A dialog that follows another one, or the palette: whoever opened the first is meant.
  if (!(active instanceof HTMLElement) || active.closest('[role=dialog]') !== null) return;
  // An entry of a menu is gone by then; its menu is named by the button that opens it.
  const button = active.closest('[role=menu]')?.getAttribute('aria-labelledby') ?? '';
  opener = document.getElementById(button) ?? active;
}

function returnFocus(event: Event): void {
  event.preventDefault();
  // What the dialog did may have moved the focus on purpose, to a new run or to the next dialog.
  if (document.activeElement === document.body) opener?.focus();
}
