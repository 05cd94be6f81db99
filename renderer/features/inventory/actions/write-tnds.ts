import { ok } from '../../../../shared/result.ts';
import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsReadable } from '../../handsets/actions/read.ts';
import { pickFiles } from '../../packages/pick-files.ts';
import { whyNoNode } from './tree-of.ts';

/** Writes a TNDS file to the node in focus, after showing what is in it. */
export const writeTnds: Action = {
  id: 'inventory.write-tnds',
  group: 'Handset',
  label: 'Write from a TNDS file…',
  hint: 'Adds or replaces the sub-tree of the selected node with what a TNDS file holds',
  whyNot: (state, at) => needsReadable(state, at) ?? whyNoNode(state, at),
  run: async (_state, { devId, uri }) => {
    const [file] = await pickFiles();
    if (file === undefined || devId === undefined || uri === undefined) return ok(undefined);
    openDialog({ kind: 'write-tnds', devId, uri, fileName: file.name, document: await file.text() });
    return ok(undefined);
  },
};
