import type { Action } from '../action.ts';
import { openDialog } from '../store.ts';

/** Opens the palette. */
export const findAnything: Action = {
  id: 'view.find',
  group: 'View',
  label: 'Find a handset, component, package or action…',
  shortcut: 'Ctrl+K',
  whyNot: () => undefined,
  run: () => openDialog({ kind: 'palette' }),
};
