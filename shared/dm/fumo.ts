/**
 * The firmware update object (FUMO 1.0, facts 2.9) in words. The workbench shows it and reads its alerts; it does not
 * update firmware.
 */

/** States of `State`. */
// oxfmt-ignore
const STATES: ReadonlyMap<number, string> = new Map([
  [10, 'Idle'],
  [20, 'Download failed'],
  [30, 'Download progressing'],
  [40, 'Download complete'],
  [50, 'Ready to update'],
  [60, 'Update progressing'],
  [70, 'Update failed, package kept'],
  [80, 'Update failed, package gone'],
  [90, 'Updated, package kept'],
  [100, 'Updated, package gone'],
]);

/** Results in the Data of an alert. */
// oxfmt-ignore
const RESULTS: readonly { readonly from: number; readonly to: number; readonly word: string }[] = [
  { from: 200, to: 299, word: 'Done' },
  { from: 400, to: 400, word: 'The handset could not do it' },
  { from: 401, to: 401, word: 'Refused on the handset' },
  { from: 402, to: 402, word: 'The package is damaged' },
  { from: 403, to: 403, word: 'The package is made for another model' },
  { from: 404, to: 404, word: 'The package could not be verified' },
  { from: 405, to: 405, word: 'The package is not acceptable' },
  { from: 406, to: 406, word: 'The handset may not download from this address' },
  { from: 407, to: 407, word: 'The download took too long' },
  { from: 408, to: 408, word: 'The handset does not have this operation' },
  { from: 409, to: 409, word: 'An error without a name' },
  { from: 410, to: 410, word: 'The update failed' },
  { from: 411, to: 411, word: 'The address of the package is wrong' },
  { from: 450, to: 499, word: 'Failed with a code of the maker' },
  { from: 500, to: 500, word: 'The update failed' },
  { from: 501, to: 501, word: 'No room for the download' },
  { from: 502, to: 502, word: 'No room for the update' },
  { from: 503, to: 503, word: 'The network failed during the download' },
  { from: 550, to: 599, word: 'The download failed with a code of the maker' },
];

/** Alert types by their ending; the namespace before it is often left out (facts 2.6). */
const REQUESTS: readonly (readonly [ending: string, words: string])[] = [
  ['firmwareupdate.devicerequest', 'The handset asks for new firmware'],
  ['firmwareupdate.userrequest', 'The person who holds the handset asks for new firmware'],
  ['firmwareupdate.downloadandupdate', 'Download and update of the firmware'],
  ['firmwareupdate.download', 'Download of the firmware'],
  ['firmwareupdate.update', 'Update of the firmware'],
];

/** The state of a firmware update in words, from the value of `State`; undefined for values that FUMO does not have. */
export function firmwareState(value: string): string | undefined {
  return /^\s*\d{1,4}\s*$/.test(value) ? STATES.get(Number(value)) : undefined;
}

/** What an alert of FUMO is about; undefined for other alerts. */
export function firmwareAlertWords(type: string | undefined): string | undefined {
  const text = type?.trim().toLowerCase() ?? '';
  return REQUESTS.find(([ending]) => text.endsWith(ending))?.[1];
}

/** What a result in the Data of a FUMO alert says, e.g. `Done`. */
export function firmwareResultWord(data: string): string | undefined {
  const code = /^\s*\d{1,4}\s*$/.test(data) ? Number(data) : undefined;
  return code === undefined ? undefined : RESULTS.find(({ from, to }) => code >= from && code <= to)?.word;
}
