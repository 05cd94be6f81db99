/** How a package is called and how well it is known. */
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import type { StateWord } from '../../i18n/words.ts';

/** Name and version, e.g. `Notes 2.1`. */
export function titleOf(item: Pick<LibraryPackage, 'name' | 'version'>): string {
  return item.version === undefined || item.name.endsWith(item.version) ? item.name : `${item.name} ${item.version}`;
}

export const describedWords: Readonly<Record<LibraryPackage['described'], StateWord & { readonly hint: string }>> = {
  manifest: { word: 'described', shape: 'check', tone: 'ok', hint: 'Its facts come from the manifest inside the file' },
  person: { word: 'edited', shape: 'check', tone: 'ok', hint: 'Its facts were entered by a person' },
  name: {
    word: 'guessed',
    shape: 'bang',
    tone: 'waiting',
    hint: 'Its facts were guessed from the file name: check them',
  },
};
