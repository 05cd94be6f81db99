/** Lets the person save what the page or the workbench has made, with the browser's own download. */
import type { MadeFile } from '../../shared/contract/reach.ts';
import { tellDone } from './store.ts';

/** How long the bytes are kept for the download to take them, milliseconds. */
const KEEP_MS = 60_000;

/** Saves `text` under a name. */
export function saveFile(fileName: string, type: string, text: string): void {
  save(fileName, new Blob([text], { type }));
}

/** Saves a file that came over the contract, and says so. */
export function saveMadeFile({ fileName, type, content }: MadeFile): void {
  const octets = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  save(fileName, new Blob([octets], { type }));
  tellDone(`${fileName} is in the downloads.`);
}

function save(fileName: string, bytes: Blob): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
