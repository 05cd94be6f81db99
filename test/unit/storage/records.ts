/** Records that tests put into a storage. */
import type { HandsetRecord } from '../../../electron/storage/handsets.ts';
import type { RunEvent } from '../../../shared/runbook/run.ts';

/** A handset as it is after its first call. */
export function handset(devId: string, more: Partial<HandsetRecord> = {}): HandsetRecord {
  return { devId, admitted: false, link: 'http', authenticated: 'no', ...more };
}

/** The first event of a run that reads an inventory. */
export function created(id: string, devId: string, at = 1000): RunEvent {
  return { seq: 0, at, type: 'created', id, devId, runbook: 'read-inventory', title: 'Read', params: {}, steps: [] };
}
