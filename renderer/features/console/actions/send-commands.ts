import type { Action } from '../../../app/action.ts';
import { needsAdmitted } from '../../handsets/actions/handset-of.ts';
import { looksLikeMarkup } from '../../../../shared/console/command.ts';
import { parseCommands } from '../../../../shared/console/parse.ts';
import { consoleStore, textOf } from '../console-store.ts';
import { send } from '../sending.ts';

/** Sends what is composed in the console of the handset in focus. */
export const sendCommands: Action = {
  id: 'console.send',
  group: 'Handset',
  label: 'Send',
  hint: 'Sends the commands of the console to this handset',
  shortcut: 'Ctrl+Enter',
  whyNot: (state, at) => {
    const missing = needsAdmitted(state, at);
    if (missing !== undefined) return missing;
    if (at.devId === undefined) return 'Select a handset first.';
    if (state.selection.tab !== 'console') return 'Open the console first.';
    const text = textOf(consoleStore.getState(), at.devId);
    if (text.trim() === '') return 'Write the commands first.';
    const parsed = looksLikeMarkup(text) ? undefined : parseCommands(text);
    return parsed?.ok === false ? `${parsed.error.message} (${parsed.error.detail ?? ''})` : undefined;
  },
  run: (_state, at) => (at.devId === undefined ? undefined : send(at.devId, textOf(consoleStore.getState(), at.devId))),
};
