import { lastSegment } from '../../../../shared/dm/uri.ts';
import { ok } from '../../../../shared/result.ts';
import type { Action } from '../../../app/action.ts';
import { tellDone } from '../../../app/store.ts';
import { saveFile } from '../../../app/save-file.ts';
import { tndsAt, whyNoNode } from './tree-of.ts';

/** Saves the node in focus with everything below it as a TNDS file. */
export const saveTnds: Action = {
  id: 'inventory.save-tnds',
  group: 'View',
  label: 'Save as TNDS…',
  hint: 'Saves the selected node and everything below it as an XML file, as it was last read',
  whyNot: whyNoNode,
  run: async (_state, at) => {
    const document = tndsAt(at);
    if (!document.ok) return document;
    const name = lastSegment(at.uri ?? '.').replaceAll(/[^A-Za-z0-9._-]+/g, '-');
    const fileName = `${name === '.' ? 'tree' : name}.tnds.xml`;
    saveFile(fileName, 'application/xml', document.value);
    tellDone(`${fileName} is in the downloads.`);
    return ok(undefined);
  },
};
