/**
 * The state machines of facts 1.5 as a table: the Status that `<X>` shows while an operation works, and after it has
 * failed. (While a download is fetched, Status is 30, and 20 when that fails.)
 */
import { type List, OPERATIONS, type Operation, type Place } from './layout.ts';

export interface OperationRow {
  readonly list: List;
  readonly operation: Operation;
  readonly working: number;
  readonly failed: number;
}

export const FETCHING = 30;
export const FETCH_FAILED = 20;

// oxfmt-ignore
const ROWS: readonly OperationRow[] = [
  { list: 'Download',  operation: 'Download',                working: 40, failed: 20 },
  { list: 'Download',  operation: 'DownloadInstall',         working: 50, failed: 60 },
  { list: 'Download',  operation: 'DownloadInstallInactive', working: 50, failed: 60 },
  { list: 'Delivered', operation: 'Install',                 working: 40, failed: 50 },
  { list: 'Delivered', operation: 'InstallInactive',         working: 40, failed: 50 },
  { list: 'Delivered', operation: 'Remove',                  working: 30, failed: 20 },
  { list: 'Deployed',  operation: 'Activate',                working: 50, failed: 40 },
  { list: 'Deployed',  operation: 'Deactivate',              working: 70, failed: 60 },
  { list: 'Deployed',  operation: 'Remove',                  working: 30, failed: 20 },
];

/** The row of an operation node; undefined for any other node. */
export function operationAt(place: Place): OperationRow | undefined {
  const [parent, name, ...deeper] = place.below;
  if (parent !== 'Operations' || deeper.length > 0) return undefined;
  const operation = [...OPERATIONS[place.list]].find((known) => known === name);
  return ROWS.find((row) => row.list === place.list && row.operation === operation);
}
