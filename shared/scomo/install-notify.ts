/**
 * The status report of OMA Download OTA: `900 Success` and its kin, posted by a download agent before a package is
 * released to use (facts 5.2), and what each code means for the SCOMO operation that waits for it (facts 5.3).
 */

export interface InstallNotify {
  readonly code: number;
  /** The specification's text, or a vendor's. */
  readonly name: string;
  /** What happened, in a technician's words. */
  readonly word: string;
  /** The SCOMO result that it stands for; undefined when the download went well and the operation goes on. */
  readonly result?: number;
}

type Row = readonly [code: number, name: string, result: number | undefined, word: string];

// oxfmt-ignore
const CODES: readonly Row[] = [
  [900, 'Success', undefined, 'The handset has downloaded the package'],
  [901, 'Insufficient memory', 1404, 'The handset has no room for the package'],
  [902, 'User Cancelled', 1401, 'The download was cancelled on the handset'],
  [903, 'Loss of Service', 1402, 'The connection was lost during the download'],
  [905, 'Attribute mismatch', 1402, 'The package is not what its descriptor says'],
  [906, 'Invalid descriptor', 1402, 'The handset cannot read the download descriptor'],
  [951, 'Invalid DDVersion', 1402, 'The handset does not know this version of the download descriptor'],
  [952, 'Device Aborted', 1402, 'The handset has broken the download off'],
  [953, 'Non-Acceptable Content', 1402, 'The handset does not take packages of this type'],
  [954, 'Loader Error', 1405, 'The handset has the package and cannot load it'],
  // Download OTA 2.0 and vendors, as met in the field.
  [461, 'Vendor error 461', 1402, 'The download agent reports an error of its vendor'],
  [462, 'Vendor error 462', 1402, 'The download agent reports an error of its vendor'],
  [466, 'Vendor error 466', 1402, 'The download agent reports an error of its vendor'],
  [907, 'Invalid type', 1402, 'The handset does not take packages of this type'],
  [910, 'No memory', 1404, 'The handset has no room for the package'],
  [955, 'Object updated', undefined, 'The handset has an updated package'],
  [956, 'Licence error', 1402, 'The handset misses a licence for the package'],
  [957, 'Licence error', 1402, 'The handset misses a licence for the package'],
  [970, 'Mixed', 1402, 'Only a part of the download went well'],
  [981, 'Completed', undefined, 'The handset has completed the download'],
];

const BY_CODE: ReadonlyMap<number, Row> = new Map(CODES.map((row) => [row[0], row]));

/** Reads the body of a report: its leading number alone counts. Undefined when there is none. */
export function parseInstallNotify(body: string): InstallNotify | undefined {
  const digits = /^\s*(\d{1,5})(?!\d)/.exec(body)?.[1];
  if (digits === undefined) return undefined;
  const code = Number(digits);
  const [, name, result, word] = BY_CODE.get(code) ?? [
    code,
    'Unknown code',
    1402,
    `The download agent reports ${code}`,
  ];
  return { code, name, word, ...(result === undefined ? {} : { result }) };
}
