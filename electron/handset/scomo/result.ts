/** How an operation ended: a result code of SCOMO (facts 1.8) and what a technician should know. */

/** The codes this handset can end with. */
export type ResultCode =
  | 1200 // Successful
  | 1401 // User cancelled
  | 1402 // Download failed
  | 1403 // Alternate download authentication failure
  | 1404 // Download failed, out of memory
  | 1405 // Install failed
  | 1406 // Install failed, out of memory
  | 1407 // Package validation failure
  | 1408 // Remove failed
  | 1409 // Activate failed
  | 1410 // Deactivate failed
  | 1411 // Not implemented
  | 1412 // Undefined error
  | 1413 // Operation rejected, unsupported environment
  | 1450 // Vendor's own: the user did not answer in time
  | 1500 // Alternate download server error
  | 1501; // Alternate download server unavailable

/** Something did not work; `detail` is for the event log, the server only sees the code. */
export interface Refusal {
  readonly resultCode: Exclude<ResultCode, 1200>;
  readonly detail: string;
}

/** An attempt inside an operation. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Refusal);

/** Makes a failed attempt. */
export function refuse(resultCode: Refusal['resultCode'], detail: string): { readonly ok: false } & Refusal {
  return { ok: false, resultCode, detail };
}
