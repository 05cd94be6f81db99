import type { Action } from '../../../app/action.ts';
import { tellDone } from '../../../app/store.ts';
import { ok } from '../../../../shared/result.ts';
import { tndsAt, whyNoNode } from './tree-of.ts';

/** Copies the node in focus with everything below it as a TNDS document. */
export const copyTnds: Action = {
  id: 'inventory.copy-tnds',
  group: 'View',
  label: 'Copy as TNDS',
  hint: 'Copies the selected node and everything below it as an XML document, as it was last read',
  whyNot: whyNoNode,
  run: async (_state, at) => {
    const document = tndsAt(at);
    if (!document.ok) return document;
    await navigator.clipboard.writeText(document.value);
    tellDone(`${at.uri ?? ''} is on the clipboard as TNDS.`);
    return ok(undefined);
  },
};
