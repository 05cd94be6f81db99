import { needsConnection, type Action } from '../../../app/action.ts';
import { addFiles } from '../add-files.ts';
import { pickFiles } from '../pick-files.ts';

/** Picks files and adds them to the library. */
export const addPackage: Action = {
  id: 'packages.add',
  group: 'Package',
  label: 'Add package…',
  hint: 'Takes a file into the library; files can also be dropped anywhere on the window',
  shortcut: 'Ctrl+O',
  whyNot: needsConnection,
  run: async () => {
    const files = await pickFiles();
    await addFiles(files);
  },
};
