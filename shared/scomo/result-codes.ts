/**
 * The results of SCOMO operations, 1200–1599 (facts 1.8): what happened in a technician's words, and what to do next.
 * They arrive in the Data of a generic alert or as the Status of an Exec.
 */

export interface ResultCode {
  readonly code: number;
  /** The standard's name. */
  readonly name: string;
  /** What happened, for a person. */
  readonly word: string;
  /** What to do next; empty after success. */
  readonly next: string;
  readonly outcome: 'success' | 'handset-failure' | 'download-server-failure';
}

type Row = readonly [code: number, name: string, outcome: ResultCode['outcome'], word: string, next: string];

// oxfmt-ignore
const CODES: readonly Row[] = [
  [1200, 'Successful', 'success', 'Done', ''],
  [1400, 'Client error', 'handset-failure', 'The handset could not do it and gives no reason', 'Look at the handset, then retry.'],
  [1401, 'User cancelled', 'handset-failure', 'Refused on the handset', 'Confirm the question on the handset, then retry.'],
  [1402, 'Download failed', 'handset-failure', 'The handset could not download the package', 'Check that the handset reaches the package URL, then retry.'],
  [1403, 'Alternate download authentication failure', 'handset-failure', 'The handset may not download from this address', 'Check the address and credentials of the download server, then retry.'],
  [1404, 'Download failed, out of memory', 'handset-failure', 'No room on the handset for the package', 'Free memory on the handset, then retry.'],
  [1405, 'Install failed', 'handset-failure', 'The handset could not install the package', 'Check that the package is made for this handset, then retry.'],
  [1406, 'Install failed, out of memory', 'handset-failure', 'No room on the handset to install', 'Free memory on the handset, then retry.'],
  [1407, 'Package validation failure', 'handset-failure', 'The handset does not accept the signature or the content of the package', 'Check how the package is signed and that it is whole.'],
  [1408, 'Remove failed', 'handset-failure', 'The handset could not remove it', 'Deactivate the component first, then retry.'],
  [1409, 'Activate failed', 'handset-failure', 'The handset could not activate the component', 'Look at the handset, then retry.'],
  [1410, 'Deactivate failed', 'handset-failure', 'The handset could not deactivate the component', 'Close the component on the handset, then retry.'],
  [1411, 'Not implemented', 'handset-failure', 'The handset does not have this operation', 'Use another runbook.'],
  [1412, 'Undefined error', 'handset-failure', 'The handset met an error that it has no name for', 'Look at the handset, then retry.'],
  [1413, 'Operation rejected, unsupported environment', 'handset-failure', 'The package is made for another environment', 'Choose a package whose environment this handset has.'],
  // Seen in the field: codes of one widespread client inside the vendor's range.
  [1251, 'Successful, vendor specific', 'success', 'Done, with a remark of the vendor', ''],
  [1450, 'User timeout', 'handset-failure', 'Nobody answered on the handset', 'Confirm the question on the handset, then retry.'],
  [1451, 'Component not attempted', 'handset-failure', 'The handset did not try this component', 'Look at the other components of the package, then retry.'],
  [1452, 'Partially successful', 'handset-failure', 'Only a part of the package was installed', 'Read the inventory to see which components are there.'],
  [1455, 'Mismatch', 'handset-failure', 'The package does not fit what is on the handset', 'Check the versions on the handset and in the package.'],
  [1456, 'Expired', 'handset-failure', 'The package is no longer valid', 'Use a newer package.'],
  [1500, 'Alternate download server error', 'download-server-failure', 'The download server answered with an error', 'Check the download server, then retry.'],
  [1501, 'Alternate download server unavailable', 'download-server-failure', 'The handset got no answer from the download server', 'Check that the handset reaches the package URL, then retry.'],
  [1551, 'Download URL expired', 'download-server-failure', 'The package URL is no longer valid', 'Describe the download again, then retry.'],
];

/** What a code says by where it lies, when no row names it; first match wins. */
// oxfmt-ignore
const RANGES: readonly { readonly from: number; readonly to: number; readonly row: Row }[] = [
  { from: 1250, to: 1299, row: [0, 'Successful, vendor specific', 'success', 'Done, with a remark of the vendor', ''] },
  { from: 1200, to: 1299, row: [0, 'Successful', 'success', 'Done', ''] },
  { from: 1450, to: 1499, row: [0, 'Client error, vendor specific', 'handset-failure', 'The handset failed with a code of its vendor', 'Look up the code in the documents of the vendor.'] },
  { from: 1300, to: 1499, row: [0, 'Client error', 'handset-failure', 'The handset failed with a code that the standard does not have', 'Look at the handset, then retry.'] },
  { from: 1550, to: 1599, row: [0, 'Download server error, vendor specific', 'download-server-failure', 'The download failed with a code of the vendor', 'Look up the code in the documents of the vendor.'] },
  { from: 1500, to: 1599, row: [0, 'Download server error', 'download-server-failure', 'The download server failed', 'Check the download server, then retry.'] },
];

const BY_CODE = new Map(CODES.map((row) => [row[0], row]));

/** Everything known of a SCOMO result code; undefined outside 1200–1599, where the codes of SyncML hold. */
export function resultCode(code: number): ResultCode | undefined {
  const row = BY_CODE.get(code) ?? RANGES.find(({ from, to }) => code >= from && code <= to)?.row;
  if (row === undefined) return undefined;
  const [, name, outcome, word, next] = row;
  return { code, name, word, next, outcome };
}

/** What happened, in a technician's words; `Code 999` for a code that is none of SCOMO's. */
export function resultWord(code: number): string {
  return resultCode(code)?.word ?? `Code ${code}`;
}

/** What to do next, one sentence; empty after success. */
export function resultNext(code: number): string {
  return resultCode(code)?.next ?? 'Look at the trace, then retry.';
}

/** Did the operation succeed? False also for codes that are none of SCOMO's. */
export function isResultSuccess(code: number): boolean {
  return resultCode(code)?.outcome === 'success';
}

/** Every code that has a row of its own, ascending; for choices and legends. */
export function knownResultCodes(): readonly number[] {
  return [...BY_CODE.keys()].toSorted((a, b) => a - b);
}
