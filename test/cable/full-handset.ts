/** A handset with much on it, before it is switched on for the first time: its state is written as it writes it itself. */
import { deploy } from '../../electron/handset/scomo/inventory.ts';
import { addObject } from '../../electron/handset/scomo/object-nodes.ts';
import { freshState, writeState } from '../../electron/handset/state-file.ts';
import { ManagementTree } from '../../electron/handset/tree/management-tree.ts';
import { storeNodes } from '../../electron/handset/tree/stored-nodes.ts';
import { spec10 } from '../../electron/handset/personalities/spec-1-0.ts';

const ROOT = './SCM';

/** Puts so many components on it, all active; answers how many nodes its SCOMO object then has. */
export async function fillHandset(folder: string, devId: string, components: number): Promise<number> {
  const layout = { ...spec10.object, root: ROOT };
  const tree = new ManagementTree();
  addObject(tree, layout);
  const state = freshState(devId, ROOT, 1);
  const parts = Array.from({ length: components }, (_none, index) => ({
    id: `com.acme.part${index}`,
    name: `Part ${index}`,
    version: '1.0',
    file: `part${index}.bin`,
  }));
  deploy(tree, layout, state, 'acme-parts-1.0', { pkgId: 'acme-parts-1.0', components: parts }, '20');
  state.scomo = storeNodes(tree, ROOT);
  const written = await writeState(folder, state);
  if (!written.ok) throw new Error(written.error.message);
  return [...tree.walk(ROOT)].length;
}
