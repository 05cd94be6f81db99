import type { Action } from '../../../app/action.ts';
import { word } from '../../../../shared/console/format.ts';
import { whyNoNode } from '../../inventory/actions/tree-of.ts';
import { compose, consoleStore, textOf } from '../console-store.ts';
import { showConsole } from './show-console.ts';

/** Writes a Get of the node in focus into the console, behind what stands there. */
export const composeForNode: Action = {
  id: 'console.for-node',
  group: 'View',
  label: 'Get in the console',
  hint: 'Writes a Get of this node into the console',
  whyNot: whyNoNode,
  run: (state, at) => {
    const { devId, uri } = at;
    if (devId === undefined || uri === undefined) return undefined;
    const before = textOf(consoleStore.getState(), devId).trimEnd();
    compose(devId, `${before === '' ? '' : `${before}\n`}get ${word(uri)}`);
    return showConsole.run(state, at);
  },
};
