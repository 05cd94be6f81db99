import type { Action } from '../../../app/action.ts';
import { tellDone } from '../../../app/store.ts';
import { whyNoNode } from './tree-of.ts';

/** Copies the URI of the node in focus. */
export const copyURI: Action = {
  id: 'inventory.copy-uri',
  group: 'View',
  label: 'Copy URI',
  whyNot: whyNoNode,
  run: async (_state, at) => {
    if (at.uri === undefined) return;
    await navigator.clipboard.writeText(at.uri);
    tellDone(`${at.uri} is on the clipboard.`);
  },
};
