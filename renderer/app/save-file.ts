/** Lets the person save text that the page has made, with the browser's own download. */

/** How long the bytes are kept for the download to take them, milliseconds. */
const KEEP_MS = 60_000;

/** Saves `text` under a name. */
export function saveFile(fileName: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
